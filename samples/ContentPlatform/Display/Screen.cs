using Spectre.Console;

namespace ContentPlatform.Display;

/// <summary>Where the program speaks to a person or to a pipe.</summary>
/// <param name="Console">Standard output.</param>
/// <param name="Error">Standard error, for what went wrong.</param>
/// <param name="IsLive">Whether lines can be drawn again; else they are only ever added.</param>
internal sealed record Screen(IAnsiConsole Console, TextWriter Error, bool IsLive)
{
    // A pipe has no width; the lines of a log may be long.
    private const int PipeWidth = 180;

    /// <summary>The terminal as it is: no colours under NO_COLOR, neither colours nor redrawing in a pipe.</summary>
    public static Screen OfProcess()
    {
        var isPipe = System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPipe ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPipe || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPipe ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(System.Console.Out),
        });
        if (isPipe)
        {
            console.Profile.Width = PipeWidth;
        }

        return new Screen(console, System.Console.Error, !isPipe && console.Profile.Capabilities.Ansi);
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

    /// <summary>Writes a line as it is: no markup, no wrapping.</summary>
    public void Line(string text = "") => Console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Writes a line with Spectre's markup; the terminal's width is its end only where there is a terminal.</summary>
    public void Markup(string markup)
    {
        if (IsLive)
        {
            Console.MarkupLine(markup);
        }
        else
        {
            Line(Spectre.Console.Markup.Remove(markup));
        }
    }
}
