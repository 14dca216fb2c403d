using Orchestration.Schemas.Unicode;

namespace Orchestration.Schemas.Formats;

/// <summary>The rule of RFC 5893, section 2, for labels with letters that are written from right to left.</summary>
internal static class BidirectionalLabel
{
    /// <summary>In the order of eng/unicode/schemas.py, as the bits of a set.</summary>
    [Flags]
    private enum Kinds
    {
        None = 0,
        L = 1 << 0,
        R = 1 << 1,
        AL = 1 << 2,
        AN = 1 << 3,
        EN = 1 << 4,
        ES = 1 << 5,
        CS = 1 << 6,
        ET = 1 << 7,
        ON = 1 << 8,
        BN = 1 << 9,
        NSM = 1 << 10,
    }

    public static bool IsValid(ReadOnlySpan<int> label)
    {
        var all = Kinds.None;
        var last = Kinds.None;
        foreach (var codePoint in label)
        {
            var kind = KindOf(codePoint);
            all |= kind;
            last = kind == Kinds.NSM ? last : kind;
        }

        // A label without them is not asked, though a name may have it beside one that is.
        return (all & (Kinds.R | Kinds.AL | Kinds.AN)) == Kinds.None
            || ((KindOf(label[0]) & (Kinds.R | Kinds.AL)) != Kinds.None
                && (all & Kinds.L) == Kinds.None
                && (last & (Kinds.R | Kinds.AL | Kinds.EN | Kinds.AN)) != Kinds.None
                && (all & (Kinds.EN | Kinds.AN)) != (Kinds.EN | Kinds.AN));
    }

    private static Kinds KindOf(int codePoint) => (Kinds)(1 << CodePointTable.ValueOf(IdnaTables.BidiStarts, codePoint));
}
