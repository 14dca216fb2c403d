using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Tables as they all look.</summary>
internal static class Tables
{
    public static Table New(Screen screen, IEnumerable<(string Name, bool IsFigure)> columns)
    {
        var table = new Table { Border = screen.Unicode ? TableBorder.Simple : TableBorder.Ascii2 };
        foreach (var (name, isFigure) in columns)
        {
            var column = new TableColumn(new Text(name, new Style(decoration: Decoration.Dim))) { NoWrap = isFigure || name is "Run" or "Started (UTC)" or "Graph" or "Outcome" };
            table.AddColumn(isFigure ? column.RightAligned() : column);
        }

        return table;
    }
}
