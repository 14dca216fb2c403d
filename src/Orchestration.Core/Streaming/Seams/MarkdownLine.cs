namespace Orchestration.Streaming.Seams;

/// <summary>What a line of Markdown is by its own characters; whether it stands in a code fence is for <see cref="MarkdownState"/> to know.</summary>
internal enum LineKind
{
    Blank,
    Text,
    Heading,
    ListItem,
    TableRow,
    TableSeparator,
    Fence,
    Rule,
}

/// <summary>Reads lines of Markdown.</summary>
internal static class MarkdownLine
{
    /// <summary>The start of the line after the one at <paramref name="start"/>; the text's length when it has no line break.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where the line starts.</param>
    /// <param name="end">Where its content ends, before the line break.</param>
    public static int Next(ReadOnlySpan<char> text, int start, out int end)
    {
        var offset = text[start..].IndexOfAny('\n', '\r');
        if (offset < 0)
        {
            end = text.Length;
            return text.Length;
        }

        end = start + offset;
        return text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
    }

    public static LineKind Classify(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.IsEmpty)
        {
            return LineKind.Blank;
        }

        switch (line[0])
        {
            case '`' or '~' when FenceLength(line) >= 3:
                return LineKind.Fence;

            case '#' when IsHeading(line):
                return LineKind.Heading;

            case '|':
                return IsSeparator(line) ? LineKind.TableSeparator : LineKind.TableRow;

            case '-' or '*' or '_' when IsRule(line):
                return LineKind.Rule;

            default:
                return MarkerLength(line) > 0 ? LineKind.ListItem : LineKind.Text;
        }
    }

    /// <summary>How many fence characters a trimmed line starts with; 0 when what follows forbids a fence.</summary>
    public static int FenceLength(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] is not ('`' or '~'))
        {
            return 0;
        }

        var length = line.IndexOfAnyExcept(line[0]);
        length = length < 0 ? line.Length : length;
        return length >= 3 && (line[0] == '~' || !line[length..].Contains('`')) ? length : 0;
    }

    /// <summary>The length of a trimmed line's list marker with the white space after it; 0 when it has none.</summary>
    public static int MarkerLength(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
        {
            return 0;
        }

        var length = 1;
        if (char.IsAsciiDigit(line[0]))
        {
            var digits = line.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 4 || line[digits] is not ('.' or ')'))
            {
                return 0;
            }

            length = digits + 1;
        }
        else if (line[0] is not ('-' or '*' or '+' or '•' or '◦' or '▪' or '‣' or '●'))
        {
            return 0;
        }

        return length < line.Length && line[length] is ' ' or '\t' ? length + 1 : length == line.Length && length > 1 ? length : 0;
    }

    private static bool IsHeading(ReadOnlySpan<char> line)
    {
        var hashes = line.IndexOfAnyExcept('#');
        return hashes is > 0 and <= 6 && line[hashes] is ' ' or '\t';
    }

    private static bool IsSeparator(ReadOnlySpan<char> line) => line.Contains('-') && !line.ContainsAnyExcept("|-: \t");

    private static bool IsRule(ReadOnlySpan<char> line) => line.Count(line[0]) >= 3 && !line.ContainsAnyExcept(line[0], ' ', '\t');
}
