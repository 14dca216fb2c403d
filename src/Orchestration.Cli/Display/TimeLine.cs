using Orchestration.Audit;
using Orchestration.Cli.Logs;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Draws when something ran as a bar: thin while a model was waited for, thick while it wrote.</summary>
internal sealed class TimeLine(TimeScale scale, bool unicode)
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private readonly (char Wait, char Write, char Point, char Span, char Gap) _signs = unicode ? ('─', '━', '◆', '┈', '┊') : ('-', '=', '*', '.', '|');

    /// <summary>The figures above the bars.</summary>
    public string Header()
    {
        var line = new char[scale.Width];
        Array.Fill(line, ' ');
        foreach (var (column, label) in scale.Ticks())
        {
            label.AsSpan(0, Math.Min(label.Length, scale.Width - column)).CopyTo(line.AsSpan(column));
        }

        return new string(line).TrimEnd();
    }

    /// <summary>All of a step: its attempts, its effect, or from its first to its last step within.</summary>
    public IEnumerable<(string Text, Style Style)> Of(RecordedStep step)
    {
        var cells = Empty();
        if (step.Children.Count > 0 && step is { Begun: { } first, Ended: { } last })
        {
            Fill(cells, first, last, _signs.Span, Dim);
        }

        if (step is { Effect: { } effect, RecordedAt: { } done })
        {
            Fill(cells, done - effect.Duration, done, _signs.Write, new Style(effect.Error is null ? Color.Aqua : Color.Red));
        }

        foreach (var attempt in step.Attempts)
        {
            Fill(cells, attempt);
        }

        if (step is { Completed.Outcome: StepOutcome.Cached or StepOutcome.Replayed, RecordedAt: { } known })
        {
            cells[scale.ColumnOf(known)] = (_signs.Point, new Style(Color.Blue));
        }

        return Runs(cells);
    }

    /// <summary>One attempt alone.</summary>
    public IEnumerable<(string Text, Style Style)> Of(RecordedAttempt attempt)
    {
        var cells = Empty();
        Fill(cells, attempt);
        return Runs(cells);
    }

    private void Fill((char, Style)[] cells, RecordedAttempt attempt)
    {
        var end = attempt.Ended ?? attempt.Begun;
        var style = new Style(attempt.Result switch { null => Color.Red, { Failure: not null } => Color.Red, { Seam: not null } => Color.Aqua, _ => Color.Green });
        var first = attempt.Result is { TimeToFirstToken: { } wait } ? attempt.Begun + wait : attempt.Result?.Failure is null ? attempt.Begun : end;
        Fill(cells, attempt.Begun, end, _signs.Wait, style);
        if (first < end || attempt.Result is { Failure: null })
        {
            Fill(cells, first, end, _signs.Write, style);
        }
    }

    private void Fill((char, Style)[] cells, DateTimeOffset from, DateTimeOffset to, char sign, Style style)
    {
        for (var (column, last) = (scale.ColumnOf(from), scale.ColumnOf(to)); column <= last; column++)
        {
            cells[column] = (sign, style);
        }
    }

    private (char Sign, Style Style)[] Empty()
    {
        var cells = new (char, Style)[scale.Width];
        Array.Fill(cells, (' ', Style.Plain));
        foreach (var gap in scale.Gaps)
        {
            cells[gap] = (_signs.Gap, Dim);
        }

        return cells;
    }

    private static IEnumerable<(string Text, Style Style)> Runs((char Sign, Style Style)[] cells)
    {
        for (var start = 0; start < cells.Length;)
        {
            var end = start;
            while (end < cells.Length && cells[end] == cells[start])
            {
                end++;
            }

            yield return (new string(cells[start].Sign, end - start), cells[start].Style);
            start = end;
        }
    }
}
