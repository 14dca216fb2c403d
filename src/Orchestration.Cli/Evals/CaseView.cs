using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Spectre.Console;

namespace Orchestration.Cli.Evals;

/// <summary>The cases that show what is wrong, with why.</summary>
internal static class CaseView
{
    private const int Most = 8;
    private const int LongestCase = 32;
    private const int LongestReason = 200;

    public static void Show(Screen screen, EvalReport report, GateVerdict? verdict, double passAt, bool all)
    {
        var lines = verdict is { ComparedCases: > 0 } or { Findings.Length: > 0 } ? Findings(verdict) : Low(report, passAt);
        if (lines.Count == 0)
        {
            return;
        }

        screen.Line();
        var shown = all ? lines : lines.Take(Most).ToList();
        var (cases, metrics) = (Math.Min(LongestCase, shown.Max(static line => line.Case.Length)), shown.Max(static line => line.Metric.Length));
        foreach (var (id, metric, reason) in shown)
        {
            screen.Markup($"[red]{(screen.Unicode ? "✗" : "x")}[/] [bold]{Markup.Escape(Words.Shorten(id, cases).PadRight(cases))}[/]  {Markup.Escape(metric.PadRight(metrics))}  {Markup.Escape(OneLine(reason))}");
        }

        if (lines.Count > shown.Count)
        {
            screen.Markup($"[dim]and {Words.Count(lines.Count - shown.Count)} more: --all shows them[/]");
        }
    }

    private static List<(string Case, string Metric, string Reason)> Findings(GateVerdict verdict) =>
    [
        .. verdict.Findings.Concat(verdict.Metrics.Where(static metric => metric.Regressed).SelectMany(static metric => metric.Worst))
            .DistinctBy(static finding => (finding.Case, finding.Metric))
            .Select(static finding => (finding.Case, finding.Metric, finding.Message)),
    ];

    /// <summary>Where nothing could be compared: the cases that would not pass.</summary>
    private static List<(string Case, string Metric, string Reason)> Low(EvalReport report, double passAt)
    {
        var metrics = report.Table.Metrics;
        return
        [
            .. from row in report.Table.Rows
               let cell = row.Cells[0]
               where cell is not null
               from metric in Enumerable.Range(0, metrics.Count)
               let mean = cell.Mean(metric)
               where mean < passAt
               orderby mean
               select (row.Id, metrics[metric], string.Create(CultureInfo.InvariantCulture, $"{mean:0.00}{(cell.Error is { } error ? $": {error}" : string.Empty)}")),
        ];
    }

    private static string OneLine(string text) => Words.Shorten(text.ReplaceLineEndings(" "), LongestReason);
}
