using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Orchestration.Providers.Local;

/// <summary>Words of a text: cut, lower-cased invariantly, and reduced to a stem that is good enough to compare by.</summary>
internal static class Words
{
    private static readonly FrozenSet<string> StopWords = Set(
        """
        a about above after again against all almost also although always am among an and another any are as at away back be became because become been before being
        below between both but by can cannot could did do does doing done down during each either else even ever every few first for from further get give go
        had has have having he hence her here hers herself him himself his how however i if in indeed into is it its itself just last least less like made make many may me might mine more
        most much must my myself near never nor not nothing now of off often on once one only or other others our ours out over own per perhaps rather same
        say see seem seems shall she should since so some something such than that the thee their theirs them themselves then there therefore these they thing things this those thou
        though three through thus till to too toward two under until up upon us used very was way we well were what when where whether which while who whom whose why will
        with within without would yet you your yours
        """);

    private static readonly FrozenSet<string> AskingWords = Set(
        """
        about answer article audience based best brief bullet bullets choose cite clear concise content create describe description document draft each exactly explain extract facts
        find following format fourth give good given heading headline help include instruction item items json keyword keywords language length list long markdown material metadata
        note notes number object outline paragraph paragraphs piece plain please point points polish prefer produce prompt provide question reader readers request research return
        schema second section sections select sentence sentences short single source sources step style suggest summarise summarize summary task tell text third title tone topic use using word words write writer written
        """);

    /// <summary>The words of a text in order. Runs of a script without spaces give one word for each two characters.</summary>
    public static IEnumerable<string> Of(string text)
    {
        int start = -1;
        int unspaced = -1;
        for (int i = 0; i < text.Length;)
        {
            // A lone surrogate decodes to the replacement character, which is no letter.
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out int length);
            bool letter = !IsUnspaced(rune) && IsLetter(rune);
            if (!letter && start >= 0)
            {
                yield return text[start..i].ToLowerInvariant();
            }

            if (IsUnspaced(rune) && unspaced >= 0)
            {
                yield return text[unspaced..(i + length)];
            }

            start = !letter ? -1 : start >= 0 ? start : i;
            unspaced = IsUnspaced(rune) ? i : -1;
            i += length;
        }

        if (start >= 0)
        {
            yield return text[start..].ToLowerInvariant();
        }
    }

    /// <summary>Words as a reader counts them: runs between white space.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        bool inside = false;
        foreach (char c in text)
        {
            bool space = char.IsWhiteSpace(c);
            count += !space && !inside ? 1 : 0;
            inside = !space;
        }

        return count;
    }

    /// <summary>Whether a word can carry a subject: not a stop word of English, not a single letter.</summary>
    public static bool HasContent(string word) => word.Length > 1 && !StopWords.Contains(word);

    /// <summary>Whether a word of an instruction names its subject rather than the work to be done.</summary>
    public static bool NamesSubject(string word) => HasContent(word) && !AskingWords.Contains(word) && !char.IsAsciiDigit(word[0]);

    /// <summary>A light English stem; words of other languages mostly pass unchanged.</summary>
    public static string Stem(string word)
    {
        if (word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal))
        {
            return Undouble(word[..^3]);
        }

        if (word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal))
        {
            return word[..^3] + "y";
        }

        if (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal))
        {
            return Undouble(word[..^2]);
        }

        if (word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i'))
        {
            word = word[..^1];
        }

        return word.Length > 4 && word[^1] == 'e' ? word[..^1] : word;
    }

    /// <summary>Splits a name as programmers write it (readingMinutes, word_count) into lower-case words.</summary>
    public static IEnumerable<string> OfIdentifier(string name)
    {
        var spaced = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1]))
            {
                spaced.Append(' ');
            }

            spaced.Append(name[i] is '_' or '-' or '.' ? ' ' : name[i]);
        }

        return Of(spaced.ToString());
    }

    private static string Undouble(string stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's') ? stem[..^1] : stem;

    private static bool IsLetter(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsUnspaced(Rune rune) =>
        rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x0E00 and <= 0x0E7F) or (>= 0x20000 and <= 0x2FA1F);

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
