namespace Orchestration.Evals.Drift;

/// <summary>How the probability of a false alarm is shared out among the tests of a day.</summary>
/// <remarks>
/// Four fifths go to the totals, where there are most calls, and of each level rather more than half to scores and a third to latency: those are what people must know of on the first day. What a level or kind does
/// not have goes to the others. A part or cell that breaks alone shows a far larger change, and is found on its small share.
/// </remarks>
internal static class TestWeights
{
    public static double[] Of(IReadOnlyList<(SeriesLevel Level, DriftFinding Finding)> tests)
    {
        var sizes = tests.GroupBy(KeyOf).ToDictionary(static group => group.Key, static group => group.Count());
        return [.. tests.Select(test => Share(KeyOf(test)) / sizes[KeyOf(test)])];
    }

    private static (SeriesLevel Level, Kind Kind) KeyOf((SeriesLevel Level, DriftFinding Finding) test) => (test.Level, test.Finding switch
    {
        { Change: DriftChange.Shape } => Kind.Other,
        { Metric: Histograms.Latency } => Kind.Latency,
        { Metric: var metric } => metric.StartsWith(DriftMetric.ScorePrefix, StringComparison.Ordinal) ? Kind.Score : Kind.Other,
    });

    private static double Share((SeriesLevel Level, Kind Kind) key) => (key.Level == SeriesLevel.Total ? 0.8 : 0.1) * key.Kind switch
    {
        Kind.Score => 0.55,
        Kind.Latency => 0.3,
        _ => 0.15,
    };

    private enum Kind
    {
        Score,
        Latency,
        Other,
    }
}
