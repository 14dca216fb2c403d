using System.Collections.Immutable;

namespace Orchestration.Evals.Drift;

/// <summary>A change that is neither chance nor small: of one graph and metric, where it shows most clearly.</summary>
public sealed record DriftAlert
{
    /// <summary>The day it was seen on, in UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The day of the first of the alerts, without a day between them, of this graph and metric.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>Where the change is clearest, and how large it is there.</summary>
    public required DriftFinding Finding { get; init; }

    /// <summary>The other series in which it is an alert too, clearest first.</summary>
    public ImmutableArray<DriftSeries> Also { get; init; } = [];

    /// <summary>What else changed between the reference and the day and may be the cause, in sentences. Empty when nothing was seen.</summary>
    public ImmutableArray<string> Hints { get; init; } = [];

    /// <summary>A few runs of the day that show it, worst first.</summary>
    public ImmutableArray<DriftExample> Examples { get; init; } = [];

    /// <summary>All of it in a sentence.</summary>
    public required string Message { get; init; }
}
