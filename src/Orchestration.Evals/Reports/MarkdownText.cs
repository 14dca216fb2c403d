using System.Globalization;
using System.Text;

namespace Orchestration.Evals.Reports;

/// <summary>Text that stays text in GitHub's Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>For a line or a table's cell: no mark-up, no HTML, no mention of anybody.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '@' => escaped.Append("@<!-- -->"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' or '!' or '$' => escaped.Append('\\').Append(c),
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' => escaped.Append(' '),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>For HTML within Markdown, as the summary of details: all but letters, digits and a few signs as entities.</summary>
    public static string Html(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '-' or '.' or ':' or ','
                ? escaped.Append(rune)
                : Rune.IsControl(rune) ? escaped.Append(' ') : escaped.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
        }

        return escaped.ToString();
    }

    /// <summary>A block of code whose fence is longer than any in it.</summary>
    public static string Fence(string language, IEnumerable<string> lines)
    {
        var body = string.Join('\n', lines.Select(static line => line.ReplaceLineEndings(" ")));
        int longest = 2, run = 0;
        foreach (var c in body)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        return $"{fence}{language}\n{body}\n{fence}";
    }
}
