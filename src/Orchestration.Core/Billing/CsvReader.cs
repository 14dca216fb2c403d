using System.Text;

namespace Orchestration.Billing;

/// <summary>A line of a CSV text: its fields with the columns they begin at, and the number of its first line.</summary>
internal readonly record struct CsvLine(int Number, IReadOnlyList<(string Text, int Column)> Fields, string Raw, string? Problem);

/// <summary>Reads CSV as RFC 4180 has it, with the separator that the header uses most.</summary>
internal static class CsvReader
{
    public static IEnumerable<CsvLine> Read(string text)
    {
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        var separator = SeparatorOf(text.AsSpan(at));
        var number = 1;
        while (at < text.Length)
        {
            var (line, first) = (number, at);
            var (fields, problem) = (new List<(string, int)>(), default(string));
            while (true)
            {
                var column = at - first + 1;
                fields.Add((Field(text, ref at, separator, ref number, ref problem), column));
                if (at >= text.Length || text[at] != separator)
                {
                    break;
                }

                at++;
            }

            var raw = text[first..at];
            at += at < text.Length && text[at] == '\r' ? 1 : 0;
            at += at < text.Length && text[at] == '\n' ? 1 : 0;
            number++;
            if (raw.AsSpan().Trim().Length > 0)
            {
                yield return new CsvLine(line, fields, raw, problem);
            }
        }
    }

    /// <summary>The separator of the text's first line.</summary>
    public static char SeparatorOf(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('\r', '\n');
        var header = end < 0 ? text : text[..end];
        var (commas, semicolons, tabs) = (header.Count(','), header.Count(';'), header.Count('\t'));
        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    private static string Field(string text, ref int at, char separator, ref int number, ref string? problem)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var start = at;
            while (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'))
            {
                at++;
            }

            return text[start..at];
        }

        var (opened, field) = (number, new StringBuilder());
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                number += text[at] == '\n' ? 1 : 0;
                field.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                at++;
                field.Append('"');
            }
            else
            {
                at++;
                return field.Append(Rest(text, ref at, separator, ref problem)).ToString();
            }
        }

        problem ??= $"a quotation mark opened on line {opened} is not closed. Close it, or double the marks inside a field";
        return field.ToString();
    }

    private static string Rest(string text, ref int at, char separator, ref string? problem)
    {
        var start = at;
        while (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'))
        {
            at++;
        }

        problem ??= at > start ? "text follows a closing quotation mark. Double the marks inside a field" : null;
        return text[start..at];
    }
}
