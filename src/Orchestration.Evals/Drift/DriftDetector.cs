
namespace Orchestration.Evals.Drift;

/// <summary>Compares a day with those before it. No random numbers: the same days give the same report.</summary>
/// <remarks>
/// A change is an alert if it is too large for chance, over all tests of the day together, and large enough to matter. Chance is judged by how the reference days differ from one another, see
/// <see cref="DriftOptions"/>; of days that alarmed for a graph and metric, none is in its reference as long as others are left.
/// </remarks>
public static class DriftDetector
{
    private const double WorthShowing = 0.01;

    /// <summary>Compares.</summary>
    /// <param name="day">The day, in UTC.</param>
    /// <param name="days">The day, its window and its reference; others are passed over, and some may be missing.</param>
    /// <param name="earlier">Reports of days before, as far as there are any: they tell which days alarmed, and since when.</param>
    /// <param name="options">When a change is an alert; <see langword="null"/> = the defaults.</param>
    public static DriftReport Compare(DateOnly day, IReadOnlyCollection<DriftDay> days, IReadOnlyCollection<DriftReport> earlier, DriftOptions? options = null)
    {
        options ??= new DriftOptions();
        options.Check(nameof(options));
        var window = days.Where(one => one.Day > day.AddDays(-options.WindowDays) && one.Day <= day).OrderBy(static one => one.Day).ToList();
        var reference = days.Where(one => one.Calls + one.Cells.Length > 0 && one.Day >= day.AddDays(-options.ReferenceFrom) && one.Day <= day.AddDays(-options.ReferenceTo) && !(one.Day < options.ReferenceSince))
            .OrderBy(static one => one.Day).ToList();
        var tests = Tests(day, window, reference, earlier, options);
        var weights = TestWeights.Of(tests);
        var adjusted = Holm.Adjust([.. tests.Select((test, i) => (test.Finding.P, weights[i]))]);
        var findings = tests.Select((test, i) => (test.Level, Finding: test.Finding with { AdjustedP = adjusted[i] }))
            .OrderBy(static test => test.Finding.P).ThenBy(static test => test.Finding.Series, SeriesOrder.Instance)
            .ThenBy(static test => test.Finding.Metric, StringComparer.Ordinal).ThenBy(static test => test.Finding.Change).ToList();
        return new DriftReport
        {
            Day = day,
            Calls = window.Sum(static one => one.Calls),
            ReferenceDays = reference.Count,
            Tests = tests.Count,
            NotCompared = tests.Count > 0 ? null : Why(day, window, reference, options),
            Findings = [.. findings.Where(static test => test.Level == SeriesLevel.Total || test.Finding.P < WorthShowing).Select(static test => test.Finding)],
            Alerts = DriftAlerts.Of(day, [.. findings.Select(static test => test.Finding).Where(finding => finding.Matters && finding.AdjustedP <= options.Alpha)], window, series => options.ReferenceOf(series, day, reference), earlier, tests.Count),
        };
    }

    private static List<(SeriesLevel Level, DriftFinding Finding)> Tests(DateOnly day, List<DriftDay> window, List<DriftDay> reference, IReadOnlyCollection<DriftReport> earlier, DriftOptions options)
    {
        var tests = new List<(SeriesLevel, DriftFinding)>();
        foreach (var (series, level) in SeriesTree.Of(window.SelectMany(static day => day.Cells).Select(static cell => cell.Series)))
        {
            var days = new SeriesDays(series, Figures(window, series), Figures(options.ReferenceOf(series, day, reference), series), options);
            foreach (var metric in days.Metrics())
            {
                tests.AddRange(days.Compare(metric, Alarmed(earlier, series, metric)).Select(finding => (level, finding)));
            }
        }

        return tests;
    }

    private static List<(DateOnly Day, DriftCell Cell)> Figures(List<DriftDay> days, DriftSeries series)
    {
        var figures = new List<(DateOnly, DriftCell)>(days.Count);
        foreach (var day in days)
        {
            var merged = new DriftCell(series);
            foreach (var cell in day.Cells.Where(cell => series.Contains(cell.Series)))
            {
                merged.MergeFigures(cell);
            }

            figures.Add((day.Day, merged));
        }

        return figures;
    }

    private static HashSet<DateOnly> Alarmed(IReadOnlyCollection<DriftReport> earlier, DriftSeries series, DriftMetric metric) =>
    [
        .. earlier.Where(report => report.Alerts.Any(alert => alert.Finding.Metric == metric.Name
            && (alert.Finding.Series.Graph is null || series.Graph is null || alert.Finding.Series.Graph == series.Graph))).Select(static report => report.Day),
    ];

    private static string Why(DateOnly day, List<DriftDay> window, List<DriftDay> reference, DriftOptions options)
    {
        var calls = window.Sum(static one => one.Calls);
        if (calls < options.MinimumCalls)
        {
            return Say($"{day:yyyy-MM-dd} has {calls} calls; a series is compared from {options.MinimumCalls} on (MinimumCalls).");
        }

        var accepted = options.Accepted.Where(change => change.Day <= day).MaxBy(static change => change.Day);
        return accepted is not null && options.ComparedAgainOn(accepted) is var again && day < again
            ? Say($"the change of {accepted.Day:yyyy-MM-dd} was accepted, and there are not days enough since then. It is compared again from {again:yyyy-MM-dd} on.")
            : Say($"{reference.Count} of the days from {options.ReferenceFrom} to {options.ReferenceTo} before {day:yyyy-MM-dd} have figures, and no series has {options.MinimumReferenceDays} with at least {options.MinimumCalls} calls: let the monitor run for some days more, or aggregate older days of the log.");
    }

    private static string Say(FormattableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
