using Orchestration.Replay;
using Spectre.Console;

namespace ContentPlatform.Display;

/// <summary>Shows where the request that a step makes now differs from the recorded one, line by line.</summary>
internal static class DivergenceView
{
    public static void Show(Screen screen, Divergence divergence)
    {
        if (divergence.Recorded.IsEmpty || divergence.Actual.IsEmpty)
        {
            screen.Line(divergence.RecordedHash is { } hash
                ? $"The log holds only the recorded request's hash, {hash}; so the two cannot be compared line by line."
                : "There is no recorded request to compare with.");
            return;
        }

        screen.Markup($"[bold]{Markup.Escape(divergence.Step)}[/]: [red]- as recorded[/]  [green]+ as it is now[/]");
        foreach (var (mark, line) in LineDiff.OfJson(divergence.Recorded, divergence.Actual))
        {
            screen.Markup(mark switch
            {
                DiffMark.Removed => $"[red]- {Markup.Escape(line)}[/]",
                DiffMark.Added => $"[green]+ {Markup.Escape(line)}[/]",
                DiffMark.Gap => "[dim]…[/]",
                _ => $"[dim]  {Markup.Escape(line)}[/]",
            });
        }

        screen.Line("Bring the prompt back to what it was to replay the run, or write the article anew.");
    }
}
