using Orchestration.Cli.Commands.Replays;
using Orchestration.Runs;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows whether recorded runs would be the same again.</summary>
internal static class VerificationView
{
    public static void Show(Screen screen, RunVerification verified)
    {
        switch (verified)
        {
            case { Divergence: { } divergence }:
                ShowDivergence(screen, verified, divergence);
                break;

            case { Outcome: VerificationOutcome.Holds }:
                screen.Markup($"[green]{(screen.Unicode ? "✓ " : string.Empty)}It holds:[/] run {verified.Run} asks now what it asked then.");
                break;

            default:
                screen.Markup($"[yellow]Run {verified.Run} cannot be executed again.[/]");
                break;
        }

        foreach (var note in verified.Notes)
        {
            screen.Markup($"{(note.Reason is { } reason ? $"[yellow]{Words.Of(reason)}:[/] " : string.Empty)}{Markup.Escape(note.Message)}");
        }
    }

    public static void Show(Screen screen, VerificationSummary summary, int population)
    {
        if (summary.Runs.IsEmpty)
        {
            screen.Line(population == 0 ? "No such run." : "No run was verified.");
            return;
        }

        var counts = DivergenceCount.Of(summary);
        if (counts.Count > 0)
        {
            var table = Tables.New(screen, [("Reason", false), ("Step", false), ("Runs", true), ("One of them", false)]);
            foreach (var count in counts)
            {
                table.AddRow(new Text(Words.Of(count.Reason), new Style(Color.Red)), new Text(count.Step), new Text(Words.Count(count.Runs)), new Text($"{count.Example}"));
            }

            screen.Console.Write(table);
        }

        foreach (var why in summary.Runs.Where(static run => run.Outcome == VerificationOutcome.NotVerifiable).GroupBy(static run => run.Notes[0].Message.Replace($"{run.Run}", "…", StringComparison.Ordinal), StringComparer.Ordinal))
        {
            screen.Markup($"[yellow]{Words.Count(why.Count(), "run")} could not be executed again, such as {why.First().Run}:[/] {Markup.Escape(why.Key)}");
        }

        var color = summary.Held == summary.Runs.Length ? "green" : "red";
        screen.Markup($"[{color}]{Words.Count(summary.Held)} of {Words.Count(summary.Runs.Length, "run")} hold[/], {Words.Count(summary.Diverged)} diverged, {Words.Count(summary.NotVerifiable)} could not be executed again; of {Words.Count(population, "run")} in the window.");
        if (counts.Count > 0)
        {
            screen.Markup($"[dim]See what differs: {App.Name} replay verify {counts[0].Example}[/]");
        }
    }

    private static void ShowDivergence(Screen screen, RunVerification verified, VerifiedDivergence divergence)
    {
        screen.Markup($"[red]{(screen.Unicode ? "✗ " : string.Empty)}It diverges[/] at step [bold]{Markup.Escape(divergence.Step)}[/]: [bold]{Words.Of(divergence.Reason)}[/], since {Markup.Escape(divergence.Evidence)}.");
        screen.Markup($"[dim]recorded  {divergence.RecordedHash ?? "no request"}[/]");
        screen.Markup($"[dim]now       {divergence.ActualHash ?? "no request"}[/]");
        if (!divergence.Diff.IsEmpty)
        {
            screen.Line();
            DiffView.Show(screen, divergence.Diff);
            screen.Line();
        }

        screen.Markup($"[dim]See what it would answer now: {App.Name} replay rerun {verified.Run}[/]");
    }
}
