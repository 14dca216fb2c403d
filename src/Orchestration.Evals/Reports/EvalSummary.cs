using System.Collections.Immutable;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Reports;

/// <summary>Results in numbers: what every report and the terminal show.</summary>
public sealed record EvalSummary
{
    /// <inheritdoc cref="EvalManifest"/>
    public required EvalManifest Manifest { get; init; }

    /// <summary>In the order of the manifest; the first is the one that is gated.</summary>
    public required ImmutableArray<VariantSummary> Variants { get; init; }
}

/// <summary>One variant in numbers.</summary>
public sealed record VariantSummary
{
    /// <summary>As <see cref="EvalVariant.ToString"/> writes it.</summary>
    public required string Variant { get; init; }

    /// <summary>The graph's fingerprint.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Cases with at least one run.</summary>
    public required int Cases { get; init; }

    /// <summary>Runs, all repeats counted.</summary>
    public required int Runs { get; init; }

    /// <summary>Runs that failed by their own doing; their scores are 0.</summary>
    public required int Failed { get; init; }

    /// <summary>Runs that could not be judged; they are in no mean.</summary>
    public required int Errors { get; init; }

    /// <summary>US dollars of all runs; of those from a cassette, what they cost when they were recorded.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>US dollars that judging cost.</summary>
    public required decimal JudgeCostUsd { get; init; }

    /// <summary>Attempts whose cost is unknown, and which are missing in <see cref="CostUsd"/>.</summary>
    public required int UnpricedAttempts { get; init; }

    /// <summary>US dollars a run, the mean over the runs that could be judged; <see langword="null"/> when there are none.</summary>
    public required decimal? MeanCostUsd { get; init; }

    /// <summary>The time that half of the runs took at most; <see langword="null"/> when there are none.</summary>
    public required TimeSpan? P50 { get; init; }

    /// <summary>The time that 95 % of the runs took at most.</summary>
    public required TimeSpan? P95 { get; init; }

    /// <summary>By name.</summary>
    public required ImmutableArray<MetricSummary> Metrics { get; init; }
}

/// <summary>One metric of one variant in numbers.</summary>
public sealed record MetricSummary
{
    /// <summary>Its name.</summary>
    public required string Metric { get; init; }

    /// <summary>The mean over the cases by their weight, of each case the mean of its repeats; <see langword="null"/> when nothing was scored.</summary>
    public required double? Mean { get; init; }

    /// <summary>Scores.</summary>
    public required int Scored { get; init; }

    /// <summary>Scores that could not be had, those of runs that could not be judged included.</summary>
    public required int Errors { get; init; }

    /// <summary>Runs that the metric had nothing to say about.</summary>
    public required int NotApplicable { get; init; }

    /// <summary>How many scores lie in each twentieth from 0 to 1; 1 itself is in the last.</summary>
    public required ImmutableArray<int> Distribution { get; init; }
}
