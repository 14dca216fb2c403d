using System.Collections.Immutable;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Reruns;

/// <summary>Since which version of a graph something is worse.</summary>
public sealed record BisectReport
{
    /// <inheritdoc cref="BisectOutcome"/>
    public required BisectOutcome Outcome { get; init; }

    /// <summary>The first bad version; <see langword="null"/> unless it was found.</summary>
    public int? FirstBad { get; init; }

    /// <summary>The last good version before it; <see langword="null"/> unless it was found.</summary>
    public int? LastGood { get; init; }

    /// <summary>What was run, by version.</summary>
    public required ImmutableArray<BisectProbe> Probes { get; init; }

    /// <summary>The finding in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Whether the budget kept a run from being judged.</summary>
    internal bool BudgetExceeded { get; init; }

    /// <summary>US dollars spent on the runs.</summary>
    public decimal SpentUsd => Probes.Sum(static probe => probe.SpentUsd);
}

/// <summary>What a bisection has found.</summary>
public enum BisectOutcome
{
    /// <summary>Good before <see cref="BisectReport.FirstBad"/> and bad from there on, as far as was looked.</summary>
    Found,

    /// <summary>The oldest and the newest version are good.</summary>
    NeverBad,

    /// <summary>The oldest version is bad already, and so is the newest.</summary>
    AlwaysBad,

    /// <summary>A version is good after a bad one: there is no one version since which it is worse.</summary>
    NotMonotone,

    /// <summary>A version could not be judged, since it does not take the input, or a provider, a scorer or the budget was in the way.</summary>
    Undecided,
}

/// <summary>One version that was run.</summary>
/// <param name="Version">The version.</param>
/// <param name="IsBad">The verdict; <see langword="null"/> when no run could be judged.</param>
/// <param name="Scores">By repeat.</param>
/// <param name="SpentUsd">US dollars.</param>
public sealed record BisectProbe(int Version, bool? IsBad, ImmutableArray<Score> Scores, decimal SpentUsd);
