using System.Collections.Concurrent;
using System.Globalization;
using Orchestration.Schemas.Unicode;

namespace Orchestration.Schemas.Patterns;

/// <summary>The sets that ECMAScript has names for.</summary>
internal static class CharacterClasses
{
    /// <summary>Long, short and other names of general categories, as PropertyValueAliases.txt of Unicode has them; a set of categories for each.</summary>
    private static readonly (string Names, int Categories)[] GeneralCategories =
    [
        ("Lu Uppercase_Letter", Bit(UnicodeCategory.UppercaseLetter)),
        ("Ll Lowercase_Letter", Bit(UnicodeCategory.LowercaseLetter)),
        ("Lt Titlecase_Letter", Bit(UnicodeCategory.TitlecaseLetter)),
        ("LC Cased_Letter", Bits(UnicodeCategory.UppercaseLetter, UnicodeCategory.TitlecaseLetter)),
        ("Lm Modifier_Letter", Bit(UnicodeCategory.ModifierLetter)),
        ("Lo Other_Letter", Bit(UnicodeCategory.OtherLetter)),
        ("L Letter", Bits(UnicodeCategory.UppercaseLetter, UnicodeCategory.OtherLetter)),
        ("Mn Nonspacing_Mark", Bit(UnicodeCategory.NonSpacingMark)),
        ("Mc Spacing_Mark", Bit(UnicodeCategory.SpacingCombiningMark)),
        ("Me Enclosing_Mark", Bit(UnicodeCategory.EnclosingMark)),
        ("M Mark Combining_Mark", Bits(UnicodeCategory.NonSpacingMark, UnicodeCategory.EnclosingMark)),
        ("Nd Decimal_Number digit", Bit(UnicodeCategory.DecimalDigitNumber)),
        ("Nl Letter_Number", Bit(UnicodeCategory.LetterNumber)),
        ("No Other_Number", Bit(UnicodeCategory.OtherNumber)),
        ("N Number", Bits(UnicodeCategory.DecimalDigitNumber, UnicodeCategory.OtherNumber)),
        ("Pc Connector_Punctuation", Bit(UnicodeCategory.ConnectorPunctuation)),
        ("Pd Dash_Punctuation", Bit(UnicodeCategory.DashPunctuation)),
        ("Ps Open_Punctuation", Bit(UnicodeCategory.OpenPunctuation)),
        ("Pe Close_Punctuation", Bit(UnicodeCategory.ClosePunctuation)),
        ("Pi Initial_Punctuation", Bit(UnicodeCategory.InitialQuotePunctuation)),
        ("Pf Final_Punctuation", Bit(UnicodeCategory.FinalQuotePunctuation)),
        ("Po Other_Punctuation", Bit(UnicodeCategory.OtherPunctuation)),
        ("P Punctuation punct", Bits(UnicodeCategory.ConnectorPunctuation, UnicodeCategory.OtherPunctuation)),
        ("Sm Math_Symbol", Bit(UnicodeCategory.MathSymbol)),
        ("Sc Currency_Symbol", Bit(UnicodeCategory.CurrencySymbol)),
        ("Sk Modifier_Symbol", Bit(UnicodeCategory.ModifierSymbol)),
        ("So Other_Symbol", Bit(UnicodeCategory.OtherSymbol)),
        ("S Symbol", Bits(UnicodeCategory.MathSymbol, UnicodeCategory.OtherSymbol)),
        ("Zs Space_Separator", Bit(UnicodeCategory.SpaceSeparator)),
        ("Zl Line_Separator", Bit(UnicodeCategory.LineSeparator)),
        ("Zp Paragraph_Separator", Bit(UnicodeCategory.ParagraphSeparator)),
        ("Z Separator", Bits(UnicodeCategory.SpaceSeparator, UnicodeCategory.ParagraphSeparator)),
        ("Cc Control cntrl", Bit(UnicodeCategory.Control)),
        ("Cf Format", Bit(UnicodeCategory.Format)),
        ("Cs Surrogate", Bit(UnicodeCategory.Surrogate)),
        ("Co Private_Use", Bit(UnicodeCategory.PrivateUse)),
        ("Cn Unassigned", Bit(UnicodeCategory.OtherNotAssigned)),
        ("C Other", Bits(UnicodeCategory.Control, UnicodeCategory.PrivateUse) | Bit(UnicodeCategory.OtherNotAssigned)),
    ];

    /// <summary>Made when first asked for; there are no more of them than names above.</summary>
    private static readonly ConcurrentDictionary<int, CodePointSet> Made = new();

    public static CodePointSet Digits { get; } = new CodePointSet().Add('0', '9');

    public static CodePointSet WordCharacters { get; } = new CodePointSet().Add('0', '9').Add('A', 'Z').Add('_', '_').Add('a', 'z');

    public static CodePointSet LineTerminators { get; } = new CodePointSet().Add('\n', '\n').Add('\r', '\r').Add(0x2028, 0x2029);

    /// <summary>WhiteSpace and LineTerminator of ECMA-262, section 12.2 and 12.3.</summary>
    public static CodePointSet Spaces { get; } = new CodePointSet().Add(0x09, 0x0D).Add(0x20, 0x20).Add(0xA0, 0xA0).Add(0x1680, 0x1680)
        .Add(0x2000, 0x200A).Add(0x2028, 0x2029).Add(0x202F, 0x202F).Add(0x205F, 0x205F).Add(0x3000, 0x3000).Add(0xFEFF, 0xFEFF);

    /// <summary>What stands in the braces of <c>\p{..}</c>; <see langword="null"/> when it is not one that can be told exactly.</summary>
    public static CodePointSet? Property(string expression)
    {
        var parts = expression.Split('=');
        return parts switch
        {
            ["Any"] => new CodePointSet().Add(0, CodePointSet.Last),
            ["ASCII"] => new CodePointSet().Add(0, 0x7F),
            ["Assigned"] => Property("Cn")!.Complement(),
            ["ASCII_Hex_Digit" or "AHex"] => new CodePointSet().Add('0', '9').Add('A', 'F').Add('a', 'f'),
            ["White_Space" or "space"] => new CodePointSet().Add(0x09, 0x0D).Add(0x20, 0x20).Add(0x85, 0x85).Add(0xA0, 0xA0).Add(0x1680, 0x1680)
                .Add(0x2000, 0x200A).Add(0x2028, 0x2029).Add(0x202F, 0x202F).Add(0x205F, 0x205F).Add(0x3000, 0x3000),
            ["Alphabetic" or "Alpha"] => Categories(Bits(UnicodeCategory.UppercaseLetter, UnicodeCategory.OtherLetter) | Bit(UnicodeCategory.LetterNumber), PropertyTables.OtherAlphabetic),
            ["Uppercase" or "Upper"] => Categories(Bit(UnicodeCategory.UppercaseLetter), PropertyTables.OtherUppercase),
            ["Lowercase" or "Lower"] => Categories(Bit(UnicodeCategory.LowercaseLetter), PropertyTables.OtherLowercase),
            ["Ideographic" or "Ideo"] => Categories(0, PropertyTables.Ideographic),
            ["Emoji"] => Categories(0, PropertyTables.Emoji),
            ["Emoji_Presentation" or "EPres"] => Categories(0, PropertyTables.EmojiPresentation),
            ["Extended_Pictographic" or "ExtPict"] => Categories(0, PropertyTables.ExtendedPictographic),
            [var name] => Category(name),
            ["Script" or "sc", var name] => Scripts.Find(name),
            ["General_Category" or "gc", var name] => Category(name),
            _ => null,
        };
    }

    private static CodePointSet? Category(string name)
    {
        foreach (var (names, categories) in GeneralCategories)
        {
            if (names.Split(' ').Contains(name, StringComparer.Ordinal))
            {
                return Made.GetOrAdd(categories, Collect);
            }
        }

        return null;
    }

    private static CodePointSet Categories(int categories, ReadOnlySpan<int> others)
    {
        var set = new CodePointSet().Add(Made.GetOrAdd(categories, Collect));
        for (var i = 0; i < others.Length; i += 2)
        {
            set.Add(others[i], others[i + 1]);
        }

        return set;
    }

    private static CodePointSet Collect(int categories)
    {
        var set = new CodePointSet();
        var first = -1;
        for (var codePoint = 0; codePoint <= CodePointSet.Last; codePoint++)
        {
            var isMember = (categories & Bit(CharUnicodeInfo.GetUnicodeCategory(codePoint))) != 0;
            if (isMember && first < 0)
            {
                first = codePoint;
            }
            else if (!isMember && first >= 0)
            {
                set.Add(first, codePoint - 1);
                first = -1;
            }
        }

        return first >= 0 ? set.Add(first, CodePointSet.Last) : set;
    }

    private static int Bit(UnicodeCategory category) => 1 << (int)category;

    private static int Bits(UnicodeCategory first, UnicodeCategory last)
    {
        var bits = 0;
        for (var category = first; category <= last; category++)
        {
            bits |= Bit(category);
        }

        return bits;
    }
}
