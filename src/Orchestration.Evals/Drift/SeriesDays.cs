namespace Orchestration.Evals.Drift;

/// <summary>A series day by day, for the days compared and the reference, and the comparison of one metric.</summary>
internal sealed class SeriesDays(DriftSeries series, IReadOnlyList<(DateOnly Day, DriftCell Cell)> window, IReadOnlyList<(DateOnly Day, DriftCell Cell)> reference, DriftOptions options)
{
    // Below this, the variance of logarithms is that of the buckets.
    private const double LeastLogVariance = 0.01;

    public DriftSeries Series => series;

    public IEnumerable<DriftMetric> Metrics() => window.SelectMany(static day => day.Cell.Values.Keys).Distinct()
        .Where(static name => name.StartsWith(DriftMetric.ScorePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(DriftMetric.Score).Concat(DriftMetric.Fixed);

    /// <summary>Compares the mean of the metric and, for a histogram, its shape; nothing when there are too few days or calls.</summary>
    public IEnumerable<DriftFinding> Compare(DriftMetric metric, IReadOnlySet<DateOnly> alarmed)
    {
        var now = Enough(window, metric);
        var usual = Enough(reference, metric);
        var quiet = usual.Where(day => !alarmed.Contains(day.Day)).ToList();

        // When nearly all of the reference alarmed, the change has come to stay.
        usual = quiet.Count >= options.MinimumReferenceDays ? quiet : usual;
        if (now.Count < options.WindowDays || usual.Count < options.MinimumReferenceDays
            || DayTest.Of([.. usual.Select(day => ValueOf(day, metric))], [.. now.Select(day => ValueOf(day, metric))], options.Seasonality) is not { } test)
        {
            yield break;
        }

        var mean = Mean(metric, test, now, usual);
        if (metric.Part is not null)
        {
            yield return mean;
            yield break;
        }

        var pool = Pool(usual, metric);
        var current = Pool(now, metric);
        var index = StabilityIndex.Of(pool, current);
        mean = mean with
        {
            StabilityIndex = index,
            FromQuantiles = metric.IsTime ? DriftQuantiles.Of(pool) : null,
            ToQuantiles = metric.IsTime ? DriftQuantiles.Of(current) : null,
        };
        yield return mean;
        if (Shape(metric, pool, now, usual) is { } shape)
        {
            yield return mean with { Change = DriftChange.Shape, P = shape.P(Worse.Higher), Matters = index >= options.MinimumStabilityIndex };
        }
    }

    private static long CountOf(DriftCell cell, DriftMetric metric) => metric.Part is null ? cell.Values.GetValueOrDefault(metric.Whole)?.Count ?? 0 : cell[metric.Whole];

    private static DriftHistogram Pool(List<(DateOnly Day, DriftCell Cell)> days, DriftMetric metric)
    {
        var pool = new DriftHistogram(days[0].Cell.Values[metric.Whole].Scale);
        foreach (var (_, cell) in days)
        {
            pool.Merge(cell.Values[metric.Whole]);
        }

        return pool;
    }

    // Shares by Anscombe's arcsine ("The transformation of Poisson, binomial and negative-binomial data", Biometrika 35, 1948): its noise depends on the number of calls alone.
    private static DayValue ValueOf((DateOnly Day, DriftCell Cell) day, DriftMetric metric)
    {
        var count = (double)CountOf(day.Cell, metric);
        if (metric.Part is not null)
        {
            return new DayValue(day.Day, Math.Asin(Math.Sqrt((day.Cell[metric.Part] + 0.375) / (count + 0.75))), 1 / ((4 * count) + 2));
        }

        // That all scores have been the same does not mean that the next one must be: the least variance is that of one miss.
        var (mean, variance) = day.Cell.Values[metric.Whole].Moments();
        return new DayValue(day.Day, mean, Math.Max(variance, metric.IsScore ? 1 / count : LeastLogVariance) / count);
    }

    // An index is about a sum of squares; its cube root is about normal (Wilson and Hilferty, PNAS 17, 1931). Each reference day is held against the others, as the new one is against all.
    private DayTest? Shape(DriftMetric metric, DriftHistogram pool, List<(DateOnly Day, DriftCell Cell)> now, List<(DateOnly Day, DriftCell Cell)> usual) => DayTest.Of(
        [.. usual.Select(day => new DayValue(day.Day, Math.Cbrt(StabilityIndex.Of(pool.Without(day.Cell.Values[metric.Whole]), day.Cell.Values[metric.Whole])), 0))],
        [.. now.Select(day => new DayValue(day.Day, Math.Cbrt(StabilityIndex.Of(pool, day.Cell.Values[metric.Whole])), 0))],
        options.Seasonality);

    private DriftFinding Mean(DriftMetric metric, DayTest test, List<(DateOnly Day, DriftCell Cell)> now, List<(DateOnly Day, DriftCell Cell)> usual)
    {
        // Back from the scale of the test.
        double Plain(double value) => metric switch
        {
            { Part: not null } => Math.Pow(Math.Sin(Math.Clamp(value, 0, Math.PI / 2)), 2),
            { IsScore: true } => value,
            _ => Math.Exp(value),
        };

        var (from, to) = (Plain(test.Expected), metric.Part is { } part ? now.Average(day => (double)day.Cell[part] / day.Cell[metric.Whole]) : Plain(test.Actual));
        var change = metric is { Part: null, IsScore: false } ? test.Actual - test.Expected : to - from;
        var least = metric switch
        {
            { Part: not null } => options.MinimumShareChange,
            { IsScore: true } => options.MinimumScoreDrop,
            _ => Math.Log(1 + options.MinimumRelativeChange),
        };
        return new DriftFinding
        {
            Series = series,
            Metric = metric.Name,
            Change = DriftChange.Mean,
            From = from,
            To = to,
            Low = Plain(test.Expected - test.Reach),
            High = Plain(test.Expected + test.Reach),
            Count = now.Sum(day => CountOf(day.Cell, metric)),
            ReferenceDays = usual.Count,
            P = test.P(metric.Worse),
            Matters = metric.Worse switch { Worse.Lower => -change, Worse.Higher => change, _ => Math.Abs(change) } >= least,
        };
    }

    private List<(DateOnly Day, DriftCell Cell)> Enough(IReadOnlyList<(DateOnly Day, DriftCell Cell)> days, DriftMetric metric) =>
        [.. days.Where(day => CountOf(day.Cell, metric) >= options.MinimumCalls)];
}
