namespace Orchestration.Evals.Drift;

/// <summary>What bounds the memory of an aggregation.</summary>
public sealed record DriftAggregation
{
    /// <summary>How long before the first day the log is read for runs that were under way then, and how old a run may be to be scored.</summary>
    /// <value>2 days by default.</value>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Runs whose scores are kept until the log is read. Of more, a sample by their ids is taken: the same in whatever order they come.</summary>
    /// <value>200,000 by default; about 300 bytes each.</value>
    public int MaxScoredRuns { get; init; } = 200_000;

    /// <summary>Runs that are under way at once. Of more, those started first are given up: a run that crashed never ends.</summary>
    /// <value>200,000 by default; about 200 bytes each.</value>
    public int MaxOpenRuns { get; init; } = 200_000;

    /// <summary>Combinations of graph, step, model and tenant a day. Calls of tenants that come when it is reached are counted under the tenant <c>(other)</c>.</summary>
    /// <value>2,000 by default; about 20 kB each.</value>
    public int MaxCells { get; init; } = 2_000;
}
