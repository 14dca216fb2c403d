using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Lines of columns with fixed widths, the last of which takes what is left. For what is drawn; what is read as a table is a Spectre table.</summary>
internal sealed class Columns(Screen screen, IReadOnlyList<(string Name, int Width, bool IsFigure)> columns)
{
    private const string Between = "  ";

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <summary>How many characters the columns take, with the space behind each.</summary>
    public int Width => columns.Sum(static column => column.Width + Between.Length);

    public void Header(string last) => Line([.. columns.Select(static column => (column.Name, Dim))], [(last, Dim)]);

    /// <param name="cells">One for each column; too long ones are cut.</param>
    /// <param name="last">What is left of the line.</param>
    public void Line(IReadOnlyList<(string Text, Style Style)> cells, IEnumerable<(string Text, Style Style)> last)
    {
        var line = new List<(string Text, Style Style)>();
        for (var i = 0; i < columns.Count; i++)
        {
            var (_, width, isFigure) = columns[i];
            var text = Words.Shorten(cells[i].Text, width);
            line.Add((isFigure ? text.PadLeft(width) : text.PadRight(width), cells[i].Style));
            line.Add((Between, Style.Plain));
        }

        Write(screen, [.. line, .. last]);
    }

    /// <summary>Writes a line of parts. Nothing wraps: what is wider than the terminal is cut.</summary>
    public static void Write(Screen screen, IReadOnlyList<(string Text, Style Style)> parts)
    {
        if (!screen.IsTerminal)
        {
            screen.Line(string.Concat(parts.Select(static part => part.Text)).TrimEnd());
            return;
        }

        var (paragraph, left) = (new Paragraph { Overflow = Overflow.Crop }, screen.Width - 1);
        foreach (var (text, style) in parts)
        {
            var shown = text.Length <= left ? text : text[..Math.Max(0, left)];
            paragraph.Append(shown, style);
            left -= shown.Length;
        }

        screen.Console.Write(paragraph);
        screen.Console.WriteLine();
    }
}
