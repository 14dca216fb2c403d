using ContentPlatform.Commands;
using Orchestration.Audit;
using Orchestration.Models;
using Spectre.Console;

namespace ContentPlatform.Display;

/// <summary>Tells at the end of a run where the shown text changed hands, what each part cost, and the words around the place.</summary>
internal static class SeamView
{
    private const int MostAround = 60, LeastAround = 8, Margin = 8;

    public static async Task TellAsync(Settings settings, RunId run, RunBoard board, CancellationToken cancellationToken)
    {
        if (board.Seams.Count == 0)
        {
            return;
        }

        var costs = await CostsAsync(settings.AuditFolder, run, cancellationToken);
        var (screen, unicode) = (settings.Screen, settings.Screen.Console.Profile.Capabilities.Unicode);
        foreach (var seam in board.Seams)
        {
            screen.Markup(
                $"[bold]One text, no seam:[/] {Markup.Escape(seam.From)} broke off after {Words.Count(seam.Position, "character")} ({Cost(seam.From)}), "
                + $"[aqua]{Markup.Escape(seam.To)}[/] wrote the rest ({Cost(seam.To)}).");
            var (before, after) = Around(board.Text, seam.Position, Math.Clamp((screen.Console.Profile.Width - Margin) / 2, LeastAround, MostAround));
            screen.Markup($"  {(unicode ? "…" : "...")}{Markup.Escape(before)}[dim]{(unicode ? "┊" : "|")}[/][aqua]{Markup.Escape(after)}[/]{(unicode ? "…" : "...")}");
        }

        string Cost(string model) => costs.GetValueOrDefault(model) ?? "cost unknown";
    }

    /// <summary>By model, as the log has it: a run's own total holds no estimates.</summary>
    private static async Task<Dictionary<string, string>> CostsAsync(string folder, RunId run, CancellationToken cancellationToken)
    {
        var costs = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var record in new FileAuditReader(folder).ReadAsync(new AuditQuery { Run = run, Kind = AuditKind.AttemptEnded }, cancellationToken))
        {
            if (record is { Step: RunBoard.ShownStep, Body: AttemptEndedRecord attempt })
            {
                costs[attempt.Model] = Words.Cost(attempt);
            }
        }

        return costs;
    }

    /// <summary>Whole words on either side, on one line.</summary>
    private static (string Before, string After) Around(string text, int position, int most)
    {
        var (start, end) = (Math.Max(0, position - most), Math.Min(text.Length, position + most));
        start = start > 0 && text.IndexOf(' ', start, position - start) is var first and >= 0 ? first + 1 : start;
        end = end < text.Length && text.LastIndexOf(' ', end - 1, end - position) is var last && last > position ? last : end;
        return (OneLine(text[start..position]), OneLine(text[position..end]));

        static string OneLine(string part) => part.Replace("\n\n", " / ", StringComparison.Ordinal).Replace('\n', ' ');
    }
}
