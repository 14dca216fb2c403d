using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ContentPlatform.Display;

/// <summary>Draws a <see cref="RunBoard"/> in a terminal, over and over, in whatever size the terminal has.</summary>
internal static class LiveBoard
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(80);
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly string[] Spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
    private static readonly string[] AsciiSpinner = ["-", "\\", "|", "/"];

    private static readonly string[] InOrder = ["Model", "Tries", "Tokens", "Cost", "Time"];

    private const int Gap = 2, LeastOutcome = 8;

    /// <summary>Shows the events as they come, until the last.</summary>
    public static async Task ShowAsync(Screen screen, RunBoard board, IAsyncEnumerable<RunEvent> events, TimeProvider time)
    {
        try
        {
            await DrawAsync(screen, board, events, time);
        }
        finally
        {
            // A live region never shrinks, so the last frame is written anew, below nothing.
            board.Stop();
            screen.Console.Write(Draw(board, screen.Console.Profile, 0));
        }
    }

    private static Task DrawAsync(Screen screen, RunBoard board, IAsyncEnumerable<RunEvent> events, TimeProvider time) =>
        screen.Console.Live(Draw(board, screen.Console.Profile, 0)).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
        {
            var gate = new Lock();
            using var over = new CancellationTokenSource();
            var drawing = RedrawAsync();
            try
            {
                await foreach (var e in events)
                {
                    lock (gate)
                    {
                        board.Apply(e);
                    }
                }
            }
            finally
            {
                await over.CancelAsync();
                await drawing;
            }

            async Task RedrawAsync()
            {
                using var timer = new PeriodicTimer(Tick, time);
                for (var frame = 1; !over.IsCancellationRequested; frame++)
                {
                    lock (gate)
                    {
                        live.UpdateTarget(Draw(board, screen.Console.Profile, frame));
                    }

                    try
                    {
                        await timer.WaitForNextTickAsync(over.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        return;
                    }
                }
            }
        });

    /// <summary>One frame.</summary>
    internal static IRenderable Draw(RunBoard board, Profile profile, int frame)
    {
        (StepRow Row, int Depth)[] rows = [.. board.Rows];
        var columns = ColumnsFor(rows, profile.Width);
        var table = new Table { Border = TableBorder.None };
        foreach (var (name, width, isFigure) in columns)
        {
            var column = new TableColumn(new Text(Words.Shorten(name, width), Dim)) { Width = width, Padding = new Padding(0, 0, Gap, 0) };
            table.AddColumn(isFigure ? column.RightAligned() : column);
        }

        foreach (var (row, depth) in rows)
        {
            table.AddRow(columns.Select(column => Cell(board, row, depth, column, profile, frame)));
        }

        var totals = $"{Words.Count(board.Tokens)} tokens, {Words.Usd(board.CostUsd, board.Unpriced)}, {Words.Seconds(board.RunTime)}{(board.Run is { } run ? $"  run {run}" : string.Empty)}";
        var below = new Text(Words.Shorten(totals, profile.Width), Dim);
        return board.IsShowingText && TextPanel(board, profile, rows.Length + 2) is { } panel ? new Rows(table, below, panel) : new Rows(table, below);
    }

    /// <summary>The columns there is room for. Each has its width from the start, else the table would jump with every number.</summary>
    private static List<(string Name, int Width, bool IsFigure)> ColumnsFor((StepRow Row, int Depth)[] rows, int width)
    {
        var step = Math.Clamp(rows.Max(static line => line.Row.Label.Length + (2 * line.Depth) + 2), 1, Math.Max(1, (width / 2) - Gap));
        var model = rows.Max(static line => ModelOf(line.Row).Length);
        var columns = new List<(string Name, int Width, bool IsFigure)> { ("Step", step, false) };
        (string Name, int Width, bool IsFigure)[] byWorth = [("Time", 8, true), ("Tries", 5, true), ("Tokens", 6, true), ("Cost", 8, true), ("Model", model, false)];
        var left = width - step - Gap - LeastOutcome - Gap;
        var kept = byWorth.TakeWhile(column => (left -= column.Width + Gap) >= 0).Select(static column => column.Name).ToHashSet();
        columns.AddRange(InOrder.Where(kept.Contains).Select(name => byWorth.First(column => column.Name == name)));
        columns.Add(("Outcome", Math.Max(1, width - columns.Sum(static column => column.Width + Gap) - Gap), false));
        return columns;
    }

    private static IRenderable Cell(RunBoard board, StepRow row, int depth, (string Name, int Width, bool IsFigure) column, Profile profile, int frame)
    {
        var (mark, color) = Mark(row, profile.Capabilities.Unicode, frame);
        var isIdle = !row.IsRunning && row.Duration is null;
        var plain = isIdle ? Dim : row.IsRunning ? new Style(decoration: Decoration.Bold) : Style.Plain;
        var (text, style) = column.Name switch
        {
            "Model" => (ModelOf(row), row.Model is null ? Dim : plain),
            "Tries" => (row.Attempts > 0 ? $"{row.Attempts}" : string.Empty, row.Failures.Count > 0 ? new Style(Color.Yellow) : plain),
            "Tokens" => (row.Tokens > 0 ? Words.Count(row.Tokens) : string.Empty, plain),
            "Cost" => (row.Tokens > 0 || row.Unpriced > 0 ? Words.Usd(row.CostUsd, row.Unpriced) : string.Empty, plain),
            "Time" => (isIdle ? string.Empty : Words.Seconds(board.Elapsed(row)), plain),
            "Outcome" => (Outcome(row), new Style(color)),
            _ => (row.Label, plain),
        };
        return column.Name != "Step"
            ? new Text(Words.Shorten(text, column.Width), style)
            : new Paragraph().Append($"{new string(' ', 2 * depth)}{mark} ", new Style(color)).Append(Words.Shorten(text, column.Width - (2 * depth) - 2), style);
    }

    private static string ModelOf(StepRow row) => row.Model ?? (row.Kind == StepKind.Ask ? string.Empty : row.Kind.ToString().ToLowerInvariant());

    private static string Outcome(StepRow row) => (row.Outcome, row.Failures) switch
    {
        (StepOutcome.Failed, [.., var last]) => $"failed: {Words.Reason(last.Reason)}",
        (null, _) when row is { IsRunning: true, IsCarriedOn: true } => "goes on",
        (null, [.., var last]) when row.IsRunning => $"again: {Words.Reason(last.Reason)}",
        ({ } outcome, []) => Words.Outcome(outcome),
        ({ } outcome, var failures) => $"{Words.Outcome(outcome)}, {Words.Count(failures.Count)} failed",
        _ => row.IsStopped ? "stopped" : string.Empty,
    };

    private static (string Mark, Color Color) Mark(StepRow row, bool unicode, int frame) => row switch
    {
        { IsRunning: true } => (unicode ? Spinner[frame % Spinner.Length] : AsciiSpinner[frame % AsciiSpinner.Length], Color.Aqua),
        { IsStopped: true } => (unicode ? "✗" : "x", Color.Grey),
        { Outcome: null } => (unicode ? "·" : ".", Color.Grey),
        { Outcome: StepOutcome.Failed } => (unicode ? "✗" : "x", Color.Red),
        { Outcome: StepOutcome.Cached or StepOutcome.Replayed } => (unicode ? "↺" : "=", Color.Blue),
        { Failures.Count: > 0 } => (unicode ? "✓" : "+", Color.Yellow),
        _ => (unicode ? "✓" : "+", Color.Green),
    };

    /// <summary>The end of the text, as much as there is room for below the table; <see langword="null"/> when there is none.</summary>
    // A terminal echoes Ctrl-C as ^C; in a full last line that would begin another one, which nobody would clear.
    private static Panel? TextPanel(RunBoard board, Profile profile, int linesAbove)
    {
        const int Frame = 3, RoomForCtrlC = 3, Most = 14, Narrowest = 16;
        var room = Math.Min(Most, profile.Height - linesAbove - Frame);
        var outer = profile.Width - RoomForCtrlC;
        var width = outer - 4;
        if (room < 1 || width < Narrowest)
        {
            return null;
        }

        var text = new TextBySeams(board, profile);
        return new Panel(text.Lines(width, room)) { Header = new PanelHeader(text.Header(outer - Frame - 1)), Border = BoxBorder.Rounded, BorderStyle = new Style(Color.Grey), Width = outer };
    }
}
