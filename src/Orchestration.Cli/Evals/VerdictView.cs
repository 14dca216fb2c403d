using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Evals.Gates;
using Spectre.Console;

namespace Orchestration.Cli.Evals;

/// <summary>The gate's decision: the sentence, and the metrics that it rests on.</summary>
internal static class VerdictView
{
    private const string None = "–";

    /// <summary>The verdict on one line; what it is comes first, in its colour.</summary>
    public static void Line(Screen screen, string? eval, GateVerdict verdict)
    {
        var (mark, plain, color) = verdict.Outcome switch
        {
            GateOutcome.Ok => ("✓", "+", "green"),
            GateOutcome.Regression => ("✗", "x", "red"),
            GateOutcome.Inconclusive => ("?", "?", "yellow"),
            _ => ("!", "!", "red"),
        };
        var summary = verdict.Summary;
        var end = summary.AsSpan().IndexOfAny(':', '.') is >= 0 and var at ? at + 1 : summary.Length;
        screen.Markup($"[bold {color}]{(screen.Unicode ? mark : plain)} {Markup.Escape(eval is null ? string.Empty : $"{eval}: ")}{Markup.Escape(summary[..end])}[/]{Markup.Escape(summary[end..])}");
    }

    public static void Metrics(Screen screen, GateVerdict verdict)
    {
        var table = Tables.New(screen, [("Metric", false), ("Baseline", true), ("Now", true), ("Change", true), ("p", true), ("Fails from", true), ("Would see", true), ("", false)]);
        foreach (var metric in verdict.Metrics)
        {
            var style = metric.Regressed ? new Style(Color.Red) : metric.Gated ? Style.Plain : new Style(decoration: Decoration.Dim);
            var isCompared = metric.IsCompared;
            table.AddRow([.. Cells(metric, isCompared).Select(text => new Text(text, style))]);
        }

        screen.Console.Write(table);
        screen.Markup($"[dim]{Markup.Escape(Basis(verdict))}[/]");
    }

    /// <summary>A mean as people read it: of scores with three decimals, of runs with its unit.</summary>
    public static string Figure(string metric, double value) => metric switch
    {
        "cost" => value == 0 ? None : Words.Usd((decimal)value),
        "latency" => value == 0 ? None : Words.Seconds(TimeSpan.FromSeconds(value)),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static IEnumerable<string> Cells(MetricVerdict metric, bool isCompared)
    {
        var isRatio = metric.Metric is "cost" or "latency";
        yield return metric.Metric;
        yield return isCompared ? Figure(metric.Metric, metric.Baseline) : None;
        yield return Figure(metric.Metric, metric.Now);
        yield return !isCompared ? None : isRatio ? Signed(100 * metric.Drop, "%") : Signed(-100 * metric.Drop, "pts");
        yield return !isCompared ? None : metric.AdjustedP < 0.0001 ? "<0.0001" : metric.AdjustedP.ToString("0.0000", CultureInfo.InvariantCulture);
        yield return !metric.Gated ? None : isRatio ? Signed(100 * metric.Margin, "%") : Signed(-100 * metric.Margin, "pts");
        yield return (metric.SmallestVisible, isRatio) switch
        {
            (null, _) => None,
            ( >= 999, true) or ( >= 1, false) => "none",
            ({ } drop, true) => Signed(100 * drop, "%"),
            ({ } drop, false) => Signed(-100 * drop, "pts"),
        };
        yield return metric.Regressed ? "regressed" : metric.Note ?? (metric.Gated ? string.Empty : "shown only");
    }

    private static string Signed(double value, string unit) => Math.Abs(value) < 0.05 ? $"0 {unit}" : string.Create(CultureInfo.InvariantCulture, $"{value:+0.0;-0.0} {unit}");

    private static string Basis(GateVerdict verdict)
    {
        var test = verdict.Test == GateTest.WithinCase ? "the same models, tested within cases" : "other models answered: tested by flipped signs";
        var apart = (verdict.NewCases, verdict.MissingCases) switch
        {
            (0, 0) => string.Empty,
            (var added, 0) => $", {Words.Count(added)} new or changed",
            (0, var gone) => $", {Words.Count(gone)} of the baseline missing",
            var (added, gone) => $", {Words.Count(added)} new or changed, {Words.Count(gone)} of the baseline missing",
        };
        return $"{Words.Count(verdict.ComparedCases, "case")} compared{apart}; {test}. \"Would see\" is the smallest change that fails four times in five.";
    }
}
