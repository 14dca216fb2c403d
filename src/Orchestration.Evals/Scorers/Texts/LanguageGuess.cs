using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Orchestration.Evals.Scorers.Texts;

/// <summary>Tells the language of a text by its script and, where many share one, by its little words and letters.</summary>
internal static class LanguageGuess
{
    // A second language that is this close leaves it open.
    private const double Lead = 1.15;

    // Letters that tell one language of a script from the others.
    private static readonly SearchValues<char> Ukrainian = SearchValues.Create("іїєґІЇЄҐ");
    private static readonly SearchValues<char> Russian = SearchValues.Create("ыэъЫЭЪ");
    private static readonly SearchValues<char> Persian = SearchValues.Create("پچژگ");

    private static readonly FrozenDictionary<string, string[]> ByWord = LanguageTables.Words
        .SelectMany(static entry => entry.Value.Distinct(StringComparer.Ordinal).Select(word => (word, entry.Key)))
        .GroupBy(static pair => pair.word, static pair => pair.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(static group => group.Key, static group => group.ToArray());

    /// <summary>The languages that can be told, as BCP 47 has them.</summary>
    public static FrozenSet<string> Known { get; } =
        LanguageTables.Words.Keys.Concat(["ar", "el", "fa", "he", "hi", "ja", "ko", "ru", "th", "uk", "zh"]).ToFrozenSet(StringComparer.Ordinal);

    /// <returns><see langword="null"/> when the text is too short or too mixed to tell.</returns>
    public static string? Of(string text)
    {
        var scripts = Scripts(text);
        if (scripts.Count == 0)
        {
            return null;
        }

        // Japanese is written with Han too; a few kana among many Han are enough.
        if (scripts.GetValueOrDefault(Script.Kana) * 20 > scripts.GetValueOrDefault(Script.Han))
        {
            scripts[Script.Kana] = scripts.GetValueOrDefault(Script.Kana) + scripts.GetValueOrDefault(Script.Han);
            scripts.Remove(Script.Han);
        }

        return scripts.MaxBy(static script => script.Value).Key switch
        {
            Script.Kana => "ja",
            Script.Han => "zh",
            Script.Hangul => "ko",
            Script.Greek => "el",
            Script.Hebrew => "he",
            Script.Devanagari => "hi",
            Script.Thai => "th",
            Script.Cyrillic => text.AsSpan().ContainsAny(Ukrainian) && !text.AsSpan().ContainsAny(Russian) ? "uk" : "ru",
            Script.Arabic => text.AsSpan().ContainsAny(Persian) ? "fa" : "ar",
            _ => Latin(text),
        };
    }

    private static string? Latin(string text)
    {
        var points = new Dictionary<string, double>();
        foreach (var word in Words.Of(text))
        {
            Give(ByWord.GetValueOrDefault(word, []), 1);
        }

        foreach (var letter in text.ToLowerInvariant())
        {
            Give(LanguageTables.Letters.GetValueOrDefault(letter, []), 0.5);
        }

        var best = points.OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key, StringComparer.Ordinal).Take(2).ToArray();
        return best switch
        {
            [var only] => only.Key,
            [var first, var second] when first.Value >= second.Value * Lead => first.Key,
            _ => null,
        };

        // What many languages share says little of each.
        void Give(string[] languages, double worth)
        {
            foreach (var language in languages)
            {
                points[language] = points.GetValueOrDefault(language) + (worth / languages.Length);
            }
        }
    }

    private static Dictionary<Script, int> Scripts(string text)
    {
        var counts = new Dictionary<Script, int>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) && ScriptOf(rune.Value) is { } script)
            {
                counts[script] = counts.GetValueOrDefault(script) + 1;
            }
        }

        return counts;
    }

    private static Script? ScriptOf(int rune) => rune switch
    {
        < 0x0250 or (>= 0x1E00 and < 0x1F00) => Script.Latin,
        (>= 0x0370 and < 0x0400) or (>= 0x1F00 and < 0x2000) => Script.Greek,
        >= 0x0400 and < 0x0530 => Script.Cyrillic,
        >= 0x0590 and < 0x0600 => Script.Hebrew,
        >= 0x0600 and < 0x0780 => Script.Arabic,
        >= 0x0900 and < 0x0980 => Script.Devanagari,
        >= 0x0E00 and < 0x0E80 => Script.Thai,
        (>= 0x1100 and < 0x1200) or (>= 0xAC00 and < 0xD7B0) => Script.Hangul,
        >= 0x3041 and < 0x3100 => Script.Kana,
        (>= 0x3400 and < 0xA000) or (>= 0x20000 and < 0x40000) => Script.Han,
        _ => null,
    };

    private enum Script
    {
        Latin,
        Greek,
        Cyrillic,
        Hebrew,
        Arabic,
        Devanagari,
        Thai,
        Hangul,
        Kana,
        Han,
    }
}
