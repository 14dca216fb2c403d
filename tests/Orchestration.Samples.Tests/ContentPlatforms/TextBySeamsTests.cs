using ContentPlatform.Articles;
using ContentPlatform.Display;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Runs;
using Spectre.Console;

namespace Orchestration.Samples.Tests.ContentPlatforms;

public sealed class TextBySeamsTests
{
    private const string Step = RunBoard.ShownStep;

    [Fact]
    public void Each_models_part_has_its_own_style_and_the_text_no_mark()
    {
        var board = Board(new AttemptStarted(Step, 1, "first"), new TextDelta(Step, 1, "One two "), Failure("first"), new AttemptStarted(Step, 2, "second"), new Spliced(Step, 2, 8), new TextDelta(Step, 2, "three four"));

        Assert.Equal(new TextSeam(8, "first", "second"), Assert.Single(board.Seams));
        Assert.Equal("One two three four", Rendered(board, ColorSystemSupport.NoColors, ansi: false));
        Assert.Contains("\u001b[38;5;14mthree", Rendered(board, ColorSystemSupport.Standard, ansi: true).Replace("96m", "38;5;14m", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\u001b[1mthree", Rendered(board, ColorSystemSupport.NoColors, ansi: true), StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_says_who_broke_off_and_who_goes_on_in_the_room_there_is()
    {
        var board = Board(new AttemptStarted(Step, 1, "first[1]"), new TextDelta(Step, 1, "One two "), Failure("first[1]"));
        Assert.Contains("first[[1]] broke off; who goes on?", Header(board, 60), StringComparison.Ordinal);

        foreach (var e in (RunEvent[])[new AttemptStarted(Step, 2, "second"), new Spliced(Step, 2, 8)])
        {
            board.Apply(e);
        }

        Assert.Contains("first[[1]] broke off; [bold]second goes on[/]", Header(board, 60), StringComparison.Ordinal);
        Assert.Equal(12, Markup.Remove(Header(board, 10)).Length);
    }

    [Fact]
    public void A_text_that_begins_anew_forgets_its_seams()
    {
        var board = Board(new AttemptStarted(Step, 1, "first"), new TextDelta(Step, 1, "One "), Failure("first"), new AttemptStarted(Step, 2, "second"), new Spliced(Step, 2, 4), new TextDelta(Step, 2, "two"), new Restarted(Step));

        Assert.Empty(board.Seams);
        Assert.Contains("begun anew", Header(board, 60), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a long line that wraps\n\nand\nlines that do not", 10, "a long|line that|wraps||and|lines that|do not")]
    [InlineData("unbreakablewords", 10, "unbreakabl|ewords")]
    [InlineData("", 10, "")]
    public void Lines_are_as_wide_as_there_is_room(string text, int width, string lines)
    {
        var board = Board(new AttemptStarted(Step, 1, "first"), new TextDelta(Step, 1, text));

        Assert.Equal(lines.Split('|'), Rendered(board, ColorSystemSupport.NoColors, ansi: false, width).ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd()));
    }

    private static AttemptFailed Failure(string model) => new(Step, new AttemptFailure { Attempt = 1, Model = model, Reason = FailureReason.StreamInterrupted, Message = "broke" });

    private static RunBoard Board(params RunEvent[] events)
    {
        var board = new RunBoard(ArticleGraph.Write, TimeProvider.System);
        foreach (var e in events.Prepend(new StepStarted(Step, StepKind.Ask)))
        {
            board.Apply(e);
        }

        return board;
    }

    private static string Header(RunBoard board, int width) => new TextBySeams(board, Console(new StringWriter(), ColorSystemSupport.NoColors, ansi: true).Profile).Header(width);

    private static string Rendered(RunBoard board, ColorSystemSupport colors, bool ansi, int width = 40)
    {
        using var output = new StringWriter();
        var console = Console(output, colors, ansi);
        console.Write(new TextBySeams(board, console.Profile).Lines(width, 20));
        return output.ToString();
    }

    private static IAnsiConsole Console(TextWriter output, ColorSystemSupport colors, bool ansi)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No, ColorSystem = colors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 80;
        return console;
    }
}
