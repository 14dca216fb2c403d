namespace Orchestration.Routing;

/// <summary>How a canary is doing, since its rule was first applied in this process.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Requests">Calls, or runs for a graph's canary, that have ended.</param>
/// <param name="Failures">How many of them failed.</param>
/// <param name="FirstToken">The time to the first token that 19 in 20 keep to, of late; <see langword="null"/> = none was measured.</param>
/// <param name="MeanCostUsd">US dollars on average over those whose cost is known; <see langword="null"/> = none is.</param>
/// <param name="RolledBack">When and why it takes no more traffic; <see langword="null"/> while it does.</param>
public sealed record CanaryStatus(CanaryRule Rule, long Requests, long Failures, TimeSpan? FirstToken, decimal? MeanCostUsd, CanaryRollback? RolledBack);
