namespace Orchestration.Streaming.Seams;

/// <summary>A writing system, as coarse as telling languages and spaces apart needs.</summary>
internal enum Script
{
    /// <summary>Digits, punctuation, symbols, white space.</summary>
    Common,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Indic,
    Thai,
    Hangul,

    /// <summary>Han, Kana and Bopomofo: one, because Japanese mixes them.</summary>
    Han,
    Other,
}

/// <summary>Tells scripts by their Unicode blocks (https://www.unicode.org/Public/17.0.0/ucd/Blocks.txt).</summary>
internal static class Scripts
{
    public const int Count = (int)Script.Other + 1;

    public static Script Of(char c) => c switch
    {
        <= '\u024F' => char.IsLetter(c) ? Script.Latin : Script.Common,
        >= '\u1E00' and <= '\u1EFF' => Script.Latin,
        >= '\u0370' and <= '\u03FF' => char.IsLetter(c) ? Script.Greek : Script.Common,
        >= '\u0400' and <= '\u052F' => Script.Cyrillic,
        >= '\u0590' and <= '\u05FF' => Script.Hebrew,
        >= '\u0600' and <= '\u07BF' or >= '\u08A0' and <= '\u08FF' or >= '\uFB50' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC' => char.IsLetter(c) ? Script.Arabic : Script.Common,
        >= '\u0900' and <= '\u0DFF' => char.IsLetter(c) ? Script.Indic : Script.Common,
        >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' => Script.Thai,
        >= '\u1100' and <= '\u11FF' or >= '\u3130' and <= '\u318F' or >= '\uAC00' and <= '\uD7AF' => Script.Hangul,
        >= '\u2E80' and <= '\u2FDF' or >= '\u3005' and <= '\u3007' or >= '\u3041' and <= '\u312F' or >= '\u31A0' and <= '\u31BF' or >= '\u31F0' and <= '\u31FF' or >= '\u3400' and <= '\u4DBF'
            or >= '\u4E00' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' or >= '\uFF66' and <= '\uFF9D' => Script.Han,
        >= '\uD840' and <= '\uD888' => Script.Han,
        _ => char.IsLetter(c) ? Script.Other : Script.Common,
    };

    /// <summary>Whether words of the script follow one another without spaces.</summary>
    public static bool HasNoSpaces(Script script) => script is Script.Han or Script.Thai;

    /// <summary>Punctuation of texts in Han or Kana, which carries its own space.</summary>
    public static bool IsWidePunctuation(char c) => c is >= '\u3000' and <= '\u303F' or >= '\uFF01' and <= '\uFF0F' or >= '\uFF1A' and <= '\uFF20' or >= '\uFF3B' and <= '\uFF40' or >= '\uFF5B' and <= '\uFF65';

    /// <summary>Whether nothing stands between words on either side of this character.</summary>
    public static bool IsUnspaced(char c) => HasNoSpaces(Of(c)) || IsWidePunctuation(c);

    /// <summary>Whether a word may go on over this character.</summary>
    public static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
