using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Evals.Drift;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Drift;

/// <summary>Shows a report: alerts first, then what was quiet in a line.</summary>
internal static class DriftDrawing
{
    private const int MostSeries = 4;

    /// <param name="screen">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="accepted">Changes after which there are not days enough yet.</param>
    /// <param name="options">How it was compared.</param>
    public static void Show(Screen screen, DriftReport report, IReadOnlyList<DriftAcceptance> accepted, DriftOptions options)
    {
        foreach (var alert in report.Alerts)
        {
            Show(screen, alert, report.Tests);
            screen.Line();
        }

        foreach (var change in accepted)
        {
            screen.Markup(string.Create(
                CultureInfo.InvariantCulture, $"[dim]{Markup.Escape(Graph(change))} changed on {change.Day:yyyy-MM-dd}, as accepted{(change.By is { } by ? $" by {Markup.Escape(by)}" : string.Empty)}{(change.Note is { } note ? $" ({Markup.Escape(note)})" : string.Empty)}: compared again from {options.ComparedAgainOn(change):yyyy-MM-dd} on.[/]"));
        }

        if (report.NotCompared is { } why)
        {
            screen.Markup($"[yellow]Nothing was compared:[/] {Markup.Escape(why)}");
            return;
        }

        var color = report.Alerts.IsEmpty ? "green" : "dim";
        var quiet = report.Alerts.IsEmpty ? $"{(screen.Unicode ? "✓ " : string.Empty)}No drift" : "All else is quiet";
        screen.Markup(string.Create(CultureInfo.InvariantCulture, $"[{color}]{quiet}[/] on {report.Day:yyyy-MM-dd}: {Words.Count(report.Calls, "call")} against {Words.Count(report.ReferenceDays, "day")}, {Words.Count(report.Tests, "test")}{Markup.Escape(Nearest(report))}."));
    }

    public static void Accepted(Screen screen, DriftAcceptance change, DriftOptions options, bool isJson)
    {
        if (isJson)
        {
            Json.Document(screen, new DriftAcceptanceDocument(change, options.ComparedAgainOn(change)));
            return;
        }

        screen.Markup(string.Create(CultureInfo.InvariantCulture, $"[green]{(screen.Unicode ? "✓ " : string.Empty)}Accepted:[/] {Markup.Escape(Graph(change))} {(change.Graph is null ? "are" : "is")} compared with days from {change.Day:yyyy-MM-dd} on alone."));
        screen.Markup(string.Create(CultureInfo.InvariantCulture, $"[dim]Until {options.ComparedAgainOn(change).AddDays(-1):yyyy-MM-dd} there are too few of them, and nothing is compared there.[/]"));
    }

    private static string Graph(DriftAcceptance change) => change.Graph is { } graph ? $"graph '{graph}'" : "all graphs";

    private static void Show(Screen screen, DriftAlert alert, int tests)
    {
        var finding = alert.Finding;
        var worse = finding.Change == DriftChange.Shape ? "changed its distribution" : finding.To < finding.From ? "fell" : "rose";
        screen.Markup($"[red]{(screen.Unicode ? "✗" : "x")} [bold]{Markup.Escape(finding.Metric)}[/] {worse}[/] from {Value(finding, finding.From)} to [bold]{Value(finding, finding.To)}[/]{Relative(finding)}  {Markup.Escape(finding.Series.ToString())}");
        Line("when", string.Create(CultureInfo.InvariantCulture, $"{(alert.Since == alert.Day ? $"new on {alert.Day:yyyy-MM-dd}" : $"since {alert.Since:yyyy-MM-dd}")}; {Words.Count(finding.Count, "value")} against {Words.Count(finding.ReferenceDays, "day")}"));
        if (finding is { Low: { } low, High: { } high, Change: DriftChange.Mean })
        {
            Line("expected", $"{DriftText.Value(finding.Metric, low)} to {DriftText.Value(finding.Metric, high)} on 95 of 100 such days");
        }

        Line("certain", string.Create(CultureInfo.InvariantCulture, $"p = {finding.AdjustedP:0.####e+0} over {Words.Count(tests, "test")}{(finding.StabilityIndex is { } index ? $"; PSI {index:0.00}, {Words.Of(finding.Level!.Value)}" : string.Empty)}"));
        if (finding is { FromQuantiles: { } from, ToQuantiles: { } to })
        {
            Line("quantiles", string.Create(CultureInfo.InvariantCulture, $"p50 {Ms(from.Median)} to {Ms(to.Median)}, p95 {Ms(from.P95)} to {Ms(to.P95)}, p99 {Ms(from.P99)} to {Ms(to.P99)}"));
        }

        if (!alert.Also.IsEmpty)
        {
            Line("also", $"{string.Join("; ", alert.Also.Take(MostSeries))}{(alert.Also.Length > MostSeries ? $"; {Words.Count(alert.Also.Length - MostSeries)} more" : string.Empty)}");
        }

        Line("likely", alert.Hints.IsEmpty ? "nothing else changed that the log knows of" : alert.Hints[0]);
        foreach (var hint in alert.Hints.Skip(1))
        {
            Line(string.Empty, hint);
        }

        var name = "see";
        foreach (var example in alert.Examples)
        {
            Line(name, $"{App.Name} audit show {example.Run}  {DriftText.Value(finding.Metric, example.Value)}");
            name = string.Empty;
        }

        void Line(string title, string text) => screen.Markup($"  [dim]{title,-9}[/] {Markup.Escape(text)}");
    }

    private static string Value(DriftFinding finding, double value) => Markup.Escape(DriftText.Value(finding.Metric, value));

    // Of shares and scores the difference is the figure; of times, tokens and cost the ratio.
    private static string Relative(DriftFinding finding) =>
        finding.From > 0 && finding.StabilityIndex is not null && !finding.Metric.StartsWith(DriftMetric.ScorePrefix, StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $" ({(finding.To / finding.From) - 1:+0 %;-0 %})")
            : string.Empty;

    private static string Ms(double milliseconds) => Words.Seconds(TimeSpan.FromMilliseconds(milliseconds));

    private static string Nearest(DriftReport report) => report.Findings.FirstOrDefault(finding => report.Alerts.All(alert => alert.Finding.Metric != finding.Metric)) is { } nearest
        ? string.Create(CultureInfo.InvariantCulture, $"; the least quiet is {nearest.Metric} of {nearest.Series}, {DriftText.Value(nearest.Metric, nearest.From)} to {DriftText.Value(nearest.Metric, nearest.To)} (p = {nearest.AdjustedP:0.##})")
        : string.Empty;
}

/// <summary>What <c>drift --accept --json</c> writes.</summary>
internal sealed record DriftAcceptanceDocument(DriftAcceptance Accepted, DateOnly ComparedAgainOn);
