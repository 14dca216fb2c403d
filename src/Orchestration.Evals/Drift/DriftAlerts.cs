using System.Collections.Immutable;
using System.Globalization;

namespace Orchestration.Evals.Drift;

/// <summary>Makes alerts of findings: one for each graph and metric, where it is clearest.</summary>
internal static class DriftAlerts
{
    /// <param name="day">The day.</param>
    /// <param name="findings">What is certain and matters, most certain first.</param>
    /// <param name="window">The days compared.</param>
    /// <param name="referenceOf">What each series was compared with.</param>
    /// <param name="earlier">Earlier reports.</param>
    /// <param name="tests">How many tests there were.</param>
    public static ImmutableArray<DriftAlert> Of(
        DateOnly day, List<DriftFinding> findings, List<DriftDay> window, Func<DriftSeries, List<DriftDay>> referenceOf, IReadOnlyCollection<DriftReport> earlier, int tests) =>
        [.. findings.GroupBy(static finding => finding.Metric).SelectMany(Graphs).Select(group => Alert(day, group, window, referenceOf, earlier, tests))];

    // What shows in all graphs together most clearly is one change; otherwise each graph has its own.
    private static IEnumerable<List<DriftFinding>> Graphs(IGrouping<string, DriftFinding> metric)
    {
        if (metric.First().Series.Graph is null)
        {
            return [metric.ToList()];
        }

        var across = metric.Where(static finding => finding.Series.Graph is null);
        return metric.Where(static finding => finding.Series.Graph is not null).GroupBy(static finding => finding.Series.Graph)
            .Select((graph, i) => graph.Concat(i == 0 ? across : []).ToList());
    }

    private static DriftAlert Alert(
        DateOnly day, List<DriftFinding> group, List<DriftDay> window, Func<DriftSeries, List<DriftDay>> referenceOf, IReadOnlyCollection<DriftReport> earlier, int tests)
    {
        // The mean says more than the shape, where both changed.
        var finding = group.Find(one => one.Change == DriftChange.Mean && one.Series == group[0].Series) ?? group[0];
        var since = Since(day, finding, earlier);
        var (now, reference) = (Merge(window, finding.Series), referenceOf(finding.Series));
        return new DriftAlert
        {
            Day = day,
            Since = since,
            Finding = finding,
            Also = [.. group.Select(static one => one.Series).Where(series => series != finding.Series).Distinct()],
            Hints = DriftHints.Of(finding, now, Merge(reference, finding.Series), window, reference),
            Examples = finding.To < finding.From && finding.Metric is Histograms.InputTokens or Histograms.OutputTokens ? [] : [.. now.Examples.GetValueOrDefault(finding.Metric) ?? []],
            Message = DriftText.Of(finding, day, since, tests),
        };
    }

    private static DateOnly Since(DateOnly day, DriftFinding finding, IReadOnlyCollection<DriftReport> earlier) =>
        earlier.FirstOrDefault(report => report.Day == day.AddDays(-1))?.Alerts
            .FirstOrDefault(alert => alert.Finding.Metric == finding.Metric && alert.Finding.Series.Graph == finding.Series.Graph)?.Since ?? day;

    private static DriftCell Merge(List<DriftDay> days, DriftSeries series)
    {
        var merged = new DriftCell(series);
        foreach (var cell in days.Select(day => day.Merged(series)).OfType<DriftCell>())
        {
            merged.Merge(cell);
        }

        return merged;
    }
}

/// <summary>Says a finding in a sentence.</summary>
internal static class DriftText
{
    public static string Of(DriftFinding finding, DateOnly day, DateOnly since, int tests)
    {
        var what = finding.Change == DriftChange.Shape
            ? $"the distribution of {finding.Metric} changed (typically from {Value(finding.Metric, finding.From)} to {Value(finding.Metric, finding.To)})"
            : $"{finding.Metric} {(finding.To < finding.From ? "fell" : "rose")} from {Value(finding.Metric, finding.From)} to {Value(finding.Metric, finding.To)}";
        var index = finding.StabilityIndex is { } psi ? string.Create(CultureInfo.InvariantCulture, $", PSI {psi:0.00} ({finding.Level.ToString()!.ToLowerInvariant()})") : string.Empty;
        var before = since < day ? string.Create(CultureInfo.InvariantCulture, $", as since {since:yyyy-MM-dd}") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{char.ToUpperInvariant(finding.Series.ToString()[0])}{finding.Series.ToString()[1..]}: {what} on {day:yyyy-MM-dd}{before} (p = {finding.AdjustedP:0.####e+0} over {tests} tests{index}; {finding.Count} values against {finding.ReferenceDays} days).");
    }

    public static string Value(string metric, double value) => metric switch
    {
        Histograms.FirstToken or Histograms.Latency => string.Create(CultureInfo.InvariantCulture, $"{value:0} ms"),
        Histograms.InputTokens or Histograms.OutputTokens => string.Create(CultureInfo.InvariantCulture, $"{value:0} tokens"),
        Histograms.Cost => string.Create(CultureInfo.InvariantCulture, $"{value:0.######} USD"),
        _ when metric.StartsWith(DriftMetric.ScorePrefix, StringComparison.Ordinal) => string.Create(CultureInfo.InvariantCulture, $"{value:0.000}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} %"),
    };
}
