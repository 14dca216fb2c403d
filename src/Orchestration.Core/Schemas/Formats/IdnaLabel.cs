using System.Globalization;
using Orchestration.Schemas.Unicode;

namespace Orchestration.Schemas.Formats;

/// <summary>Whether a label with characters beyond ASCII may be registered: RFC 5891, section 4.2.3, and RFC 5892.</summary>
/// <remarks>
/// General categories are those of .NET, the rest of a table of Unicode 15: a letter that came later is valid by its category. That a label is in Normalization
/// Form C is not asked, as .NET can say so only on machines that have ICU.
/// </remarks>
internal static class IdnaLabel
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;
    private const int AdlamNasalization = 0x1E94B;

    private static readonly int Greek = ScriptOf('α');
    private static readonly int Hebrew = ScriptOf('א');
    private static readonly int Hiragana = ScriptOf('ぁ');
    private static readonly int Katakana = ScriptOf('ァ');
    private static readonly int Han = ScriptOf('丈');

    public static bool IsValid(ReadOnlySpan<int> label)
    {
        if (label[0] == '-' || label[^1] == '-' || (label.Length >= 4 && label[2] == '-' && label[3] == '-') || IsMark(label[0]))
        {
            return false;
        }

        for (var i = 0; i < label.Length; i++)
        {
            if (!IsValidAt(label, i))
            {
                return false;
            }
        }

        return BidirectionalLabel.IsValid(label);
    }

    private static bool IsValidAt(ReadOnlySpan<int> label, int i) => label[i] switch
    {
        < 0x80 => label[i] is '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z'),
        NonJoiner => FollowsVirama(label, i) || JoinsBothSides(label, i),
        Joiner => FollowsVirama(label, i),
        0xB7 => i > 0 && i + 1 < label.Length && label[i - 1] == 'l' && label[i + 1] == 'l',
        0x375 => i + 1 < label.Length && ScriptOf(label[i + 1]) == Greek,
        0x5F3 or 0x5F4 => i > 0 && ScriptOf(label[i - 1]) == Hebrew,
        0x30FB => HasJapanese(label),
        >= 0x660 and <= 0x669 => !label.ContainsAnyInRange(0x6F0, 0x6F9),
        >= 0x6F0 and <= 0x6F9 => !label.ContainsAnyInRange(0x660, 0x669),
        0x6FD or 0x6FE or 0xF0B or 0x3007 => true,
        _ => IsLetter(label[i]),
    };

    private static bool IsLetter(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
    {
        // Cherokee is the one script whose capitals stay what they are when case is folded.
        UnicodeCategory.UppercaseLetter => codePoint is >= 0x13A0 and <= 0x13F5,
        UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber => !CodePointTable.Contains(IdnaTables.Refused, codePoint),
        _ => false,
    };

    private static bool IsMark(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool FollowsVirama(ReadOnlySpan<int> label, int i) => i > 0 && IdnaTables.Viramas.BinarySearch<int, int>(label[i - 1]) >= 0;

    /// <summary>Whether the letters on both sides, beyond their marks, would join without what stands between them.</summary>
    private static bool JoinsBothSides(ReadOnlySpan<int> label, int i)
    {
        var (before, after) = (i - 1, i + 1);
        while (before >= 0 && IsTransparent(label[before]))
        {
            before--;
        }

        while (after < label.Length && IsTransparent(label[after]))
        {
            after++;
        }

        return before >= 0 && CodePointTable.Contains(IdnaTables.JoinsLeft, label[before])
            && after < label.Length && CodePointTable.Contains(IdnaTables.JoinsRight, label[after]);
    }

    private static bool IsTransparent(int codePoint) =>
        codePoint == AdlamNasalization || CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.NonSpacingMark;

    private static bool HasJapanese(ReadOnlySpan<int> label)
    {
        foreach (var codePoint in label)
        {
            var script = ScriptOf(codePoint);
            if (script == Hiragana || script == Katakana || script == Han)
            {
                return true;
            }
        }

        return false;
    }

    private static int ScriptOf(int codePoint) => CodePointTable.ValueOf(PropertyTables.ScriptStarts, codePoint);
}
