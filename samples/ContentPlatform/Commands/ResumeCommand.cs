using ContentPlatform.Articles;
using ContentPlatform.Display;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Runs;

namespace ContentPlatform.Commands;

/// <summary>Goes on with a run that was cut off, failed or was cancelled.</summary>
internal static class ResumeCommand
{
    public static async Task<int> RunAsync(Settings settings, string wanted, CancellationToken cancellationToken)
    {
        var screen = settings.Screen;
        var run = await RunLog.FindAsync(settings.AuditFolder, wanted, cancellationToken);
        await using var runtime = await settings.OpenRuntimeAsync();
        screen.Line($"Going on with run {run}, by {settings.Models.Description}");
        screen.Line();
        var events = runtime.GetRequiredService<IOrchestrator>().StreamResumeAsync(ArticleGraph.Write, run, new() { Budget = Policies.Run }, cancellationToken);
        var (result, board) = await RunView.ShowAsync(settings, events);
        screen.Line();

        var (kept, made) = (result.Steps.Count(static s => s.Outcome == StepOutcome.Replayed), result.Steps.Count(static s => s.Outcome == StepOutcome.New));
        screen.Line($"{Words.Count(kept, "step")} taken from the log, {Words.Count(made, "step")} done now.");
        return result.Succeeded ? await Ending.WrittenAsync(settings, result, board, cancellationToken) : Ending.Failed(settings, result.Failure!);
    }
}
