using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Evals.Reports;
using Spectre.Console;

namespace Orchestration.Cli.Evals;

/// <summary>The variants in numbers: one on a line, several side by side.</summary>
internal static class VariantView
{
    public static void Show(Screen screen, EvalSummary summary)
    {
        if (summary.Variants is [var only])
        {
            screen.Line();
            screen.Line(Line(only, summary.Manifest.SpentUsd));
            return;
        }

        var table = Tables.New(screen, [("", false), .. summary.Variants.Select(static variant => (variant.Variant, true))]);
        foreach (var (metric, i) in summary.Variants[0].Metrics.Select(static (metric, i) => (metric.Metric, i)))
        {
            var best = summary.Variants.Max(variant => variant.Metrics[i].Mean);
            table.AddRow([new Text(metric), .. summary.Variants.Select(variant => variant.Metrics[i].Mean is { } mean
                ? new Text(mean.ToString("0.000", CultureInfo.InvariantCulture), new Style(decoration: mean == best ? Decoration.Bold : Decoration.None))
                : new Text("–"))]);
        }

        Row("cost of a run", static variant => variant.MeanCostUsd is { } usd ? Words.Usd(usd, variant.UnpricedAttempts) : "–");
        Row("median time", static variant => variant.P50 is { } time ? Words.Seconds(time) : "–");
        Row("95 % within", static variant => variant.P95 is { } time ? Words.Seconds(time) : "–");
        Row("failed runs", static variant => Words.Count(variant.Failed));
        Row("errors", static variant => Words.Count(variant.Errors));
        screen.Console.Write(table);
        screen.Line($"The first is the one that is gated. Paid: {Words.Usd(summary.Manifest.SpentUsd)}");

        void Row(string name, Func<VariantSummary, string> text) => table.AddRow([new Text(name), .. summary.Variants.Select(variant => new Text(text(variant)))]);
    }

    /// <summary>The scores' means where no gate has compared them.</summary>
    public static void Means(Screen screen, VariantSummary variant)
    {
        var table = Tables.New(screen, [("Metric", false), ("Mean", true), ("Scores", true), ("Errors", true)]);
        foreach (var metric in variant.Metrics)
        {
            table.AddRow([new Text(metric.Metric), new Text(metric.Mean is { } mean ? mean.ToString("0.000", CultureInfo.InvariantCulture) : "–"), new Text(Words.Count(metric.Scored)), new Text(Words.Count(metric.Errors))]);
        }

        screen.Console.Write(table);
    }

    private static string Line(VariantSummary variant, decimal paid)
    {
        var failed = variant.Failed == 0 ? string.Empty : $", {Words.Count(variant.Failed)} failed";
        var errors = variant.Errors == 0 ? string.Empty : $", {Words.Count(variant.Errors, "error")}";
        var cost = variant.MeanCostUsd is { } usd ? $"{Words.Usd(usd, variant.UnpricedAttempts)} a run" : "cost unknown";
        var time = variant is { P50: { } median, P95: { } p95 } ? $", median {Words.Seconds(median)}, 95 % within {Words.Seconds(p95)}" : string.Empty;
        var judges = variant.JudgeCostUsd == 0 ? string.Empty : $", judges {Words.Usd(variant.JudgeCostUsd)}";
        return $"{variant.Variant}: {Words.Count(variant.Runs, "run")}{failed}{errors}; {cost}{time}; {Words.Usd(variant.CostUsd)} in all{judges}, {Words.Usd(paid)} paid";
    }
}
