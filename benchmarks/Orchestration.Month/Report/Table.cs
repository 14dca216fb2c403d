using System.Text;

namespace Orchestration.Month.Report;

/// <summary>A table in Markdown: a column of names, then figures.</summary>
internal sealed class Table(params IReadOnlyList<string> head)
{
    private readonly StringBuilder _rows = new();

    public Table Row(string name, params IReadOnlyList<string> cells)
    {
        _rows.Append("| ").Append(name).Append(" | ").AppendJoin(" | ", cells).Append(" |\n");
        return this;
    }

    public Table Row<T>(string name, IEnumerable<T> of, Func<T, string> cell) => Row(name, [.. of.Select(cell)]);

    public override string ToString() => $"| {string.Join(" | ", head)} |\n|---|{string.Concat(head.Skip(1).Select(static _ => "---:|"))}\n{_rows}";
}
