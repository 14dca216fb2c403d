using Orchestration.Policies;

namespace Orchestration.Runs;

/// <summary>A cap on what several runs may spend together, such as those of an eval. Concurrent runs cannot exceed it: each attempt's worst case is reserved under it first.</summary>
/// <param name="Account">The name of its account in the budget ledger, the same for all runs that share it.</param>
/// <param name="Cap">The most that they may spend together.</param>
public sealed record SharedBudget(string Account, Budget Cap)
{
    internal string? Fault() => string.IsNullOrWhiteSpace(Account) ? "SharedBudget.Account is empty; name the account that the runs share" : Cap.Fault();
}
