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
    private static readonly string[] Spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
    private static readonly string[] AsciiSpinner = ["-", "\\", "|", "/"];

    /// <summary>Below these widths a column is left out, the least telling first.</summary>
    private const int WidthForModel = 72, WidthForCost = 60, WidthForTokens = 48, WidthForTries = 38, WidthForTime = 28;

    /// <summary>Shows the events as they come, until the last.</summary>
    public static Task ShowAsync(Screen screen, RunBoard board, IAsyncEnumerable<RunEvent> events, TimeProvider time) =>
        screen.Console.Live(Draw(board, screen.Console.Profile, 0)).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
        {
            var gate = new Lock();
            using var over = new CancellationTokenSource();
            var drawing = DrawAsync();
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
                live.UpdateTarget(Draw(board, screen.Console.Profile, 0));
            }

            async Task DrawAsync()
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
        var width = profile.Width;
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        table.AddColumn(Column("Step"));
        AddIf(WidthForModel, "Model");
        AddIf(WidthForTries, "Tries", right: true);
        AddIf(WidthForTokens, "Tokens", right: true);
        AddIf(WidthForCost, "Cost", right: true);
        AddIf(WidthForTime, "Time", right: true);
        table.AddColumn(Column("Outcome"));

        var lines = 1;
        foreach (var (row, depth) in board.Rows)
        {
            table.AddRow([.. Cells(board, row, depth, profile, frame)]);
            lines++;
        }

        return board.IsShowingText && TextPanel(board, profile, lines) is { } panel ? new Rows(table, panel) : table;

        void AddIf(int least, string name, bool right = false)
        {
            if (width >= least)
            {
                table.AddColumn(Column(name, right));
            }
        }
    }

    private static TableColumn Column(string name, bool right = false)
    {
        var column = new TableColumn(new Text(name, new Style(decoration: Decoration.Dim))) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) };
        return right ? column.RightAligned() : column;
    }

    private static IEnumerable<IRenderable> Cells(RunBoard board, StepRow row, int depth, Profile profile, int frame)
    {
        var (mark, color) = Mark(row, profile.Capabilities.Unicode, frame);
        var isIdle = !row.IsRunning && row.Outcome is null;
        var style = isIdle ? new Style(decoration: Decoration.Dim) : row.IsRunning ? new Style(decoration: Decoration.Bold) : Style.Plain;
        yield return new Columns(new Text(mark, new Style(color)), Cell($"{new string(' ', depth * 2)}{row.Label}", style)) { Expand = false, Padding = new Padding(0, 0, 1, 0) };

        var width = profile.Width;
        if (width >= WidthForModel)
        {
            yield return Cell(row.Model ?? (row.Kind == StepKind.Ask ? string.Empty : row.Kind.ToString().ToLowerInvariant()), row.Model is null ? new Style(decoration: Decoration.Dim) : style);
        }

        if (width >= WidthForTries)
        {
            yield return Cell(row.Attempts > 0 ? $"{row.Attempts}" : string.Empty, row.Failures.Count > 0 ? new Style(Color.Yellow) : style);
        }

        if (width >= WidthForTokens)
        {
            yield return Cell(row.Report is { } report && Words.Total(report.Usage) is > 0 and var tokens ? Words.Count(tokens) : string.Empty, style);
        }

        if (width >= WidthForCost)
        {
            yield return Cell(row.Report is { Attempts: > 0 } paid && row.Kind == StepKind.Ask ? Words.Usd(paid.CostUsd, paid.UnpricedAttempts) : string.Empty, style);
        }

        if (width >= WidthForTime)
        {
            yield return Cell(isIdle ? string.Empty : Words.Seconds(board.Elapsed(row)), style);
        }

        yield return Cell(Outcome(row), new Style(color));
    }

    private static Text Cell(string text, Style style) => new(text, style) { Overflow = Overflow.Ellipsis };

    private static string Outcome(StepRow row) => (row.Outcome, row.Failures) switch
    {
        (StepOutcome.Failed, [.., var last]) => $"failed: {Words.Reason(last.Reason)}",
        (null, [.., var last]) when row.IsRunning => $"again after {Words.Reason(last.Reason)}",
        ({ } outcome, []) => Words.Outcome(outcome),
        ({ } outcome, var failures) => $"{Words.Outcome(outcome)} after {Words.Count(failures.Count, "failure")}",
        _ => string.Empty,
    };

    private static (string Mark, Color Color) Mark(StepRow row, bool unicode, int frame) => row switch
    {
        { IsRunning: true } => (unicode ? Spinner[frame % Spinner.Length] : AsciiSpinner[frame % AsciiSpinner.Length], Color.Aqua),
        { Outcome: null } => (unicode ? "·" : ".", Color.Grey),
        { Outcome: StepOutcome.Failed } => (unicode ? "✗" : "x", Color.Red),
        { Outcome: StepOutcome.Cached or StepOutcome.Replayed } => (unicode ? "↺" : "=", Color.Blue),
        { Failures.Count: > 0 } => (unicode ? "✓" : "+", Color.Yellow),
        _ => (unicode ? "✓" : "+", Color.Green),
    };

    /// <summary>The end of the text, as much as there is room for below the table; <see langword="null"/> when there is none.</summary>
    private static Panel? TextPanel(RunBoard board, Profile profile, int linesAbove)
    {
        const int Frame = 3, Most = 12, Narrowest = 16;
        var room = Math.Min(Most, profile.Height - linesAbove - Frame);
        var width = profile.Width - 4;
        if (room < 1 || width < Narrowest)
        {
            return null;
        }

        var lines = Wrapped(board.Text, width).TakeLast(room);
        return new Panel(new Text(string.Join('\n', lines))) { Header = new PanelHeader($" {RunBoard.ShownStep} "), Border = BoxBorder.Rounded, BorderStyle = new Style(Color.Grey), Expand = true };
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        foreach (var line in text.Split('\n'))
        {
            var rest = line.AsMemory();
            while (rest.Length > width)
            {
                var cut = rest.Span[..(width + 1)].LastIndexOf(' ');
                cut = cut <= 0 ? width : cut;
                yield return rest[..cut].ToString();
                rest = rest[cut..].TrimStart();
            }

            yield return rest.ToString();
        }
    }
}
