namespace Orchestration.Evals.Reruns;

/// <summary>Which recorded runs: those that an application asked for, to their end or not; no replay, rerun or eval.</summary>
public sealed record TrafficOptions
{
    /// <summary>Runs of this tenant only.</summary>
    /// <value><see langword="null"/>, the default, means all; the empty one is that of an application without tenants.</value>
    public string? Tenant { get; init; }

    /// <summary>Runs of this graph only.</summary>
    /// <value><see langword="null"/>, the default, means all.</value>
    public string? Graph { get; init; }

    /// <summary>Runs started at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Runs started before this time.</summary>
    public DateTimeOffset? To { get; init; }
}
