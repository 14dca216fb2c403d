namespace Orchestration.Evals.Scorers.Texts;

/// <summary>The Flesch-Kincaid grade of an English text: the years of US schooling that it asks of its reader.</summary>
/// <remarks>
/// 0.39 words a sentence + 11.8 syllables a word - 15.59 (J. P. Kincaid et al., Research Branch Report 8-75, 1975). Syllables are counted by the vowels in a row, without a silent e:
/// right for some nine words in ten, and wrong in both directions.
/// </remarks>
internal static class Readability
{
    /// <returns><see langword="null"/> for a text without words.</returns>
    public static double? Grade(string text)
    {
        var (sentences, words, syllables) = (0, 0, 0);
        foreach (var sentence in Sentences.Of(text))
        {
            var found = Words.Of(sentence);
            sentences += found.Count > 0 ? 1 : 0;
            words += found.Count;
            syllables += found.Sum(Syllables);
        }

        return words == 0 ? null : Grade(words, sentences, syllables);
    }

    public static double Grade(int words, int sentences, int syllables) => (0.39 * words / sentences) + (11.8 * syllables / words) - 15.59;

    /// <summary>At least 1.</summary>
    public static int Syllables(string word)
    {
        word = word.ToLowerInvariant().Replace("'s", string.Empty, StringComparison.Ordinal);
        var (count, wasVowel) = (0, false);
        for (var i = 0; i < word.Length; i++)
        {
            var isVowel = IsVowel(word, i);
            if (isVowel && (!wasVowel || IsParted(word, i)))
            {
                count++;
            }

            wasVowel = isVowel;
        }

        return Math.Max(1, count - (IsLastSilent(word) ? 1 : 0));
    }

    private static bool IsVowel(string word, int i) => word[i] is 'a' or 'e' or 'i' or 'o' or 'u' || (word[i] == 'y' && i > 0);

    // Two vowels that are spoken apart: sci-ence, vide-o, cre-ate, du-al.
    private static bool IsParted(string word, int i) => (word[i - 1], word[i]) switch
    {
        ('i', 'o') => !(i >= 2 && word[i - 2] is 't' or 's' or 'c' or 'g'),
        ('i', 'a') => !(i >= 2 && word[i - 2] is 't' or 'c'),
        ('i', 'u') or ('e', 'o') or ('u', 'a') => !(word[i - 1] == 'u' && i >= 2 && word[i - 2] is 'q' or 'g'),
        ('i', 'e') => i >= 2 && word.AsSpan(i).StartsWith("en"),
        ('e', 'a') => i >= 2 && word[i - 2] == 'r' && word.AsSpan(i).StartsWith("at"),
        ('y', 'i') => true,
        _ => false,
    };

    private static bool IsLastSilent(string word)
    {
        if (word.Length < 3)
        {
            return false;
        }

        // tab-le and lit-tle are spoken; mal-e is not.
        if (word[^1] == 'e')
        {
            return !IsVowel(word, word.Length - 2) && !(word[^2] == 'l' && !IsVowel(word, word.Length - 3));
        }

        return word.Length > 3 && !IsVowel(word, word.Length - 3) && (word[^2], word[^1]) switch
        {
            ('e', 'd') => word[^3] is not ('t' or 'd'),
            ('e', 's') => word[^3] is not ('s' or 'z' or 'x' or 'c' or 'g' or 'h'),
            _ => false,
        };
    }
}
