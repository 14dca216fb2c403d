namespace Orchestration.SpliceProof.Checking;

/// <summary>Where one white space may stand for another without breaking what stands around it.</summary>
internal static class Blanks
{
    private const string Ends = ".!?:\u2026\u3002\uFF01\uFF1F\u0964\u061F";
    private const string Closings = "\"'\u201D\u2019)]*_\uFF09\u300D";

    /// <param name="answer">The true answer.</param>
    /// <param name="offset">Where in it the white space begins.</param>
    /// <param name="due">The white space there; empty = none.</param>
    /// <param name="came">The white space that came.</param>
    public static bool MayStandFor(string answer, int offset, ReadOnlySpan<char> due, ReadOnlySpan<char> came)
    {
        var before = answer.AsSpan(0, offset);
        var after = answer.AsSpan(offset + due.Length);
        if (before.IsEmpty || after.IsEmpty || IsInCode(answer, before) || HasDoubledBlank(came))
        {
            return false;
        }

        var lastLine = before[(before.LastIndexOf('\n') + 1)..];
        var nextLine = after[..(after.IndexOf('\n') is var end and >= 0 ? end : after.Length)];
        var (hadLines, hasLines) = (due.Count('\n'), came.Count('\n'));
        return (hadLines > 0, hasLines > 0) switch
        {
            (false, false) => !due.IsEmpty && came.SequenceEqual(" "),
            (true, true) => Indent(due).SequenceEqual(Indent(came)) && !IsRow(lastLine) && !IsRow(nextLine) && (hasLines >= hadLines || !(IsBlock(lastLine) || IsBlock(nextLine))),
            (false, true) => EndsSentence(before) && !IsBlock(lastLine) && Indent(came).IsEmpty,
            (true, false) => EndsSentence(before) && !IsBlock(lastLine) && !IsBlock(nextLine) && came.SequenceEqual(" "),
        };
    }

    /// <summary>Whether a sentence, or a heading's or an item's line, may be over.</summary>
    public static bool EndsSentence(ReadOnlySpan<char> text) =>
        text.TrimEnd(Closings) is var bare && !bare.IsEmpty && (Ends.Contains(bare[^1]) || IsBlock(text[(text.LastIndexOf('\n') + 1)..]));

    private static bool HasDoubledBlank(ReadOnlySpan<char> blank)
    {
        var lines = blank.LastIndexOf('\n');
        return lines < 0 ? blank.Length > 1 : blank.Count('\n') > 2 || blank[..lines].Contains(' ');
    }

    private static ReadOnlySpan<char> Indent(ReadOnlySpan<char> blank) => blank[(blank.LastIndexOf('\n') + 1)..];

    private static bool IsInCode(string answer, ReadOnlySpan<char> before) => answer[0] is '{' or '[' || Marks.Fences(before) % 2 == 1 || before.Count('`') % 2 == 1;

    private static bool IsRow(ReadOnlySpan<char> line) => line.TrimStart().StartsWith("|");

    private static bool IsBlock(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart();
        return text.Length > 0 && (text[0] is '#' or '|' or '>' or '`' or '-' or '*' or '+' || (char.IsAsciiLetterOrDigit(text[0]) && text.IndexOfAny('.', ')') is 1 or 2 && text.Length > 3 && text[..4].Contains(' ')));
    }
}
