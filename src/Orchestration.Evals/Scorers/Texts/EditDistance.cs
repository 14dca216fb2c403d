using System.Text;

namespace Orchestration.Evals.Scorers.Texts;

/// <summary>Levenshtein's distance in characters (Unicode scalar values): insertions, deletions and replacements that make one text of the other.</summary>
/// <remarks>By Myers' bit vectors in blocks of 64 (G. Myers, JACM 46(3), 1999; H. Hyyrö, 2003): two texts of 20,000 characters take 6 million steps and not 400.</remarks>
internal static class EditDistance
{
    /// <summary>1 for equal texts, 0 for texts that share nothing: 1 - distance / the longer length. Two empty texts are equal.</summary>
    public static double Similarity(string left, string right)
    {
        var (a, b) = (Scalars(left), Scalars(right));
        var longest = Math.Max(a.Length, b.Length);
        return longest == 0 ? 1 : 1 - ((double)Between(a, b) / longest);
    }

    public static int Between(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        var prefix = left.CommonPrefixLength(right);
        left = left[prefix..];
        right = right[prefix..];
        while (!left.IsEmpty && !right.IsEmpty && left[^1] == right[^1])
        {
            left = left[..^1];
            right = right[..^1];
        }

        return left.IsEmpty ? right.Length : right.IsEmpty ? left.Length : Myers(left, right);
    }

    public static int[] Scalars(string text) => [.. text.EnumerateRunes().Select(static (Rune rune) => rune.Value)];

    private static int Myers(ReadOnlySpan<int> pattern, ReadOnlySpan<int> text)
    {
        var blocks = (pattern.Length + 63) / 64;
        var peq = Positions(pattern, blocks);
        var none = new ulong[blocks];
        var (pv, mv) = (new ulong[blocks], new ulong[blocks]);
        pv.AsSpan().Fill(ulong.MaxValue);
        var last = 1UL << ((pattern.Length - 1) % 64);
        var score = pattern.Length;
        foreach (var character in text)
        {
            var eqs = peq.GetValueOrDefault(character, none);
            var (carryPlus, carryMinus) = (1UL, 0UL);
            for (var block = 0; block < blocks; block++)
            {
                var (plus, minus) = (pv[block], mv[block]);
                var eq = eqs[block] | carryMinus;
                var xv = eqs[block] | minus;
                var xh = unchecked(((eq & plus) + plus) ^ plus) | eq;
                var ph = minus | ~(xh | plus);
                var mh = plus & xh;
                if (block == blocks - 1)
                {
                    score += (ph & last) != 0 ? 1 : (mh & last) != 0 ? -1 : 0;
                }

                var (nextPlus, nextMinus) = (ph >> 63, mh >> 63);
                ph = (ph << 1) | carryPlus;
                mh = (mh << 1) | carryMinus;
                pv[block] = mh | ~(xv | ph);
                mv[block] = ph & xv;
                (carryPlus, carryMinus) = (nextPlus, nextMinus);
            }
        }

        return score;
    }

    private static Dictionary<int, ulong[]> Positions(ReadOnlySpan<int> pattern, int blocks)
    {
        var positions = new Dictionary<int, ulong[]>();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (!positions.TryGetValue(pattern[i], out var bits))
            {
                positions[pattern[i]] = bits = new ulong[blocks];
            }

            bits[i / 64] |= 1UL << (i % 64);
        }

        return positions;
    }
}
