using Orchestration.Audit;
using Orchestration.Evals.Reruns;
using Orchestration.Evals.Running;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows a recorded run beside the one that did it again.</summary>
internal static class RerunView
{
    public static void Show(Screen screen, RerunResult result)
    {
        screen.Markup($"[bold]{Markup.Escape($"{result.Variant}")}[/]  rerun {result.After.Run} [dim]of {result.Before.Run}[/]");
        if (result.After.Failure is { } failure)
        {
            screen.Markup($"[red]{(result.Judgement == CaseOutcome.Error ? "The rerun could not be judged" : "The rerun failed")}:[/] {Markup.Escape(failure)}");
        }

        screen.Console.Write(Figures(screen, result.Before, result.After));
        if (result.Steps.Length > 1)
        {
            screen.Console.Write(Steps(screen, result));
        }

        ShowOutput(screen, result);
        foreach (var note in result.Notes)
        {
            screen.Markup($"[yellow]{Markup.Escape(note)}[/]");
        }
    }

    private static Table Figures(Screen screen, RunSide before, RunSide after)
    {
        var table = Tables.New(screen, [(string.Empty, false), ("Recorded", true), ("Rerun", true), ("Change", true)]);
        table.AddRow(new Text("outcome"), Outcome(before), Outcome(after), new Text(string.Empty));
        Add("cost", Words.Usd(before.CostUsd, before.UnpricedAttempts), Words.Usd(after.CostUsd, after.UnpricedAttempts), before.UnpricedAttempts + after.UnpricedAttempts > 0 ? null : Ratio((double)before.CostUsd, (double)after.CostUsd));
        Add("time", Words.Seconds(before.Duration), Words.Seconds(after.Duration), Ratio(before.Duration.TotalSeconds, after.Duration.TotalSeconds));
        Add("tokens in", Count(before.Usage.InputTokens), Count(after.Usage.InputTokens), Ratio(before.Usage.InputTokens, after.Usage.InputTokens));
        Add("tokens out", Count(before.Usage.OutputTokens), Count(after.Usage.OutputTokens), Ratio(before.Usage.OutputTokens, after.Usage.OutputTokens));
        Add("attempts", Words.Count(before.Attempts), Words.Count(after.Attempts), null);
        return table;

        // Less is green: every one of these is better when it is less.
        void Add(string name, string old, string now, double? change) => table.AddRow(
            new Text(name), new Text(old), new Text(now), new Text(change is { } by ? Words.Change(by) : string.Empty, new Style(change switch { > 0.005 => Color.Red, < -0.005 => Color.Green, _ => Color.Default })));
    }

    private static Table Steps(Screen screen, RerunResult result)
    {
        var table = Tables.New(screen, [("Step", false), ("Model", false), ("Cost", true), ("Time", true), ("Answer", false)]);
        foreach (var step in result.Steps)
        {
            table.AddRow(
                new Text(step.Step),
                new Text(Both(step.Before?.Model ?? "none", step.After?.Model ?? "none")),
                new Text(Both(Cost(step.Before), Cost(step.After))),
                new Text(Both(Time(step.Before), Time(step.After))),
                new Text(step.Before?.Text is null || step.After?.Text is null ? "only on one side" : step.Diff.IsEmpty ? "the same" : "differs"));
        }

        return table;

        string Both(string before, string after) => before == after ? before : $"{before} {(screen.Unicode ? "→" : "->")} {after}";
    }

    // Where the outputs cannot be compared, the steps' own answers can.
    private static void ShowOutput(Screen screen, RerunResult result)
    {
        if (!result.Before.Output.IsEmpty && !result.After.Output.IsEmpty)
        {
            if (result.OutputDiff.IsEmpty)
            {
                screen.Markup("[green]Both outputs are the same.[/]");
            }
            else
            {
                DiffView.ShowBeside(screen, result.OutputDiff, "Recorded output", "Rerun's output");
            }

            return;
        }

        foreach (var step in result.Steps.Where(static step => !step.Diff.IsEmpty))
        {
            screen.Markup($"[bold]{Markup.Escape(step.Step)}[/]");
            DiffView.ShowBeside(screen, step.Diff, "Recorded answer", "Rerun's answer");
        }
    }

    private static Text Outcome(RunSide side) => side.Outcome switch
    {
        RunOutcome.Succeeded => new Text("succeeded", new Style(Color.Green)),
        null => new Text("unfinished", new Style(Color.Yellow)),
        { } outcome => new Text(Words.Of(outcome), new Style(Color.Red)),
    };

    private static string Cost(StepSide? side) => side is null ? "none" : Words.Usd(side.CostUsd, side.UnpricedAttempts);

    private static string Time(StepSide? side) => side is null ? "none" : Words.Seconds(side.Duration);

    private static string Count(long? tokens) => tokens is { } known ? Words.Count(known) : "unknown";

    private static double? Ratio(double? before, double? after) => before is > 0 && after is { } now ? (now / before.Value) - 1 : null;
}
