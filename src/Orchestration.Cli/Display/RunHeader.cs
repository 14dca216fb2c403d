using Orchestration.Audit;
using Orchestration.Cli.Logs;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>What is said of a run above its drawing.</summary>
internal static class RunHeader
{
    public static void Show(Screen screen, RecordedRun run)
    {
        var (summary, start) = (run.Summary, run.Start);
        screen.Markup($"[bold]{Markup.Escape($"{summary.Graph} v{summary.Version}")}[/]  {summary.Run}{(summary.Tenant.Length == 0 ? string.Empty : $"  tenant [bold]{Markup.Escape(summary.Tenant)}[/]")}  [dim]{Words.Time(summary.Started)} UTC[/]");
        var (color, word) = summary.Outcome switch
        {
            RunOutcome.Succeeded => ("green", "succeeded"),
            RunOutcome.Failed => ("red", $"failed{(summary.FailedStep is { } step ? $" in {step}" : string.Empty)}{(summary.Failure is { } why ? $" ({Words.Of(why)})" : string.Empty)}"),
            RunOutcome.Cancelled => ("yellow", "cancelled"),
            _ => ("yellow", "unfinished: still running, or cut off"),
        };
        screen.Markup($"[{color}]{Markup.Escape(word)}[/]{(summary.Outcome is null ? string.Empty : $" in {Words.Seconds(TimeSpan.FromSeconds(summary.Seconds))}: {Words.Count(summary.Attempts, "attempt")}, {Words.Tokens(summary.Usage)}, [bold]{Words.Usd(summary.CostUsd, summary.UnpricedAttempts)}[/]")}");
        foreach (var note in Notes(start, summary))
        {
            screen.Markup($"[dim]{Markup.Escape(note)}[/]");
        }
    }

    private static IEnumerable<string> Notes(RunStartedRecord start, RunSummary summary)
    {
        if (start.ReplayOf is { } replayed)
        {
            yield return $"a replay of {replayed}";
        }

        if (start.RerunOf is { } rerun)
        {
            yield return $"a rerun of {rerun}{(start.Route is { } route ? $" on {route}" : string.Empty)}";
        }

        if (start.Eval is { } eval)
        {
            yield return $"for case {eval.Case} of {eval.GoldenSet}, repeat {eval.Repeat}";
        }

        if (start.OnlyStep is { } step)
        {
            yield return $"the step {step} alone";
        }

        if (start.Canary is { } canary)
        {
            yield return $"canary {canary}";
        }

        if (summary.Resumed > 0)
        {
            yield return $"taken up again {(summary.Resumed == 1 ? "once" : $"{summary.Resumed} times")}";
        }
    }
}
