namespace Orchestration.Evals.Drift;

/// <summary>How the probability of a false alarm is shared out among the tests of a day.</summary>
/// <remarks>
/// Two thirds go to the totals, where there are most calls, and half of each level to scores, a quarter to times: those are what people must know on the first day. What a level or kind does not
/// have goes to the others. A part or cell that breaks alone shows a far larger change, and is found on its small share.
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
        { Metric: Histograms.FirstToken or Histograms.Latency } => Kind.Time,
        { Metric: var metric } => metric.StartsWith(DriftMetric.ScorePrefix, StringComparison.Ordinal) ? Kind.Score : Kind.Other,
    });

    private static double Share((SeriesLevel Level, Kind Kind) key) =>
        (key.Level == SeriesLevel.Total ? 4.0 / 6 : 1.0 / 6) * (key.Kind == Kind.Score ? 0.5 : 0.25);

    private enum Kind
    {
        Score,
        Time,
        Other,
    }
}
