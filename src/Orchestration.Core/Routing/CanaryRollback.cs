namespace Orchestration.Routing;

/// <summary>A canary left its bounds and takes no more traffic until the routing policy changes its rule.</summary>
/// <param name="Canary">The rule's name.</param>
/// <param name="Bound">Which bound it left.</param>
/// <param name="Reason">The figures, in a sentence for people.</param>
/// <param name="At">When, in UTC.</param>
public sealed record CanaryRollback(string Canary, CanaryBound Bound, string Reason, DateTimeOffset At);

/// <summary>What a canary is held to.</summary>
public enum CanaryBound
{
    /// <summary><see cref="CanaryBounds.MaxFailureRate"/>.</summary>
    FailureRate,

    /// <summary><see cref="CanaryBounds.MaxFirstToken"/>.</summary>
    FirstToken,

    /// <summary><see cref="CanaryBounds.MaxMeanCostUsd"/>.</summary>
    MeanCost,
}
