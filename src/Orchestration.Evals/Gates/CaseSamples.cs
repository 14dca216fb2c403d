using System.Collections.Immutable;

namespace Orchestration.Evals.Gates;

/// <summary>What the runs of one case gave, as plain numbers.</summary>
internal sealed record CaseSamples
{
    /// <summary>The case's id.</summary>
    public required string Case { get; init; }

    /// <summary>The case's hash.</summary>
    public required string Hash { get; init; }

    /// <summary>By metric the scores of its runs, oldest first, to four decimals. Runs and scores that could not be judged are not among them.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<double>> Scores { get; init; }

    /// <summary>How many of its runs could be judged.</summary>
    public required int Runs { get; init; }

    /// <summary>US dollars a run, the geometric mean; <see langword="null"/> where no run's cost is known, or all were free.</summary>
    public double? CostUsd { get; init; }

    /// <summary>Seconds a run, the geometric mean; <see langword="null"/> where no time is known.</summary>
    public double? Seconds { get; init; }

    /// <summary>How much the case counts.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Whether every repeat must pass.</summary>
    public bool Critical { get; init; }

    /// <summary>By metric why its lowest score is what it is, where that is below 1.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = ImmutableDictionary<string, string>.Empty;
}
