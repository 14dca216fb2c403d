using ContentPlatform.Articles;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Runs;
using Spectre.Console;

namespace ContentPlatform.Commands;

/// <summary>Writes an article and shows how.</summary>
internal static class WriteCommand
{
    public static async Task<int> RunAsync(Settings settings, string topic, string folder, CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(folder);
        if (SourceFolder.Fault(folder) is { } fault)
        {
            throw new UsageException(fault);
        }

        var screen = settings.Screen;
        screen.Markup($"[bold]{Markup.Escape(topic)}[/]");
        screen.Markup($"[dim]from {Markup.Escape(folder == SourceFolder.Included ? "the included texts" : Settings.Shown(folder))}, by {Markup.Escape(settings.Models.Description)}[/]");
        screen.Line();

        await using var runtime = await settings.OpenRuntimeAsync();
        var brief = new Brief(topic, folder, DateOnly.FromDateTime(settings.Time.GetLocalNow().DateTime));
        var events = runtime.GetRequiredService<IOrchestrator>().StreamAsync(ArticleGraph.Write, brief, new() { Budget = Policies.Run }, cancellationToken);
        var (result, board) = await RunView.ShowAsync(settings, events);
        screen.Line();
        return result.Succeeded ? await Ending.WrittenAsync(settings, result, board, cancellationToken) : Ending.Failed(settings, result.Failure!);
    }
}
