namespace Orchestration.Prompts.Unicode;

/// <summary>What the normalizer needs to know of a code point. The names of eng/unicode/generate.py.</summary>
[Flags]
internal enum CharTraits : uint
{
    None = 0,
    /// <summary>Does not occur in NFC, or only where it does not compose with what stands before it.</summary>
    NotNfc = 1 << 8,
    Decomposes = 1 << 9,

    /// <summary>Default_Ignorable_Code_Point: shows nothing of its own.</summary>
    Ignorable = 1 << 10,
    Mark = 1 << 11,

    /// <summary>A letter or mark of a script whose letters take the shape that their neighbours ask for.</summary>
    Joining = 1 << 12,
    Pictographic = 1 << 13,

    /// <summary>Has a text and an emoji style.</summary>
    EmojiBase = 1 << 14,

    /// <summary>Has a standardized variant.</summary>
    StandardBase = 1 << 15,
    Ideograph = 1 << 16,
    Mongolian = 1 << 17,

    /// <summary>Shows as part of what stands before it: a mark, a skin tone, a vowel or final of a Hangul syllable.</summary>
    Extends = 1 << 18,
    Regional = 1 << 19,

    /// <summary>A leading consonant of a Hangul syllable, or a syllable, which starts with one.</summary>
    LeadingJamo = 1 << 20,

    /// <summary>A line break, space or surrogate that is written differently.</summary>
    Replaced = 1 << 21,
}

/// <summary>The facts about one code point, in one word: traits above, the canonical combining class in the low eight bits.</summary>
internal readonly struct CharFacts(uint bits)
{
    /// <summary>Where a mark goes in canonical order; 0 for what is never moved.</summary>
    public int CombiningClass => (int)(bits & 0xFF);

    public bool Has(CharTraits any) => (bits & (uint)any) != 0;
}

/// <summary>Looks code points up in <see cref="UnicodeTables"/>.</summary>
internal static class CodePoints
{
    private const int BlockMask = (1 << UnicodeTables.BlockBits) - 1;

    public static CharFacts FactsOf(int codePoint) => new(UnicodeTables.Traits[ClassOf(codePoint)]);

    /// <summary>Whether the code unit needs no work of any kind wherever it stands. Surrogates are never clean.</summary>
    public static bool IsClean(char unit) => ClassOf(unit) < UnicodeTables.CleanClasses;

    /// <summary>The full canonical decomposition; empty if there is none. Hangul syllables are computed elsewhere.</summary>
    public static ReadOnlySpan<int> Decomposition(int codePoint)
    {
        if (!FactsOf(codePoint).Has(CharTraits.Decomposes))
        {
            return [];
        }

        var row = UnicodeTables.Decomposable.BinarySearch(codePoint);
        return UnicodeTables.Decompositions[UnicodeTables.DecompositionStarts[row]..UnicodeTables.DecompositionStarts[row + 1]];
    }

    /// <summary>Whether the code point, decomposed, starts with a mark that canonical order may move.</summary>
    public static bool StartsWithMovableMark(int codePoint) =>
        FactsOf(Decomposition(codePoint) is { IsEmpty: false } parts ? parts[0] : codePoint).CombiningClass != 0;

    /// <summary>Whether the code point, decomposed, ends with a mark that canonical order may move.</summary>
    public static bool EndsWithMovableMark(int codePoint) =>
        FactsOf(Decomposition(codePoint) is { IsEmpty: false } parts ? parts[^1] : codePoint).CombiningClass != 0;

    private static int ClassOf(int codePoint)
    {
        var block = codePoint >> UnicodeTables.BlockBits;
        return block >= UnicodeTables.Blocks.Length
            ? 0
            : UnicodeTables.Classes[(UnicodeTables.Blocks[block] << UnicodeTables.BlockBits) | (codePoint & BlockMask)];
    }
}
