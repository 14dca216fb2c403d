using System.Collections.Immutable;
using Orchestration.Replay;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows the lines in which two texts differ: below each other with a sign, or side by side where there is room.</summary>
internal static class DiffView
{
    // Two columns of prose below this are columns of words.
    private const int LeastWidth = 100;

    /// <summary>Below each other, as a patch is read.</summary>
    public static void Show(Screen screen, ImmutableArray<DiffLine> lines)
    {
        foreach (var line in lines)
        {
            var (sign, color) = line.Mark switch
            {
                DiffMark.Removed => ("-", "red"),
                DiffMark.Added => ("+", "green"),
                DiffMark.Gap => (screen.Unicode ? "⋮" : ":", "dim"),
                _ => (" ", "default"),
            };
            screen.Markup($"[{color}]{sign} {Markup.Escape(Visible.Of(line.Text))}[/]");
        }
    }

    /// <summary>The older text at the left, the newer at the right; below each other where it is narrow, or in a pipe.</summary>
    public static void ShowBeside(Screen screen, ImmutableArray<DiffLine> lines, string before, string after)
    {
        if (!screen.IsTerminal || screen.Width < LeastWidth)
        {
            Show(screen, lines);
            return;
        }

        var width = (screen.Width - 7) / 2;
        var table = new Table { Border = screen.Unicode ? TableBorder.Simple : TableBorder.Ascii2, Width = screen.Width };
        table.AddColumn(new TableColumn(new Text(before, new Style(decoration: Decoration.Dim))) { Width = width });
        table.AddColumn(new TableColumn(new Text(after, new Style(decoration: Decoration.Dim))) { Width = width });
        foreach (var (left, right) in Pairs(lines))
        {
            table.AddRow(Cell(left), Cell(right));
        }

        screen.Console.Write(table);
    }

    /// <summary>What is removed stands beside what is added in its place.</summary>
    internal static IEnumerable<(DiffLine? Left, DiffLine? Right)> Pairs(ImmutableArray<DiffLine> lines)
    {
        for (var i = 0; i < lines.Length;)
        {
            if (lines[i].Mark is DiffMark.Same or DiffMark.Gap)
            {
                yield return (lines[i], lines[i]);
                i++;
                continue;
            }

            var block = lines.Skip(i).TakeWhile(static line => line.Mark is DiffMark.Removed or DiffMark.Added).ToList();
            DiffLine[] removed = [.. block.Where(static line => line.Mark == DiffMark.Removed)], added = [.. block.Where(static line => line.Mark == DiffMark.Added)];
            for (var row = 0; row < Math.Max(removed.Length, added.Length); row++)
            {
                yield return (row < removed.Length ? removed[row] : null, row < added.Length ? added[row] : null);
            }

            i += block.Count;
        }
    }

    private static Text Cell(DiffLine? line) => line switch
    {
        null => new Text(string.Empty),
        { Mark: DiffMark.Gap } => new Text("⋮", new Style(decoration: Decoration.Dim)),
        { Mark: var mark, Text: var text } => new Text(Visible.Of(text), new Style(mark switch { DiffMark.Removed => Color.Red, DiffMark.Added => Color.Green, _ => Color.Default })),
    };
}
