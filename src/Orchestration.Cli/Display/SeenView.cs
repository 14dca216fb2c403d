using Orchestration.Replay;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows what a user saw: the text as it is, and between its lines, in another colour, what they were not told.</summary>
internal sealed class SeenView
{
    // Of each leg, what lies next to the seam.
    private const int Near = 60;

    private readonly Screen _screen;
    private readonly Dictionary<string, string> _speakers = new(StringComparer.Ordinal);
    private string _step = string.Empty;
    private bool _isWithinLine;

    private SeenView(Screen screen) => _screen = screen;

    private string Rule => _screen.Unicode ? "──" : "--";

    /// <param name="tool">Where to, and the clock.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="speed">How many times as fast; at infinity the steps stand one after the other, and not as they were mixed.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task PlayAsync(Tool tool, RecordedStream seen, double speed, CancellationToken cancellationToken)
    {
        var view = new SeenView(tool.Screen);
        tool.Screen.Markup($"[bold]{Markup.Escape($"{seen.Start.Graph} v{seen.Start.Version}")}[/]  {seen.Run}{(seen.Tenant.Length == 0 ? string.Empty : $"  tenant [bold]{Markup.Escape(seen.Tenant)}[/]")}");
        try
        {
            if (double.IsPositiveInfinity(speed))
            {
                foreach (var e in ByStep(seen.Events))
                {
                    view.Show(e);
                }
            }
            else
            {
                await foreach (var e in seen.PlayAsync(speed, tool.Time, cancellationToken).ConfigureAwait(false))
                {
                    view.Show(e);
                    await tool.Screen.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            view.EndLine();
        }

        foreach (var step in seen.InferredSteps)
        {
            tool.Screen.Error.WriteLine($"Nobody read {step} as it came, or the log did not take note of it: shown is the accepted answer, in the pieces in which the model sent it.");
        }
    }

    /// <summary>The events step by step, in the order in which the steps began; what concerns the run parts them.</summary>
    internal static IEnumerable<SeenEvent> ByStep(IReadOnlyList<SeenEvent> events)
    {
        for (var i = 0; i < events.Count;)
        {
            var leg = events.Skip(i).TakeWhile(static e => e is not SeenResume).ToList();
            foreach (var e in leg.GroupBy(static e => e.Step, StringComparer.Ordinal).SelectMany(static step => step))
            {
                yield return e;
            }

            i += leg.Count;
            if (i < events.Count)
            {
                yield return events[i++];
            }
        }
    }

    private void Show(SeenEvent e)
    {
        switch (e)
        {
            case SeenText text:
                Speak(text);
                Write(text.Text);
                break;

            case SeenSplice splice:
                ShowSeam(splice);
                break;

            case SeenRestart:
                Mark("yellow", $"{e.Step}: the user was told to discard the text above; it began anew");
                break;

            case SeenResume:
                Mark("yellow", "the run had been cut off and was taken up again, for a new reader: all texts begin anew");
                _step = string.Empty;
                break;
        }
    }

    private void Speak(SeenText text)
    {
        var speaker = text.Attempt == 0 ? "from the cache or the log" : $"{text.Model}, attempt {text.Attempt}";
        if (_step != text.Step || (_speakers.TryGetValue(text.Step, out var last) && last != speaker))
        {
            EndLine();
            _screen.Markup($"[dim]{Rule} {Markup.Escape(text.Step)} {Rule} {Markup.Escape(speaker)}[/]");
        }

        (_step, _speakers[text.Step]) = (text.Step, speaker);
    }

    // The text went on without a break; that it had one stands between the lines.
    private void ShowSeam(SeenSplice splice)
    {
        var (seam, first, second) = (splice.Seam, splice.First, splice.Second);
        var kept = Math.Min(seam.Position, first.Text.Length);
        var overlap = Math.Min(seam.Overlap, second.Text.Length);
        Mark("aqua", $"seam: {first.Model} broke off in attempt {first.Attempt}, {second.Model} carries on in attempt {second.Attempt}, after {Words.Count(seam.Position, "character")}. The user saw no break");
        Leg("1st leg", End(first.Text[..kept]), first.Text[kept..], string.Empty, "received and dropped");
        if (seam.Inserted.Length > 0)
        {
            _screen.Markup($"   [aqua]put between[/] {Markup.Escape(OnALine(seam.Inserted))}");
        }

        Leg("2nd leg", string.Empty, Beginning(second.Text[..overlap]), Beginning(second.Text[overlap..]), "said again and left out");

        // The heading says who speaks; here the seam has said it.
        (_step, _speakers[splice.Step]) = (splice.Step, $"{second.Model}, attempt {second.Attempt}");

        void Leg(string name, string before, string left, string after, string why) => _screen.Markup(
            $"   [aqua]{name}[/]  {Markup.Escape(OnALine(before))}{(left.Length == 0 ? string.Empty : $"[red][[{Markup.Escape(OnALine(left))}]][/]")}{Markup.Escape(OnALine(after))}{(left.Length == 0 ? string.Empty : $"  [dim]{why}[/]")}");
    }

    private void Mark(string color, string text)
    {
        EndLine();
        _screen.Markup($"[{color}]{Rule} {Markup.Escape(text)} {Rule}[/]");
    }

    private void Write(string text)
    {
        _screen.Out.Write(_screen.IsTerminal ? Visible.Of(text) : text);
        _isWithinLine = text.Length == 0 ? _isWithinLine : text[^1] != '\n';
    }

    private void EndLine()
    {
        if (_isWithinLine)
        {
            _screen.Line();
            _isWithinLine = false;
        }
    }

    private static string End(string text) => text.Length <= Near ? text : $"…{text[^Near..]}";

    private static string Beginning(string text) => text.Length <= Near ? text : $"{text[..Near]}…";

    private static string OnALine(string text) => Visible.Of(text.ReplaceLineEndings("⏎"));
}
