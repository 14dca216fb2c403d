using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Where the tool speaks to a person or to a pipe.</summary>
/// <param name="Console">Standard output.</param>
/// <param name="Error">Standard error, for what went wrong.</param>
/// <param name="Progress">Standard error, where lines can be drawn again; <see langword="null"/> where they are only ever added.</param>
internal sealed record Screen(IAnsiConsole Console, TextWriter Error, IAnsiConsole? Progress)
{
    // A pipe has no width; the lines of a log may be long.
    private const int PipeWidth = 160;

    /// <summary>Whether standard output is a terminal.</summary>
    public bool IsTerminal { get; private init; }

    /// <summary>Standard output, as it is.</summary>
    public TextWriter Out => Console.Profile.Out.Writer;

    public int Width => Console.Profile.Width;

    public bool Unicode => Console.Profile.Capabilities.Unicode;

    /// <summary>The terminal as it is: no colours under <c>NO_COLOR</c>, neither colours nor redrawing in a pipe or under CI.</summary>
    public static Screen OfProcess()
    {
#pragma warning disable RS0030 // The one place that knows the console.
        var (output, error) = (System.Console.Out, System.Console.Error);
        var isPipe = System.Console.IsOutputRedirected;
        var progress = System.Console.IsErrorRedirected || IsSet("CI") ? null : Open(error);
#pragma warning restore RS0030
        if (isPipe)
        {
            return Plain(output, error) with { Progress = progress };
        }

        var console = Open(output);
        return new Screen(console, error, progress is { Profile.Capabilities.Ansi: true } ? progress : null) { IsTerminal = true };
    }

    /// <summary>A screen that only adds plain lines, as a pipe does.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="width">In characters.</param>
    public static Screen Plain(TextWriter output, TextWriter error, int width = PipeWidth)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return new Screen(console, error, Progress: null);
    }

    /// <summary>Writes a line as it is: no markup, no wrapping.</summary>
    public void Line(string text = "") => Out.WriteLine(text);

    /// <summary>Writes a line with Spectre's markup. It wraps in a terminal alone.</summary>
    public void Markup(string markup)
    {
        if (IsTerminal)
        {
            Console.MarkupLine(markup);
        }
        else
        {
            Line(Spectre.Console.Markup.Remove(markup));
        }
    }

    private static IAnsiConsole Open(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        ColorSystem = IsSet("NO_COLOR") ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect, Out = new AnsiConsoleOutput(writer),
    });

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
