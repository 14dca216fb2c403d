using System.Collections.Immutable;

namespace Orchestration.Evals.Drift;

/// <summary>A day's figures of one series, for people. A share or quantile is <see langword="null"/> when there was nothing to take it of.</summary>
public sealed record DriftFigures
{
    /// <summary>Which calls.</summary>
    public required DriftSeries Series { get; init; }

    /// <summary>Calls of model steps, cache hits among them.</summary>
    public required long Calls { get; init; }

    /// <summary>Requests to models.</summary>
    public required long Attempts { get; init; }

    /// <summary>Mean score by metric.</summary>
    public required ImmutableSortedDictionary<string, double> Scores { get; init; }

    /// <summary>The share of calls whose first answer was valid, of those that were answered.</summary>
    public double? Validity { get; init; }

    /// <summary>The share of attempts that a model or its provider's filter declined.</summary>
    public double? Refusals { get; init; }

    /// <summary>The share of attempts that failed otherwise, without those that were cancelled or never sent and without invalid answers.</summary>
    public double? Failures { get; init; }

    /// <summary>Attempts that failed, by reason.</summary>
    public required ImmutableSortedDictionary<string, long> FailureReasons { get; init; }

    /// <summary>The share of calls that a cache answered.</summary>
    public double? CacheHits { get; init; }

    /// <summary>The share of attempts that carried on the text of one that broke off.</summary>
    public double? Splices { get; init; }

    /// <inheritdoc cref="DriftQuantiles"/>
    public DriftQuantiles? FirstTokenMs { get; init; }

    /// <inheritdoc cref="DriftQuantiles"/>
    public DriftQuantiles? LatencyMs { get; init; }

    /// <summary>Tokens of all prompts, as reported.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Tokens of all answers, as reported.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>US dollars over all attempts whose cost is known.</summary>
    public required decimal CostUsd { get; init; }

    internal static DriftFigures Of(DriftCell cell) => new()
    {
        Series = cell.Series,
        Calls = cell[Counts.Calls],
        Attempts = cell[Counts.Attempts],
        Scores = cell.Values.Where(static values => values.Key.StartsWith(DriftMetric.ScorePrefix, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(static values => values.Key[DriftMetric.ScorePrefix.Length..], static values => values.Value.Moments().Mean, StringComparer.Ordinal),
        Validity = Share(cell, Counts.Valid, Counts.Answers),
        Refusals = Share(cell, Counts.Refused, Counts.Attempts),
        Failures = Share(cell, Counts.Failed, Counts.Attempts),
        FailureReasons = cell.Counts.Where(static count => count.Key.StartsWith(Counts.ReasonPrefix, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(static count => count.Key[Counts.ReasonPrefix.Length..], static count => count.Value, StringComparer.Ordinal),
        CacheHits = Share(cell, Counts.Cached, Counts.Calls),
        Splices = Share(cell, Counts.Spliced, Counts.Attempts),
        FirstTokenMs = Quantiles(cell, Histograms.FirstToken),
        LatencyMs = Quantiles(cell, Histograms.Latency),
        InputTokens = cell[Counts.InputTokens],
        OutputTokens = cell[Counts.OutputTokens],
        CostUsd = cell[Counts.NanoUsd] / 1_000_000_000m,
    };

    private static double? Share(DriftCell cell, string part, string whole) => cell[whole] == 0 ? null : (double)cell[part] / cell[whole];

    private static DriftQuantiles? Quantiles(DriftCell cell, string histogram) => cell.Values.GetValueOrDefault(histogram) is { } values ? DriftQuantiles.Of(values) : null;
}

/// <summary>Quantiles in milliseconds of attempts that succeeded, each at most 2 % from the true one.</summary>
/// <param name="Median">The median.</param>
/// <param name="P90">What nine in ten do not exceed.</param>
/// <param name="P95">What 19 in 20 do not exceed.</param>
/// <param name="P99">What 99 in 100 do not exceed.</param>
public sealed record DriftQuantiles(double Median, double P90, double P95, double P99)
{
    internal static DriftQuantiles Of(DriftHistogram values) => new(values.Quantile(0.5), values.Quantile(0.9), values.Quantile(0.95), values.Quantile(0.99));
}
