namespace Orchestration.Streaming.Seams;

/// <summary>Whether a continuation may be believed that neither repeats anything nor agrees with what was dropped.</summary>
/// <remarks>
/// Only after a whole sentence, paragraph or item of prose; only if it begins as a sentence or an item does, is for certain in the text's language, says nothing about itself, begins as no part of
/// the text began, and does not contradict what was dropped. Anything else might be doubled, missing or another text.
/// </remarks>
internal static class TrustedProse
{
    private const int Judged = 80;
    private const int LongestJudged = 160;

    // A phrase of this length that stands in this much of the end of the text.
    private const int Phrase = 14;
    private const int Recent = 400;

    /// <param name="kept">The text up to the seam.</param>
    /// <param name="dropped">What had been received after it.</param>
    /// <param name="kind">What ends at the seam.</param>
    /// <param name="language">The language of the text.</param>
    /// <param name="next">The continuation so far.</param>
    /// <param name="isFinal">Whether it has ended.</param>
    /// <returns>Whether it may; <see langword="null"/> while that cannot be said.</returns>
    public static bool? Holds(ReadOnlySpan<char> kept, ReadOnlySpan<char> dropped, BoundaryKind kind, Language language, ReadOnlySpan<char> next, bool isFinal)
    {
        var rest = next.TrimStart();
        if (!EndsWhole(kept, kind) || !Agrees(dropped, rest, isFinal))
        {
            return false;
        }

        if (!isFinal && rest.Length < Judged)
        {
            return null;
        }

        var given = next[..(next.Length - rest.Length)];
        if (dropped.Length > 0 && dropped.IsWhiteSpace() && !(given.IsEmpty ? dropped is " " or "\n\n" : given.StartsWith(dropped, StringComparison.Ordinal)))
        {
            return false;
        }

        if (Repeats(kept.TrimEnd(), rest) || Resembles(kept, rest) || !Begins(kept, kind, given, rest) || MetaTalk.Mentions(rest[..Math.Min(rest.Length, LongestJudged)]))
        {
            return false;
        }

        return language.Confirms(rest) ? true : isFinal || rest.Length >= LongestJudged ? false : null;
    }

    private static bool EndsWhole(ReadOnlySpan<char> kept, BoundaryKind kind) => kind switch
    {
        BoundaryKind.Sentence => !kept.IsEmpty && !char.IsWhiteSpace(kept[^1]) && SentenceEnds.EndsSentence(kept) && !HasOpenMarks(kept),
        BoundaryKind.Paragraph => kept.EndsWith("\n\n", StringComparison.Ordinal) && SentenceEnds.EndsSentence(kept),
        BoundaryKind.ListItem => kept.EndsWith('\n') && SentenceEnds.EndsSentence(kept) && IsFlat(kept),
        _ => false,
    };

    private static bool HasOpenMarks(ReadOnlySpan<char> kept)
    {
        var block = kept[(kept.LastIndexOf('\n') + 1)..];
        return block.Count("**") % 2 != 0 || block.Count('`') % 2 != 0 || block.Count('$') % 2 != 0 || block.Count('_') % 2 != 0 || block.Count('|') > 0 || block.Count('"') % 2 != 0
            || block.Count('“') != block.Count('”') || block.Count('(') != block.Count(')') || block.Count('「') != block.Count('」') || block.Count('«') != block.Count('»');
    }

    // The level of an item is in its white space, which a continuation may have left out.
    private static bool IsFlat(ReadOnlySpan<char> kept)
    {
        foreach (var line in kept.EnumerateLines())
        {
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                return false;
            }
        }

        return true;
    }

    private static bool Agrees(ReadOnlySpan<char> dropped, ReadOnlySpan<char> rest, bool isFinal)
    {
        var had = dropped.Trim();
        return had.IsEmpty || (rest.Length < had.Length && !isFinal ? had.StartsWith(rest, StringComparison.Ordinal) : rest.StartsWith(had, StringComparison.Ordinal));
    }

    // Be it from within a word.
    private static bool Repeats(ReadOnlySpan<char> kept, ReadOnlySpan<char> rest)
    {
        for (var length = Math.Min(kept.Length, Math.Min(rest.Length, Judged)); length > 1; length--)
        {
            if (kept.EndsWith(rest[..length], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // A sentence that is said again in other words shares some of them.
    private static bool Resembles(ReadOnlySpan<char> kept, ReadOnlySpan<char> rest)
    {
        var last = kept[Math.Max(0, kept.Length - Recent)..];
        for (var at = 0; at + Phrase <= Math.Min(rest.Length, Judged); at++)
        {
            var phrase = Scripts.IsUnspaced(rest[at]) ? Phrase / 2 : Phrase;
            if (last.Contains(rest.Slice(at, phrase), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Begins(ReadOnlySpan<char> kept, BoundaryKind kind, ReadOnlySpan<char> given, ReadOnlySpan<char> rest)
    {
        var line = rest[..MarkdownLine.Next(rest, 0, out _)];
        var block = MarkdownLine.Classify(line);
        return kind == BoundaryKind.ListItem ? block == LineKind.ListItem && !given.Contains('\n') && given.IsEmpty && SameMarker(kept, rest)
            : block == LineKind.Text && !char.IsLower(rest[0]) && char.IsLetter(rest[0]) && (kind == BoundaryKind.Sentence ? given is " " or "\n\n" || (given.IsEmpty && !Scripts.IsUnspaced(kept[^1])) : given.IsEmpty);
    }

    private static bool SameMarker(ReadOnlySpan<char> kept, ReadOnlySpan<char> rest)
    {
        var item = kept.TrimEnd();
        item = item[(item.LastIndexOf('\n') + 1)..];
        return char.IsAsciiDigit(item[0]) ? char.IsAsciiDigit(rest[0]) && Number(rest) == Number(item) + 1 : item[0] == rest[0];
    }

    private static int Number(ReadOnlySpan<char> item) => int.TryParse(item[..Math.Max(0, item.IndexOfAnyExceptInRange('0', '9'))], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : -1;
}
