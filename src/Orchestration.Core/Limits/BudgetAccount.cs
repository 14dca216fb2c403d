using Orchestration.Models;

namespace Orchestration.Limits;

/// <summary>One account of <see cref="InMemoryBudgetLedger"/>, which guards it with its lock.</summary>
internal sealed class BudgetAccount(string name)
{
    /// <summary>The most that an account counts, settled or reserved: 2.3 billion dollars. No sum of two such amounts and a third overflows.</summary>
    private const long Most = long.MaxValue / 4;

    private NanoUsd _settledUsd;
    private NanoUsd _reservedUsd;
    private long _settledTokens;
    private long _reservedTokens;

    public string Name => name;

    public BudgetBalance Balance => new(_settledUsd.ToUsd(), _reservedUsd.ToUsd(), _settledTokens, _reservedTokens);

    public bool Takes(in BudgetClaim claim, NanoUsd usd, long tokens)
    {
        if (_reservedUsd.Value > Most - usd.Value || _reservedTokens > Most - tokens)
        {
            return false;
        }

        return !((_settledUsd + _reservedUsd + usd).ToUsd() > claim.CapUsd) && !(_settledTokens + _reservedTokens + tokens > claim.CapTokens);
    }

    public ReserveResult Refusal(in BudgetClaim claim) => ReserveResult.Refused(
        name, claim.CapUsd - (_settledUsd + _reservedUsd).ToUsd(), claim.CapTokens - _settledTokens - _reservedTokens);

    public void Reserve(NanoUsd usd, long tokens) => (_reservedUsd, _reservedTokens) = (_reservedUsd + usd, _reservedTokens + tokens);

    public void Unreserve(NanoUsd usd, long tokens) => (_reservedUsd, _reservedTokens) = (_reservedUsd - usd, _reservedTokens - tokens);

    public void Settle(NanoUsd usd, long tokens) =>
        (_settledUsd, _settledTokens) = (new NanoUsd(AtMost(_settledUsd.Value, usd.Value)), AtMost(_settledTokens, tokens));

    // A provider that reports nonsense must not keep the other accounts of the reservation from being booked.
    private static long AtMost(long settled, long more) => more >= Most - settled ? Most : settled + more;
}
