using System.Buffers;
using System.Collections.Frozen;

namespace Orchestration.Streaming.Seams;

/// <summary>Tells where sentences end, in the scripts that models write.</summary>
internal static class SentenceEnds
{
    // Words that a full stop follows in the middle of a sentence: English, German, French, Spanish, Italian, Portuguese.
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "dr", "mr", "mrs", "ms", "prof", "st", "vs", "etc", "approx", "no", "nos", "fig", "figs", "al", "inc", "ltd", "co", "corp", "jr", "sr", "rev", "gen", "col", "lt", "capt", "sgt", "gov",
        "sen", "rep", "pp", "vol", "vols", "ed", "eds", "cf", "ch", "sec", "eq", "eqs", "ref", "refs", "dept", "est", "min", "max", "avg", "ca", "viz", "resp", "incl", "excl", "ext", "tel", "jan", "feb",
        "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "nr", "bzw", "ggf", "evtl", "inkl", "exkl", "usw", "hr", "fr", "str", "abs", "art", "abb", "bd", "hrsg", "vgl", "sog", "zzgl",
        "mind", "geb", "mme", "mlle", "m", "mm", "sra", "srta", "ud", "uds", "pág", "núm", "sig", "dott", "ing", "pag", "av", "env", "chap", "n°");

    private static readonly SearchValues<char> Closers = SearchValues.Create("\"'”’»›)]}*_`~）」』】》〉〕］｝＂＇");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AbbreviationSpans = Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a sentence ends at <paramref name="position"/>: after its punctuation and what closes with it, and before white space or a new sentence of a script without spaces.</summary>
    public static bool IsEnd(ReadOnlySpan<char> text, int position)
    {
        if (position <= 0 || position > text.Length || (position < text.Length && Closers.Contains(text[position]) && !char.IsWhiteSpace(text[position - 1])))
        {
            return false;
        }

        var mark = position - 1;
        while (mark > 0 && Closers.Contains(text[mark]))
        {
            mark--;
        }

        switch (text[mark])
        {
            case '。' or '！' or '？' or '｡':
                // A terminal mark may be doubled: the sentence ends after the last.
                return position == text.Length || !IsTerminal(text[position]);

            case '؟' or '۔' or '।' or '॥' or '։' or '።':
                return AtSpace(text, position);

            case '!' or '?' or '…':
                return AtSpace(text, position) && !GoesOn(text, position, needsCapital: text[mark] == '…');

            case '.':
                return AtSpace(text, position) && !GoesOn(text, position, needsCapital: mark > 0 && text[mark - 1] == '.') && !IsAbbreviation(text, mark);

            default:
                return false;
        }
    }

    /// <summary>Whether the text ends a sentence, taken for itself.</summary>
    public static bool EndsSentence(ReadOnlySpan<char> text) => IsEnd(text, text.TrimEnd().Length);

    /// <summary>The marks that end sentences.</summary>
    public static bool IsTerminal(char c) => c is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '｡' or '؟' or '۔' or '।' or '॥' or '։' or '።';

    /// <summary>Characters that stand at the end of a sentence after its mark.</summary>
    public static bool IsCloser(char c) => Closers.Contains(c);

    private static bool AtSpace(ReadOnlySpan<char> text, int position) => position == text.Length || char.IsWhiteSpace(text[position]);

    // A small letter after the space goes on with the sentence: "What?" she asked.
    private static bool GoesOn(ReadOnlySpan<char> text, int position, bool needsCapital)
    {
        var next = text[position..].TrimStart();
        if (next.IsEmpty)
        {
            return false;
        }

        return char.IsLower(next[0]) || (needsCapital && !char.IsUpper(next[0]));
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> text, int stop)
    {
        var start = stop;
        while (start > 0 && (Scripts.IsWordPart(text[start - 1]) || text[start - 1] == '.') && stop - start < 24)
        {
            start--;
        }

        var word = text[start..stop].TrimStart('.');
        if (word.IsEmpty)
        {
            // An ellipsis, or a mark after a closing sign: "(see below)."
            return false;
        }

        // The number of a list item or a day; initials; "e.g", "z.B".
        return (word.Length <= 2 && char.IsDigit(word[0])) || (word.Length == 1 && Scripts.Of(word[0]) != Script.Han) || (word.Contains('.') && !char.IsDigit(word[^1])) || AbbreviationSpans.Contains(word);
    }
}
