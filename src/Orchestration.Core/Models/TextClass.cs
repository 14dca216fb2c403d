namespace Orchestration.Models;

/// <summary>What a text is made of, as far as it decides how many tokens a vocabulary makes of it. A class counts either characters or places where something begins.</summary>
internal enum TextClass
{
    /// <summary>Words: runs of Latin letters. Frequent ones are one token, with the space before them.</summary>
    Word,

    /// <summary>Letters after the third of a word.</summary>
    LetterPast3,

    /// <summary>Letters after the seventh of a word: compounds, inflected languages.</summary>
    LetterPast7,

    /// <summary>Letters after the fifteenth of a word: what no vocabulary holds whole.</summary>
    LetterPast15,

    /// <summary>A capital after a small letter, as in camelCase and in random letters.</summary>
    CaseSwitch,

    /// <summary>A capital after a capital.</summary>
    Capital,

    /// <summary>A letter beside a digit: hashes, keys, versions.</summary>
    LetterDigitSwitch,

    /// <summary>Decimal digits.</summary>
    Digit,

    /// <summary>Runs of digits.</summary>
    Number,

    /// <summary>ASCII punctuation.</summary>
    Mark,

    /// <summary>Runs of punctuation.</summary>
    MarkRun,

    /// <summary>Runs of white space that hold a line feed.</summary>
    Line,

    /// <summary>A white space after a white space: indentation, alignment.</summary>
    Indent,

    /// <summary>Latin letters beyond ASCII, with their combining marks.</summary>
    LatinExtended,

    /// <summary>Greek, Cyrillic, Armenian, Hebrew, Arabic.</summary>
    CyrillicGreekSemitic,

    /// <summary>The scripts of India and of South East Asia.</summary>
    Indic,

    /// <summary>Han characters and the marks among them.</summary>
    Han,

    /// <summary>Hiragana and katakana.</summary>
    Kana,

    /// <summary>Korean syllables.</summary>
    Hangul,

    /// <summary>Typographic marks, arrows, mathematics, box drawing.</summary>
    Symbol,

    /// <summary>Halves of surrogate pairs: emoji, rare scripts.</summary>
    HalfOfPair,

    /// <summary>All the rest.</summary>
    Rare,

    /// <summary>How many classes there are.</summary>
    Count,
}
