namespace Orchestration.Evals.Drift;

/// <summary>A series and metric, compared with its reference.</summary>
public sealed record DriftFinding
{
    /// <summary>Which calls.</summary>
    public required DriftSeries Series { get; init; }

    /// <summary>
    /// Which metric: <c>score:</c> and a metric's name, <c>validity</c>, <c>refusals</c>, <c>failures</c> (of attempts), <c>failed-calls</c>, <c>cache-hits</c>, <c>splices</c>, <c>first-token</c>,
    /// <c>latency</c>, <c>input-tokens</c>, <c>output-tokens</c>, <c>cost</c>.
    /// </summary>
    public required string Metric { get; init; }

    /// <inheritdoc cref="DriftChange"/>
    public required DriftChange Change { get; init; }

    /// <summary>What the reference lets expect: a mean score, a share, or a geometric mean of milliseconds, tokens or US dollars an attempt.</summary>
    public required double From { get; init; }

    /// <summary>What was found, in the same unit.</summary>
    public required double To { get; init; }

    /// <summary>The least that 95 in 100 days like those of the reference would have given, in the same unit.</summary>
    public double? Low { get; init; }

    /// <summary>The most that 95 in 100 of them would have.</summary>
    public double? High { get; init; }

    /// <summary>Scores, calls or attempts that it rests on.</summary>
    public required long Count { get; init; }

    /// <summary>Reference days.</summary>
    public required int ReferenceDays { get; init; }

    /// <summary>The p-value of this test alone.</summary>
    public required double P { get; init; }

    /// <summary>The p-value after Holm's correction over all tests of the day.</summary>
    public double AdjustedP { get; init; } = 1;

    /// <summary>The population stability index; <see langword="null"/> for a share.</summary>
    public double? StabilityIndex { get; init; }

    /// <inheritdoc cref="DriftLevel"/>
    public DriftLevel? Level => StabilityIndex switch
    {
        null => null,
        < 0.10 => DriftLevel.Stable,
        <= 0.25 => DriftLevel.Moderate,
        _ => DriftLevel.Large,
    };

    /// <summary>Quantiles of first token and latency in the reference, in milliseconds; <see langword="null"/> for other metrics.</summary>
    public DriftQuantiles? FromQuantiles { get; init; }

    /// <summary>The same quantiles now.</summary>
    public DriftQuantiles? ToQuantiles { get; init; }

    /// <summary>Whether it is larger than the least change that is an alert.</summary>
    public required bool Matters { get; init; }
}

/// <summary>What changed.</summary>
public enum DriftChange
{
    /// <summary>The mean or the share.</summary>
    Mean,

    /// <summary>The shape of the distribution, by its population stability index.</summary>
    Shape,
}

/// <summary>A population stability index by the usual rule of thumb (Siddiqi, "Credit Risk Scorecards", Wiley, 2006).</summary>
public enum DriftLevel
{
    /// <summary>Below 0.10.</summary>
    Stable,

    /// <summary>From 0.10 to 0.25.</summary>
    Moderate,

    /// <summary>Above 0.25.</summary>
    Large,
}
