using Spectre.Console;

namespace ContentPlatform.Display;

/// <summary>The shown text in lines, with each model's part in a style of its own; the reader of the text alone sees no seam.</summary>
internal sealed class TextBySeams(RunBoard board, Profile profile)
{
    // Without colours, weight tells the parts apart.
    private readonly Style[] _styles = profile.Capabilities.ColorSystem == ColorSystem.NoColors
        ? [Style.Plain, new Style(decoration: Decoration.Bold)]
        : [Style.Plain, new Style(Color.Aqua), new Style(Color.Yellow)];

    /// <summary>The last lines.</summary>
    public Paragraph Lines(int width, int most)
    {
        var lines = new Paragraph();
        var (text, isLater) = (board.Text, false);
        foreach (var (start, end) in Wrapped(text, width).TakeLast(most))
        {
            if (isLater)
            {
                lines.Append("\n");
            }

            isLater = true;
            var from = start;
            for (var part = 0; part <= board.Seams.Count; part++)
            {
                var until = part < board.Seams.Count ? Math.Clamp(board.Seams[part].Position, from, end) : end;
                lines.Append(text[from..until], StyleOf(part));
                from = until;
            }
        }

        return lines;
    }

    /// <summary>What happens in the text, as markup.</summary>
    public string Header(int width)
    {
        var dot = profile.Capabilities.Unicode ? "·" : "-";
        var (plain, styled) = board switch
        {
            { BrokenOff: { } model } => ($"{RunBoard.ShownStep} {dot} {model} broke off; who goes on?", string.Empty),
            { Seams: [.., var seam] } => ($"{RunBoard.ShownStep} {dot} {seam.From} broke off; ", $"{seam.To} goes on"),
            { VoidedTexts: > 0 } => ($"{RunBoard.ShownStep}, begun anew: the text before was void", string.Empty),
            _ => (RunBoard.ShownStep, string.Empty),
        };
        (plain, styled) = (Words.Shorten(plain, width), Words.Shorten(styled, width - plain.Length));
        return styled.Length == 0 ? $" {Markup.Escape(plain)} " : $" {Markup.Escape(plain)}[{StyleOf(board.Seams.Count).ToMarkup()}]{Markup.Escape(styled)}[/] ";
    }

    private Style StyleOf(int part) => _styles[part % _styles.Length];

    /// <summary>Where each line begins and ends.</summary>
    private static IEnumerable<(int Start, int End)> Wrapped(string text, int width)
    {
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf('\n', start) is var found and >= 0 ? found : text.Length;
            while (end - start > width)
            {
                var cut = text.LastIndexOf(' ', start + width, width + 1) is var blank && blank > start ? blank : start + width;
                yield return (start, cut);
                for (start = cut; start < end && text[start] == ' '; start++)
                {
                }
            }

            yield return (start, end);
            start = end + 1;
        }
    }
}
