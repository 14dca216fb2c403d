using System.Text.RegularExpressions;

namespace Orchestration.Providers.Local;

/// <summary>Reads plain text or Markdown into blocks: joins hard-wrapped lines, knows headings and lists, and leaves out code, tables and licence frames.</summary>
internal static partial class BlockReader
{
    private const int LongestHeadingWords = 12;

    public static IReadOnlyList<Block> Read(SourceText source)
    {
        var blocks = new List<Block>();
        var open = new List<string>();
        var kind = BlockKind.Paragraph;
        bool inCode = false;

        foreach (string line in WithoutFrame(source.Text).Split('\n'))
        {
            string text = line.Trim();
            if (text.StartsWith("```", StringComparison.Ordinal))
            {
                Close();
                inCode = !inCode;
            }
            else if (inCode)
            {
                continue;
            }
            else if (text.Length == 0 || text[0] == '|' || text.StartsWith("<!--", StringComparison.Ordinal))
            {
                Close();
            }
            else if (MarkdownHeading().Match(text) is { Success: true } heading)
            {
                Close();
                Add(BlockKind.Heading, heading.Groups["marks"].Length, heading.Groups["text"].Value);
            }
            else if (Underline().IsMatch(text))
            {
                bool underlinesHeading = open.Count == 1 && kind == BlockKind.Paragraph;
                if (underlinesHeading)
                {
                    Add(BlockKind.Heading, text[0] == '=' ? 1 : 2, open[0]);
                    open.Clear();
                }

                Close();
            }
            else if (ListMark().Match(text) is { Success: true } mark)
            {
                Close();
                kind = BlockKind.ListItem;
                open.Add(text[mark.Length..]);
            }
            else
            {
                open.Add(text.TrimStart('>', ' '));
            }
        }

        Close();
        return blocks;

        void Close()
        {
            if (open.Count > 0)
            {
                string text = Collapse(string.Join(' ', open));
                bool heading = kind == BlockKind.Paragraph && open.Count <= 2 && LooksLikeHeading(text);
                Add(heading ? BlockKind.Heading : kind, heading ? 2 : 0, text);
            }

            open.Clear();
            kind = BlockKind.Paragraph;
        }

        void Add(BlockKind added, int level, string text)
        {
            text = Collapse(text);
            text = added == BlockKind.Heading ? ChapterMark().Replace(text, string.Empty).TrimEnd('.', ' ') : text;
            if (text.Length > 0)
            {
                blocks.Add(new Block(added, level, text, source.Name));
            }
        }
    }

    private static bool LooksLikeHeading(string text)
    {
        if (ChapterMark().IsMatch(text))
        {
            return Words.Count(text) <= LongestHeadingWords;
        }

        bool ends = text[^1] is '.' or '!' or '?' or ',' or ';' or ':' or '"' or '”' or '。' or '！' or '？';
        return !ends && char.IsUpper(text[0]) && Words.Count(text) <= LongestHeadingWords;
    }

    /// <summary>The text between the marks that Project Gutenberg puts around a book, and without YAML front matter.</summary>
    private static string WithoutFrame(string text)
    {
        text = text.ReplaceLineEndings("\n");
        var frame = GutenbergFrame().Match(text);
        text = frame.Success ? frame.Groups["book"].Value : text;
        return FrontMatter().Replace(text, string.Empty);
    }

    private static string Collapse(string text) => WhiteSpace().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"^(?<marks>#{1,6})\s+(?<text>.*?)[\s#]*$", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex MarkdownHeading();

    [GeneratedRegex(@"^(?:={3,}|-{3,}|\*{3,}|_{3,})$", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Underline();

    [GeneratedRegex(@"^(?:[-*+•]|\d{1,3}[.)])\s+", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex ListMark();

    [GeneratedRegex(@"^(?:CHAPTER|Chapter|BOOK|Book|PART|Part|SECTION|Section)\s+(?:\d+|[IVXLC]+)\b[.:]?\s*", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex ChapterMark();

    [GeneratedRegex(@"^\*\*\* ?START OF[^\n]*\n(?<book>.*?)(?:^\*\*\* ?END OF|\z)", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex GutenbergFrame();

    [GeneratedRegex(@"\A\s*---\n(?:[^\n]*:[^\n]*\n)+---\n", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex FrontMatter();
}
