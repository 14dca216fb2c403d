using Orchestration.Models;

namespace Orchestration.Limits;

/// <summary>One account of <see cref="InMemoryBudgetLedger"/>, which guards it with its lock.</summary>
internal sealed class BudgetAccount(string name)
{
    private NanoUsd _settledUsd;
    private NanoUsd _reservedUsd;
    private long _settledTokens;
    private long _reservedTokens;

    public string Name => name;

    public BudgetBalance Balance => new(_settledUsd.ToUsd(), _reservedUsd.ToUsd(), _settledTokens, _reservedTokens);

    public bool Takes(in BudgetClaim claim, NanoUsd usd, long tokens)
    {
        // Added up even without a cap: a sum that does not fit must throw before anything is changed.
        var usdThen = _settledUsd + _reservedUsd + usd;
        var tokensThen = checked(_settledTokens + _reservedTokens + tokens);
        return !(usdThen.ToUsd() > claim.CapUsd) && !(tokensThen > claim.CapTokens);
    }

    public ReserveResult Refusal(in BudgetClaim claim) => ReserveResult.Refused(
        name, claim.CapUsd - (_settledUsd + _reservedUsd).ToUsd(), claim.CapTokens - _settledTokens - _reservedTokens);

    public void Reserve(NanoUsd usd, long tokens) => (_reservedUsd, _reservedTokens) = (_reservedUsd + usd, _reservedTokens + tokens);

    public void Unreserve(NanoUsd usd, long tokens) => (_reservedUsd, _reservedTokens) = (_reservedUsd - usd, _reservedTokens - tokens);

    public void Settle(NanoUsd usd, long tokens) => (_settledUsd, _settledTokens) = (_settledUsd + usd, _settledTokens + tokens);
}
