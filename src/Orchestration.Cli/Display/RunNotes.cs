using Orchestration.Audit;
using Orchestration.Cli.Logs;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>What is said of a run below its drawing: why attempts failed, where texts were joined, how it was judged.</summary>
internal static class RunNotes
{
    public static void Show(Screen screen, RecordedRun run)
    {
        string[] notes = [.. run.Root.All.SelectMany(OfStep), .. run.Scores.Select(OfScore)];
        if (notes.Length == 0)
        {
            return;
        }

        screen.Line();
        foreach (var note in notes)
        {
            screen.Markup(note);
        }
    }

    private static IEnumerable<string> OfStep(RecordedStep step)
    {
        foreach (var attempt in step.Attempts)
        {
            var name = $"[bold]{Markup.Escape(step.Path)}[/] attempt {attempt.Number} on {Markup.Escape(attempt.Model)}";
            if (attempt.Result is not { } result)
            {
                yield return $"{name} [red]began and never ended[/]{(attempt.Intent?.ReservedUsd is { } usd ? $"; {Words.Usd(usd)} was reserved" : string.Empty)}";
                continue;
            }

            if (result.Failure is { } why)
            {
                yield return $"{name} [red]{Words.Of(why)}[/]{(result.Message is { Length: > 0 } said ? $": {Markup.Escape(said)}" : string.Empty)}{(result.RequestId is { } id ? $" [dim](request {Markup.Escape(id)})[/]" : string.Empty)}";
            }

            foreach (var error in result.ValidationErrors.Take(3))
            {
                yield return $"  [dim]{Markup.Escape(error.ToString())}[/]";
            }

            if (result.Seam is { } seam)
            {
                var unseen = seam.Dropped > 0 ? $", {Words.Count(seam.Dropped)} more dropped unseen" : string.Empty;
                var repeated = seam.Overlap > 0 ? $", {Words.Count(seam.Overlap)} said again left out" : string.Empty;
                yield return $"{name} [aqua]carries on attempt {seam.After}[/] after {Words.Count(seam.Position, "character")}{unseen}{repeated}";
            }
        }

        if (step.Effect?.Error is { } error2)
        {
            yield return $"[bold]{Markup.Escape(step.Path)}[/] [red]{Markup.Escape(error2)}[/]";
        }
    }

    private static string OfScore((string? Step, ScoredRecord Score) scored) =>
        $"[bold]{Markup.Escape(scored.Score.Metric)}[/] {scored.Score.Score:0.00}{(scored.Step is { } step ? $" of {Markup.Escape(step)}" : string.Empty)}{(scored.Score.Reason is { } why ? $": {Markup.Escape(why)}" : string.Empty)}{(scored.Score.Scorer is { } who ? $" [dim]({Markup.Escape(who)})[/]" : string.Empty)}";
}
