using System.Buffers;

namespace Orchestration.Prompts.Unicode;

/// <summary>Normalization Form C (Unicode Standard Annex #15) from our own tables, the same whatever the runtime's globalization mode.</summary>
internal static class CanonicalComposition
{
    private const char FirstUnstable = '\u0300';
    private const int FirstSyllable = 0xAC00;
    private const int FirstLeading = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int BeforeFirstTrailing = 0x11A7;
    private const int LeadingCount = 19;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    /// <summary>Appends the text in NFC.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="output">Receives the text.</param>
    public static void Append(ReadOnlySpan<char> text, TextBuffer output)
    {
        var segment = new Segment();
        try
        {
            var position = 0;
            while (position < text.Length)
            {
                var (start, end) = NextUnsettled(text[position..]);
                output.Append(text.Slice(position, start));
                if (start < end)
                {
                    segment.Decompose(text[(position + start)..(position + end)]);
                    segment.Compose(output);
                }

                position += end;
            }
        }
        finally
        {
            segment.Dispose();
        }
    }

    /// <summary>Whether the text is certainly in NFC. A few texts that are in NFC are not recognized.</summary>
    public static bool IsComposed(ReadOnlySpan<char> text) => NextUnsettled(text).Start == text.Length;

    /// <summary>
    /// The first stretch that may have to change. It begins and ends at a boundary: a starter that never composes with what stands before it.
    /// </summary>
    private static (int Start, int End) NextUnsettled(ReadOnlySpan<char> text)
    {
        var boundary = 0;
        var lastClass = 0;
        var unsettled = false;
        for (var i = 0; i < text.Length;)
        {
            if (!unsettled && text[i] < FirstUnstable)
            {
                // All of these are boundaries.
                var stable = text[i..].IndexOfAnyExceptInRange('\0', (char)(FirstUnstable - 1));
                i = stable < 0 ? text.Length : i + stable;
                (boundary, lastClass) = (i - 1, 0);
                continue;
            }

            var codePoint = CodePointAt(text, i, out var length);
            var facts = CodePoints.FactsOf(codePoint);
            var combiningClass = facts.CombiningClass;
            if (combiningClass == 0 && !facts.Has(CharTraits.NotNfc))
            {
                if (unsettled)
                {
                    return (boundary, i);
                }

                boundary = i;
            }
            else
            {
                unsettled |= facts.Has(CharTraits.NotNfc) || (combiningClass != 0 && combiningClass < lastClass);
            }

            lastClass = combiningClass;
            i += length;
        }

        return unsettled ? (boundary, text.Length) : (text.Length, text.Length);
    }

    private static int CodePointAt(ReadOnlySpan<char> text, int index, out int length)
    {
        length = char.IsHighSurrogate(text[index]) ? 2 : 1;
        return length == 2 ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];
    }

    private static bool IsAmong(int codePoint, int first, int count) => codePoint >= first && codePoint < first + count;

    private static int ComposePair(int first, int second)
    {
        if (IsAmong(first, FirstLeading, LeadingCount) && IsAmong(second, FirstVowel, VowelCount))
        {
            return FirstSyllable + ((((first - FirstLeading) * VowelCount) + (second - FirstVowel)) * TrailingCount);
        }

        if (IsAmong(first, FirstSyllable, SyllableCount) && (first - FirstSyllable) % TrailingCount == 0
            && IsAmong(second, BeforeFirstTrailing + 1, TrailingCount - 1))
        {
            return first + (second - BeforeFirstTrailing);
        }

        var pair = UnicodeTables.Pairs.BinarySearch(((ulong)first << 32) | (uint)second);
        return pair < 0 ? -1 : UnicodeTables.Composites[pair];
    }

    /// <summary>Decomposed code points of one stretch, reused for the next. Each item sorts by combining class, then by place.</summary>
    private ref struct Segment()
    {
        private const int ClassShift = 56;
        private const int PlaceShift = 24;
        private const ulong CodePointMask = (1 << PlaceShift) - 1;

        private ulong[] _items = ArrayPool<ulong>.Shared.Rent(64);
        private int _count;

        public readonly void Dispose() => ArrayPool<ulong>.Shared.Return(_items);

        public void Decompose(ReadOnlySpan<char> text)
        {
            _count = 0;
            for (var i = 0; i < text.Length;)
            {
                DecomposeOne(CodePointAt(text, i, out var length));
                i += length;
            }

            SortMarks();
        }

        public readonly void Compose(TextBuffer output)
        {
            // A composite replaces its starter in place; what was composed away becomes 0 with class 0 and is skipped.
            var starter = -1;
            var lastClass = -1;
            var kept = 0;
            for (var i = 0; i < _count; i++)
            {
                var (codePoint, combiningClass) = (CodePointOf(_items[i]), ClassOf(_items[i]));
                var blocked = starter >= 0 && lastClass >= combiningClass && kept > starter + 1;
                if (starter >= 0 && !blocked && ComposePair(CodePointOf(_items[starter]), codePoint) is >= 0 and var composite)
                {
                    _items[starter] = (uint)composite;
                    continue;
                }

                _items[kept] = _items[i];
                if (combiningClass == 0)
                {
                    starter = kept;
                }

                lastClass = combiningClass;
                kept++;
            }

            for (var i = 0; i < kept; i++)
            {
                output.Append(CodePointOf(_items[i]));
            }
        }

        private static int CodePointOf(ulong item) => (int)(item & CodePointMask);

        private static int ClassOf(ulong item) => (int)(item >> ClassShift);

        private void DecomposeOne(int codePoint)
        {
            if (IsAmong(codePoint, FirstSyllable, SyllableCount))
            {
                var index = codePoint - FirstSyllable;
                Add(FirstLeading + (index / (VowelCount * TrailingCount)));
                Add(FirstVowel + (index / TrailingCount % VowelCount));
                if (index % TrailingCount != 0)
                {
                    Add(BeforeFirstTrailing + (index % TrailingCount));
                }
            }
            else if (CodePoints.Decomposition(codePoint) is { IsEmpty: false } parts)
            {
                foreach (var part in parts)
                {
                    Add(part);
                }
            }
            else
            {
                Add(codePoint);
            }
        }

        private void Add(int codePoint)
        {
            if (_count == _items.Length)
            {
                var larger = ArrayPool<ulong>.Shared.Rent(_count * 2);
                _items.AsSpan(0, _count).CopyTo(larger);
                ArrayPool<ulong>.Shared.Return(_items);
                _items = larger;
            }

            _items[_count] = ((ulong)CodePoints.FactsOf(codePoint).CombiningClass << ClassShift) | ((ulong)(uint)_count << PlaceShift) | (uint)codePoint;
            _count++;
        }

        private readonly void SortMarks()
        {
            for (var i = 0; i < _count; i++)
            {
                var first = i;
                while (i < _count && ClassOf(_items[i]) != 0)
                {
                    i++;
                }

                if (i - first > 1)
                {
                    _items.AsSpan(first, i - first).Sort();
                }
            }
        }
    }
}
