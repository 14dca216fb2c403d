using Orchestration.Audit;
using Orchestration.Cli.Logs;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Draws a recorded run: its steps as a tree with how they ended, what they cost, and when they ran.</summary>
internal sealed class RunDrawing
{
    private const int LeastBar = 16, NarrowestWithTokens = 124, NarrowestWithModel = 90;

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private readonly Screen _screen;
    private readonly RecordedRun _run;
    private readonly (string Done, string Failed, string Known, string Skipped, string Open, string Branch, string Last, string Down) _signs;
    private readonly bool _hasModel, _hasTokens;
    private readonly Columns _columns;
    private readonly TimeLine _time;

    private RunDrawing(Screen screen, RecordedRun run)
    {
        (_screen, _run) = (screen, run);
        _signs = screen.Unicode ? ("✓", "✗", "↺", "○", "…", "├─ ", "└─ ", "│  ") : ("+", "x", "=", "o", "?", "|- ", "`- ", "|  ");
        var rows = Rows(run.Root, string.Empty).ToList();
        (_hasModel, _hasTokens) = (screen.Width >= NarrowestWithModel, screen.Width >= NarrowestWithTokens);
        var model = rows.Max(static row => row.Model.Length);
        var columns = new List<(string, int, bool)>
        {
            ("Step", Math.Clamp(rows.Max(static row => row.Tree.Length + row.Name.Length + 2), 4, screen.Width / 3), false),
            ("Outcome", Math.Clamp(rows.Max(static row => row.Outcome.Length), 7, 22), false),
        };
        if (_hasModel)
        {
            columns.Add(("Model", Math.Clamp(model, 5, _hasTokens ? 28 : 16), false));
        }

        if (_hasTokens)
        {
            columns.Add(("Tokens", 7, true));
        }

        columns.AddRange([("Cost", 9, true), ("Time", 8, true)]);
        _columns = new Columns(screen, columns);
        _time = new TimeLine(new TimeScale(run.Legs, Math.Max(LeastBar, screen.Width - _columns.Width - 2)), screen.Unicode);
    }

    private sealed record Row(string Tree, string Name, string Mark, Color Color, string Outcome, string Model, long Tokens, string Cost, TimeSpan? Time, IEnumerable<(string, Style)> Bar);

    public static void Show(Screen screen, RecordedRun run)
    {
        RunHeader.Show(screen, run);
        if (run.Root.Children.Count == 0)
        {
            screen.Markup("[dim]The log has no step of this run: it asked no model and touched nothing outside.[/]");
            return;
        }

        new RunDrawing(screen, run).Draw();
        RunNotes.Show(screen, run);
    }

    private void Draw()
    {
        _screen.Line();
        _columns.Header(_time.Header());
        foreach (var row in Rows(_run.Root, string.Empty))
        {
            var style = new Style(row.Color);
            var cells = new List<(string, Style)> { ($"{row.Tree}{row.Mark} {row.Name}", row.Color == Color.Red ? style : Style.Plain), (row.Outcome, style) };
            if (_hasModel)
            {
                cells.Add((row.Model, Style.Plain));
            }

            if (_hasTokens)
            {
                cells.Add((row.Tokens > 0 ? Words.Count(row.Tokens) : string.Empty, Style.Plain));
            }

            cells.AddRange([(row.Cost, Style.Plain), (row.Time is { } time ? Words.Seconds(time) : string.Empty, Style.Plain)]);
            _columns.Line(cells, row.Bar);
        }
    }

    private IEnumerable<Row> Rows(RecordedStep parent, string tree)
    {
        for (var i = 0; i < parent.Children.Count; i++)
        {
            var step = parent.Children[i];
            var isTop = parent.Path.Length == 0;
            var isLast = i == parent.Children.Count - 1;
            yield return RowOf(step, isTop ? string.Empty : tree + (isLast ? _signs.Last : _signs.Branch));
            var below = isTop ? string.Empty : tree + (isLast ? "   " : _signs.Down);
            if (step.Attempts.Count > 1 || step.Attempts.Exists(static attempt => attempt.Result?.Failure is not null))
            {
                foreach (var attempt in step.Attempts)
                {
                    yield return RowOf(attempt, $"{below}  ");
                }
            }

            foreach (var row in Rows(step, below))
            {
                yield return row;
            }
        }
    }

    private Row RowOf(RecordedStep step, string tree)
    {
        var (mark, color, outcome) = step switch
        {
            { Completed: { Outcome: StepOutcome.Failed } failed } => (_signs.Failed, Color.Red, failed.Failure is { } why ? $"failed: {Words.Of(why)}" : "failed"),
            { Completed.Outcome: StepOutcome.Cached or StepOutcome.Replayed } => (_signs.Known, Color.Blue, Words.Outcome(step.Completed.Outcome)),
            { Completed.Outcome: StepOutcome.Skipped } => (_signs.Skipped, Color.Grey, "skipped"),
            { Completed.FallbackValue: true } => (_signs.Done, Color.Yellow, "fallback value"),
            { Completed: not null } => (_signs.Done, step.Attempts.Count > 1 ? Color.Yellow : Color.Green, step.Attempts.Count > 1 ? $"done, try {step.Attempts.Count}" : "done"),
            { Effect.Error: not null } => (_signs.Failed, Color.Red, "failed"),
            { Effect: not null } => (_signs.Done, Color.Green, "read"),
            { Children.Count: > 0 } => step.IsFailed ? (_signs.Failed, Color.Red, "failed") : (_signs.Done, Color.Green, string.Empty),
            _ => (_signs.Open, Color.Red, "unfinished"),
        };
        var model = step switch
        {
            { Children.Count: > 0 } => step.Children[0].Name is ['[', .., ']'] ? Words.Count(step.Children.Count, "item") : string.Empty,
            { Effect: not null } => "effect",
            _ => step.Completed?.Model ?? step.Attempts.LastOrDefault()?.Model ?? string.Empty,
        };
        var cost = step.Attempts.Count > 0 || step.CostUsd > 0 || step.Unpriced > 0 ? Words.Usd(step.CostUsd, step.Unpriced) : string.Empty;
        return new Row(tree, step.Name, mark, color, outcome, model, Words.Total(step.Usage), cost, step.Ended - step.Begun, _time?.Of(step) ?? []);
    }

    private Row RowOf(RecordedAttempt attempt, string tree)
    {
        var (mark, color, outcome) = attempt.Result switch
        {
            null => (_signs.Open, Color.Red, "never ended"),
            { Failure: { } why } => (_signs.Failed, Color.Red, Words.Of(why)),
            { Seam: not null } => (_signs.Done, Color.Aqua, "carries on"),
            _ => (_signs.Done, Color.Green, attempt.Intent?.Repairs is null ? "done" : "repaired"),
        };
        return new Row(
            tree,
            $"attempt {attempt.Number}",
            mark,
            color,
            outcome,
            attempt.Model,
            attempt.Result?.Completion?.Usage is { } usage ? Words.Total(usage) : 0,
            attempt.Result is null ? string.Empty : Words.Cost(attempt.Result),
            attempt.Result?.Duration,
            _time?.Of(attempt) ?? []);
    }
}
