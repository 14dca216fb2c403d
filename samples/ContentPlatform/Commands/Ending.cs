using System.Text;
using ContentPlatform.Articles;
using ContentPlatform.Display;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Runs;
using Spectre.Console;

namespace ContentPlatform.Commands;

/// <summary>What is said when a run is over.</summary>
internal static class Ending
{
    public static async Task<int> WrittenAsync(Settings settings, RunResult<Article> result, RunBoard board, CancellationToken cancellationToken)
    {
        var (screen, article) = (settings.Screen, result.Value);
        var file = FileOf(settings, article);
        Directory.CreateDirectory(settings.OutFolder);
        await File.WriteAllTextAsync(file, article.Markdown, new UTF8Encoding(false), cancellationToken);

        var words = article.Markdown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        screen.Markup($"Wrote [bold]{Markup.Escape(Settings.Shown(file))}[/], {Words.Count(words, "word")}.");
        var calls = result.Steps.Where(static step => step.Model is not null).ToList();
        var fromCache = calls.Count(static step => step.Outcome == StepOutcome.Cached);
        if (fromCache > 0)
        {
            screen.Markup(fromCache == calls.Count
                ? $"[blue]All {fromCache} answers came from the cache: no model was called, nothing was spent.[/]"
                : $"[blue]{fromCache} of {calls.Count} answers came from the cache.[/]");
        }

        if (calls.Any(static step => step.Model == Models.ModelChoice.ReserveName))
        {
            screen.Markup($"[yellow]{string.Join(", ", calls.Where(static step => step.Model == Models.ModelChoice.ReserveName).Select(static step => step.Step))} fell back to {Models.ModelChoice.ReserveName}.[/]");
        }

        await SeamView.TellAsync(settings, result.Run, board, cancellationToken);
        Totals(settings, result);
        return App.Ok;
    }

    public static int Failed(Settings settings, RunFailedException failure)
    {
        settings.Screen.Error.WriteLine(failure.Message);
        settings.Screen.Line($"What was done so far is kept. Once the cause is gone: {App.Name} resume {failure.Run}{AuditOption(settings)}");
        return App.Failed;
    }

    public static void Cancelled(Settings settings, RunId? run)
    {
        settings.Screen.Line();
        settings.Screen.Line(run is null
            ? "Cancelled before the run began."
            : $"Cancelled. What was done so far is in the audit log; to go on: {App.Name} resume {run}{AuditOption(settings)}");
    }

    public static void Totals(Settings settings, RunResult result)
    {
        Fact("run", $"{result.Run}");
        Fact("cost", $"{Words.Usd(result.CostUsd, result.UnpricedAttempts)}, {Words.Tokens(result.Usage)}");
        Fact("time", Words.Seconds(result.Duration));
        Fact("audit log", $"{Settings.Shown(settings.AuditFolder)}{Path.DirectorySeparatorChar}");
        Fact("look at it", $"{App.Name} audit last{AuditOption(settings)}");

        void Fact(string name, string value) => settings.Screen.Markup($"  [dim]{name,-12}[/]{Markup.Escape(value)}");
    }

    public static string FileOf(Settings settings, Article article) => Path.Combine(settings.OutFolder, $"{article.Slug}.md");

    private static string AuditOption(Settings settings) =>
        settings.AuditFolder == Path.GetFullPath("audit") ? string.Empty : $" --audit {Settings.Shown(settings.AuditFolder)}";
}
