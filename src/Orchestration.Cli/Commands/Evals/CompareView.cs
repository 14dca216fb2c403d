using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Cli.Evals;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Evals;

/// <summary>Two sides on the screen.</summary>
internal static class CompareView
{
    private const int LongestReason = 160;

    public static void Show(Screen screen, SideComparison comparison, int most)
    {
        screen.Markup($"[bold]Before[/] {Markup.Escape(comparison.Before.Name)}");
        screen.Markup($"[bold]Now[/]    {Markup.Escape(comparison.Now.Name)}");
        VerdictView.Metrics(screen, comparison.Verdict);
        Cases(screen, "worse", "red", [.. comparison.Moved.Where(static move => move.Now < move.Before)], most);
        Cases(screen, "better", "green", [.. comparison.Moved.Where(static move => move.Now > move.Before).Reverse()], most);
        if (comparison.Moved.IsEmpty)
        {
            screen.Line();
            screen.Line("No case has other scores than before.");
        }
    }

    private static void Cases(Screen screen, string how, string color, List<MovedCase> cases, int most)
    {
        if (cases.Count == 0)
        {
            return;
        }

        screen.Line();
        screen.Markup($"[bold {color}]{Words.Count(cases.Count)} got {how}[/]{(cases.Count > most ? $"[dim], the first {Words.Count(most)}; --all shows all[/]" : string.Empty)}");
        foreach (var move in cases.Take(most))
        {
            var change = string.Create(CultureInfo.InvariantCulture, $"{move.Before:0.00} -> {move.Now:0.00}");
            screen.Markup($"[bold]{Markup.Escape(move.Case)}[/]  {Markup.Escape(move.Metric)}  {change}  {Markup.Escape(Words.Shorten((move.Reason ?? string.Empty).ReplaceLineEndings(" "), LongestReason))}");
            foreach (var line in move.Diff)
            {
                var style = line.StartsWith('-') ? "red" : line.StartsWith('+') ? "green" : "dim";
                screen.Markup($"  [{style}]{Markup.Escape(line)}[/]");
            }
        }
    }
}

/// <summary>What <c>eval compare --json</c> writes.</summary>
/// <param name="Before">The older side.</param>
/// <param name="Now">The newer side.</param>
/// <param name="Test">Which test was used.</param>
/// <param name="ComparedCases">Cases that both have under the same hash.</param>
/// <param name="Metrics">By name, cost and latency among them.</param>
/// <param name="Cases">Those that moved, worst first.</param>
internal sealed record CompareDocument(string Before, string Now, string Test, int ComparedCases, IReadOnlyList<ComparedMetric> Metrics, IReadOnlyList<MovedCase> Cases)
{
    public static CompareDocument Of(SideComparison comparison) => new(
        comparison.Before.Name,
        comparison.Now.Name,
        Words.Of(comparison.Verdict.Test),
        comparison.Verdict.ComparedCases,
        [.. comparison.Verdict.Metrics.Where(static metric => metric.SmallestVisible is not null).Select(static metric => new ComparedMetric(metric.Metric, metric.Baseline, metric.Now, metric.Drop, metric.P, metric.SmallestVisible))],
        comparison.Moved);
}

/// <summary>One metric on both sides.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Before">The mean before.</param>
/// <param name="Now">The mean now.</param>
/// <param name="Drop">How much worse: points of a score, growth of cost and latency.</param>
/// <param name="P">The one-sided p-value.</param>
/// <param name="SmallestVisible">The smallest drop that would have been seen.</param>
internal sealed record ComparedMetric(string Metric, double Before, double Now, double Drop, double P, double? SmallestVisible);
