namespace Orchestration.Evals.GoldenSets.Redaction;

/// <summary>Digits and capitals in groups, as people write numbers of accounts.</summary>
internal static class DigitText
{
    /// <summary>Where text that begins at <paramref name="start"/> ends when it has <paramref name="count"/> of the wanted characters, grouped by single spaces or hyphens; -1 when it has not so many.</summary>
    public static int End(string text, int start, int count, Func<char, bool> wanted)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (wanted(text[i]))
            {
                if (--count == 0)
                {
                    return i + 1;
                }
            }
            else if (!IsSeparator(text[i]) || i == start || !wanted(text[i - 1]))
            {
                return -1;
            }
        }

        return -1;
    }

    /// <summary>The digits and letters alone.</summary>
    public static string Bare(string text, int start, int end) => string.Concat(text[start..end].Where(char.IsAsciiLetterOrDigit));

    /// <summary>Whether no digit or letter stands directly before, or after.</summary>
    public static bool StandsAlone(string text, int start, int end) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));

    private static bool IsSeparator(char unit) => unit is ' ' or '-' or '\u00A0' or '\u202F';
}
