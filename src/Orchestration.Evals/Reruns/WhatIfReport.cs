using System.Collections.Immutable;

namespace Orchestration.Evals.Reruns;

/// <summary>What recorded traffic would have been like, from a sample of it that was done again.</summary>
public sealed record WhatIfReport
{
    /// <summary>Runs in the window.</summary>
    public required int Population { get; init; }

    /// <summary>Reruns that can be compared: they succeeded, or failed by their own doing.</summary>
    public required int Compared { get; init; }

    /// <summary>Reruns that a provider, a limit or the budget was in the way of: part of no figure.</summary>
    public required int Errors { get; init; }

    /// <summary>Whether the budget kept runs of the sample from being done again. What was done is the beginning of the sample, and nearly as random: the costliest of the last runs are the likeliest to have been refused.</summary>
    public required bool BudgetExceeded { get; init; }

    /// <summary>US dollars that the reruns have cost.</summary>
    public required decimal SpentUsd { get; init; }

    /// <summary>US dollars that the window's runs did cost.</summary>
    public required decimal BeforeUsd { get; init; }

    /// <summary>
    /// US dollars that they would have cost: what they did cost and, for each, the mean change in the sample (a difference estimator, with Student's t and the finite population correction). Rests on
    /// the pairs whose costs are both known; <see langword="null"/> when there are too few.
    /// </summary>
    public Interval? AfterUsd { get; init; }

    /// <summary>Pairs that <see cref="AfterUsd"/> rests on.</summary>
    public required int PricedPairs { get; init; }

    /// <summary>How long the sample's recorded runs took.</summary>
    public LatencyQuantiles? LatencyBefore { get; init; }

    /// <summary>How long the reruns took.</summary>
    public LatencyQuantiles? LatencyAfter { get; init; }

    /// <summary>The share of the sample's recorded runs that failed, with Wilson's interval.</summary>
    public Interval? FailuresBefore { get; init; }

    /// <summary>The share of reruns that failed by their own doing, with Wilson's interval.</summary>
    public Interval? FailuresAfter { get; init; }

    /// <summary>By metric.</summary>
    public ImmutableSortedDictionary<string, ScoreChange> Scores { get; init; } = ImmutableSortedDictionary.Create<string, ScoreChange>(StringComparer.Ordinal);

    /// <summary>The pairs, in the order of the sample.</summary>
    public ImmutableArray<RerunResult> Runs { get; init; } = [];

    /// <summary>Runs that could not be done again at all, with the reason.</summary>
    public ImmutableArray<string> Refused { get; init; } = [];
}

/// <summary>Durations that half, nine tenths and 99 of 100 runs do not exceed: nearest rank.</summary>
/// <param name="P50">The median.</param>
/// <param name="P90">Of nine tenths.</param>
/// <param name="P99">Of 99 in 100; with fewer than 100 runs, the longest.</param>
public sealed record LatencyQuantiles(TimeSpan P50, TimeSpan P90, TimeSpan P99)
{
    internal static LatencyQuantiles? Of(IEnumerable<TimeSpan> durations)
    {
        var sorted = durations.Order().ToList();
        return sorted.Count == 0 ? null : new LatencyQuantiles(At(0.5), At(0.9), At(0.99));

        TimeSpan At(double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}

/// <summary>A metric on both sides.</summary>
/// <param name="Pairs">Runs that were scored on both sides.</param>
/// <param name="Before">The mean of the recorded ones.</param>
/// <param name="After">The mean of the reruns.</param>
/// <param name="Change">The mean change with its interval; <see langword="null"/> with fewer than two pairs.</param>
/// <param name="Errors">Pairs that could not be judged.</param>
public sealed record ScoreChange(int Pairs, double Before, double After, Interval? Change, int Errors);
