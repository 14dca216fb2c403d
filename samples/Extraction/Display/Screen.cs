using Spectre.Console;

namespace Extraction.Display;

/// <summary>Where the program speaks to a person or to a pipe.</summary>
/// <param name="Console">Standard output.</param>
/// <param name="Error">Standard error, for what went wrong.</param>
/// <param name="IsLive">Whether lines can be drawn again; else they are only ever added.</param>
internal sealed record Screen(IAnsiConsole Console, TextWriter Error, bool IsLive)
{
    // A pipe has no width; the lines of a log may be long.
    private const int PipeWidth = 160;

    /// <summary>The terminal as it is: no colours under NO_COLOR, neither colours nor redrawing in a pipe or under CI.</summary>
    public static Screen OfProcess()
    {
        var isPlain = System.Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
        if (isPlain)
        {
            return Plain(System.Console.Out, System.Console.Error);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            ColorSystem = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(System.Console.Out),
        });
        return new Screen(console, System.Console.Error, console.Profile.Capabilities.Ansi);
    }

    /// <summary>A screen that only adds plain lines, as a pipe does.</summary>
    public static Screen Plain(TextWriter output, TextWriter error)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = PipeWidth;
        return new Screen(console, error, IsLive: false);
    }

    /// <summary>Writes a line in at most the terminal's width.</summary>
    public void Line(params ReadOnlySpan<(string Text, Style Style)> parts)
    {
        var left = Console.Profile.Width - 1;
        var line = new Paragraph { Overflow = Overflow.Crop };
        foreach (var (text, style) in parts)
        {
            var shown = Words.Shorten(text, left);
            line.Append(shown, style);
            left -= shown.Length;
        }

        line.Append("\n");
        Console.Write(line);
    }
}
