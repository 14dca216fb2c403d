using System.Text;
using ContentPlatform.Articles;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Runs;
using Spectre.Console;

namespace ContentPlatform.Commands;

/// <summary>Runs a recorded run again and compares what comes out with the file.</summary>
internal static class ReplayCommand
{
    public static async Task<int> RunAsync(Settings settings, string wanted, CancellationToken cancellationToken)
    {
        var screen = settings.Screen;
        var run = await RunLog.FindAsync(settings.AuditFolder, wanted, cancellationToken);
        await using var runtime = await settings.OpenRuntimeAsync();
        screen.Line($"Replaying run {run} from the log");
        screen.Line();
        var events = runtime.GetRequiredService<IOrchestrator>().StreamReplayAsync(ArticleGraph.Write, run, cancellationToken);
        var (result, _) = await RunView.ShowAsync(settings, events);
        screen.Line();
        if (!result.Succeeded)
        {
            screen.Error.WriteLine(result.Failure!.Message);
            return App.Failed;
        }

        var file = Ending.FileOf(settings, result.Value);
        var bytes = new UTF8Encoding(false).GetBytes(result.Value.Markdown);
        var shown = Markup.Escape(Settings.Shown(file));
        screen.Markup(!File.Exists(file) ? $"No model was called. {shown} is not there to compare with; the article has {bytes.Length} bytes."
            : (await File.ReadAllBytesAsync(file, cancellationToken)).AsSpan().SequenceEqual(bytes) ? $"[green]No model was called, and the article is that in {shown} to the byte ({bytes.Length} bytes).[/]"
            : $"[yellow]No model was called. The article differs from {shown}: the file was written by another run, or changed since.[/]");
        Ending.Totals(settings, result);
        return App.Ok;
    }
}
