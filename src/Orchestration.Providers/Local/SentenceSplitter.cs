using System.Collections.Frozen;

namespace Orchestration.Providers.Local;

/// <summary>Cuts a paragraph into sentences. Abbreviations, initials, decimals and quoted exclamations inside a sentence do not end it.</summary>
internal static class SentenceSplitter
{
    private const int LongestBracket = 300;

    private static readonly FrozenSet<string> NeverLast = new[]
    {
        "mr", "mrs", "ms", "dr", "prof", "st", "capt", "col", "gen", "lieut", "lt", "rev", "hon", "sen", "gov", "messrs", "mme", "mlle", "vs", "viz", "cf", "e.g", "i.e",
        "jan", "feb", "mar", "apr", "aug", "sept", "oct", "nov", "dec", "bzw", "z.b", "d.h", "hr", "fr", "sr", "sra", "approx", "ca", "mt", "ft",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> BeforeNumber = new[]
    {
        "no", "nos", "nr", "p", "pp", "vol", "vols", "fig", "figs", "chap", "ch", "art", "sec", "op", "eq", "ed", "c", "lat", "long",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Split(string paragraph)
    {
        int start = 0;
        for (int i = 0; i < paragraph.Length; i++)
        {
            if (!IsTerminator(paragraph[i]))
            {
                continue;
            }

            int end = i + 1;
            while (end < paragraph.Length && (IsTerminator(paragraph[end]) || IsCloser(paragraph[end])))
            {
                end++;
            }

            if (IsBoundary(paragraph, start, i, end))
            {
                yield return paragraph[start..end].Trim();
                start = end;
            }

            i = end - 1;
        }

        if (!string.IsNullOrWhiteSpace(paragraph.AsSpan(start).ToString()))
        {
            yield return paragraph[start..].Trim();
        }
    }

    private static bool IsBoundary(string text, int start, int mark, int end)
    {
        if (IsUnspacedTerminator(text[mark]) || end == text.Length)
        {
            return true;
        }

        if (!char.IsWhiteSpace(text[end]))
        {
            return false;
        }

        int next = end;
        while (next < text.Length && (char.IsWhiteSpace(text[next]) || IsOpener(text[next])))
        {
            next++;
        }

        if (next == text.Length)
        {
            return true;
        }

        return !char.IsLower(text[next]) && !(text[mark] == '.' && IsAbbreviated(text, start, mark, text[next])) && !IsInsideBrackets(text, start, end);
    }

    /// <summary>A bracket that closes soon after is part of its sentence, even if it holds another.</summary>
    private static bool IsInsideBrackets(string text, int start, int end)
    {
        var before = text.AsSpan(start, end - start);
        var after = text.AsSpan(end, Math.Min(LongestBracket, text.Length - end));
        int closes = after.IndexOf(')');
        return before.LastIndexOf('(') > before.LastIndexOf(')') && closes >= 0 && !after[..closes].Contains('(');
    }

    private static bool IsAbbreviated(string text, int start, int mark, char next)
    {
        int wordStart = mark;
        while (wordStart > start && !char.IsWhiteSpace(text[wordStart - 1]) && !IsOpener(text[wordStart - 1]))
        {
            wordStart--;
        }

        string word = text[wordStart..mark];
        if (NeverLast.Contains(word))
        {
            return true;
        }

        if (word.Contains('.', StringComparison.Ordinal) && char.IsDigit(next))
        {
            return true;
        }

        bool initial = word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I' && char.IsUpper(next);
        return initial || (char.IsDigit(next) && BeforeNumber.Contains(word));
    }

    private static bool IsTerminator(char c) => c is '.' or '!' or '?' or '…' || IsUnspacedTerminator(c);

    private static bool IsUnspacedTerminator(char c) => c is '。' or '！' or '？' or '؟' or '।' or '۔';

    private static bool IsCloser(char c) => c is '"' or '\'' or '”' or '’' or ')' or ']' or '»' or '」' or '』' or '_' or '*';

    private static bool IsOpener(char c) => c is '"' or '\'' or '“' or '‘' or '(' or '[' or '«' or '「' or '_' or '*';
}
