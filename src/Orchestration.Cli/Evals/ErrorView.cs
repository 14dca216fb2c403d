using Orchestration.Cli.Display;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Spectre.Console;

namespace Orchestration.Cli.Evals;

/// <summary>What could not be judged, and why, most frequent first.</summary>
internal static class ErrorView
{
    private const int Most = 3;
    private const int LongestMessage = 300;

    public static async Task ShowAsync(Screen screen, EvalResults results, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, (int Count, string Case)>(StringComparer.Ordinal);
        await foreach (var result in results.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var message in MessagesOf(result))
            {
                var (count, first) = counts.GetValueOrDefault(message);
                counts[message] = (count + 1, first ?? result.Case);
            }
        }

        foreach (var (message, (count, first)) in counts.OrderByDescending(static error => error.Value.Count).Take(Most))
        {
            screen.Markup($"[yellow]! {Words.Count(count)} x[/] {Markup.Escape($"{Words.Shorten(message.ReplaceLineEndings(" "), LongestMessage)} (first in '{first}')")}");
        }

        if (counts.Count > Most)
        {
            screen.Markup($"[dim]and {Words.Count(counts.Count - Most)} other errors: see the page[/]");
        }
    }

    private static IEnumerable<string> MessagesOf(CaseResult result) => result.Outcome == CaseOutcome.Error
        ? [result.Error ?? "No reason is known."]
        : result.Scores.Where(static score => score.Value.Kind == ScoreKind.Error).Select(static score => $"{score.Key}: {score.Value.Reason}");
}
