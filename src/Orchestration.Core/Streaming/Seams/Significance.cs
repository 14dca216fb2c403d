using System.Buffers;

namespace Orchestration.Streaming.Seams;

/// <summary>What an agreement between the kept text's end and the continuation's beginning is.</summary>
internal enum Verdict
{
    /// <summary>The continuation repeats.</summary>
    Repeat,

    /// <summary>It happens to begin as the kept text ends: rows of equal numbers, closing brackets.</summary>
    Chance,

    /// <summary>It may be either.</summary>
    Open,
}

/// <summary>Tells repeats from texts that repeat themselves.</summary>
internal static class Significance
{
    private static readonly SearchValues<char> Closing = SearchValues.Create(")]}>,;");

    // Words that a sentence may rightly hold twice in a row.
    private static readonly HashSet<string> Doubled = new(StringComparer.Ordinal)
    {
        "had", "that", "very", "so", "no", "yes", "is", "it", "do", "many", "much", "long", "far", "really", "ha", "bye", "die", "der", "das", "sehr", "nous", "vous", "se", "que", "muy", "row", "in", "on", "to", "out",
    };

    /// <summary>Weighs an agreement by its length alone.</summary>
    /// <param name="kept">The kept text from where the agreement begins.</param>
    /// <param name="before">The kept text before it.</param>
    /// <param name="next">The agreement as the continuation has it.</param>
    public static Verdict Weigh(ReadOnlySpan<char> kept, ReadOnlySpan<char> before, ReadOnlySpan<char> next)
    {
        int letters = 0, wide = 0, words = 0;
        var inWord = false;
        foreach (var c in kept)
        {
            var isLetter = char.IsLetter(c) || char.IsSurrogate(c);
            letters += isLetter ? 1 : 0;
            wide += Scripts.HasNoSpaces(Scripts.Of(c)) ? 1 : 0;
            var isWord = Scripts.IsWordPart(c);
            words += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }

        if (words == 0)
        {
            return Marks(kept, before, next);
        }

        var isLine = before.IsEmpty || before.TrimEnd(' ').EndsWith('\n');
        var endsLine = kept.TrimEnd(' ').EndsWith('\n');
        if (wide > 0)
        {
            return wide >= 4 || (wide >= 2 && SentenceEnds.EndsSentence(kept) && !StartsSentence(before)) ? Verdict.Repeat : Verdict.Open;
        }

        if (isLine && endsLine)
        {
            return letters >= 4 ? Verdict.Repeat : Verdict.Open;
        }

        if (words >= 2)
        {
            return letters >= 5 ? Verdict.Repeat : Verdict.Open;
        }

        var word = kept.Trim();
        return letters >= 3 && letters == word.Length && !Doubled.Contains(word.ToString().ToLowerInvariant()) ? Verdict.Repeat
            : letters >= 2 && SentenceEnds.EndsSentence(kept) && !StartsSentence(before) ? Verdict.Repeat
            : Verdict.Open;
    }

    private static bool StartsSentence(ReadOnlySpan<char> before) => before.TrimEnd().IsEmpty || before.EndsWith('\n') || SentenceEnds.EndsSentence(before);

    // A line of brackets that closes twice at one indentation does not occur; at another it is the next line.
    private static Verdict Marks(ReadOnlySpan<char> kept, ReadOnlySpan<char> before, ReadOnlySpan<char> next)
    {
        if (!kept.TrimEnd(' ').EndsWith('\n'))
        {
            var marker = before.EndsWith('\n') || before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace();
            if (marker && kept.Trim() is ['-'])
            {
                return Verdict.Repeat;
            }

            // A quotation mark or a dash may end one sentence and begin the next; brackets and stops do not come twice.
            return kept.Trim() is ['"' or '\'' or '“' or '„' or '«' or '-' or '—' or '–'] ? Verdict.Chance : Verdict.Open;
        }

        var line = before.LastIndexOfAny('\n', '\r') + 1;
        var indent = before[line..];
        if (!indent.IsWhiteSpace() || kept.Trim().ContainsAnyExcept(Closing))
        {
            return Verdict.Open;
        }

        var given = next[..(next.Length - next.TrimStart(' ').Length)];
        return given.IsEmpty && !indent.IsEmpty ? Verdict.Open : given.SequenceEqual(indent) ? Verdict.Repeat : Verdict.Chance;
    }
}
