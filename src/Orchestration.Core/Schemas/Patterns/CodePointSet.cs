using System.Globalization;
using System.Text;

namespace Orchestration.Schemas.Patterns;

/// <summary>A set of code points: what a character class stands for.</summary>
internal sealed class CodePointSet
{
    public const int Last = 0x10FFFF;
    private const int FirstPair = 0x10000;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;

    private readonly List<(int First, int Last)> _ranges = [];
    private bool _isSorted = true;

    /// <summary>In order, apart from each other.</summary>
    public IReadOnlyList<(int First, int Last)> Ranges
    {
        get
        {
            Sort();
            return _ranges;
        }
    }

    public CodePointSet Add(int first, int last)
    {
        _isSorted &= _ranges.Count == 0 || first > _ranges[^1].Last + 1;
        _ranges.Add((first, last));
        return this;
    }

    public CodePointSet Add(CodePointSet other)
    {
        foreach (var (first, last) in other._ranges)
        {
            Add(first, last);
        }

        return this;
    }

    public CodePointSet Complement()
    {
        var others = new CodePointSet();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next)
            {
                others.Add(next, first - 1);
            }

            next = last + 1;
        }

        return next <= Last ? others.Add(next, Last) : others;
    }

    /// <summary>Writes the set as a .NET expression, which can be repeated as it stands.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="pairs">Whether the text has surrogate pairs. A half of one is in no set.</param>
    public void Write(StringBuilder output, bool pairs)
    {
        var units = Units();
        var parts = new List<string>();
        if (units.Length > 0)
        {
            parts.Add($"[{units}]");
        }

        foreach (var (highs, lows) in pairs ? Pairs() : [])
        {
            parts.Add($"[{highs}][{lows}]");
        }

        _ = parts switch
        {
            [] => output.Append(@"[^\0-\uFFFF]"),
            [var one] when units.Length > 0 => output.Append(one),
            _ => output.Append("(?:").AppendJoin('|', parts).Append(')'),
        };
    }

    private void Sort()
    {
        if (_isSorted)
        {
            return;
        }

        _ranges.Sort();
        var kept = 0;
        for (var i = 1; i < _ranges.Count; i++)
        {
            if (_ranges[i].First <= _ranges[kept].Last + 1)
            {
                _ranges[kept] = (_ranges[kept].First, Math.Max(_ranges[kept].Last, _ranges[i].Last));
            }
            else
            {
                _ranges[++kept] = _ranges[i];
            }
        }

        _ranges.RemoveRange(kept + 1, _ranges.Count - kept - 1);
        _isSorted = true;
    }

    private StringBuilder Units()
    {
        var units = new StringBuilder();
        foreach (var (first, last) in Ranges)
        {
            WriteRange(units, first, Math.Min(last, FirstSurrogate - 1));
            WriteRange(units, Math.Max(first, LastSurrogate + 1), Math.Min(last, FirstPair - 1));
        }

        return units;
    }

    /// <summary>The members beyond 16 bits as pairs of classes, high surrogates with the same low ones together.</summary>
    private IEnumerable<(StringBuilder Highs, string Lows)> Pairs()
    {
        var lows = new SortedDictionary<int, StringBuilder>();
        foreach (var (first, last) in Ranges)
        {
            for (var from = Math.Max(first, FirstPair); from <= last; from = (from | 0x3FF) + 1)
            {
                var high = 0xD800 + ((from - FirstPair) >> 10);
                lows.TryAdd(high, new());
                WriteRange(lows[high], 0xDC00 + (from & 0x3FF), 0xDC00 + (Math.Min(last, from | 0x3FF) & 0x3FF));
            }
        }

        return lows.GroupBy(static each => each.Value.ToString(), static each => each.Key, StringComparer.Ordinal).Select(static group =>
        {
            var highs = new CodePointSet();
            var written = new StringBuilder();
            foreach (var high in group)
            {
                highs.Add(high, high);
            }

            highs._isSorted = false;
            foreach (var (first, last) in highs.Ranges)
            {
                WriteRange(written, first, last);
            }

            return (written, group.Key);
        });
    }

    private static void WriteRange(StringBuilder output, int first, int last)
    {
        if (first <= last)
        {
            WriteUnit(output, first);
            if (first < last)
            {
                WriteUnit(output.Append('-'), last);
            }
        }
    }

    private static void WriteUnit(StringBuilder output, int unit) =>
        _ = char.IsAsciiLetterOrDigit((char)unit) ? output.Append((char)unit) : output.Append(@"\u").Append(CultureInfo.InvariantCulture, $"{unit:X4}");
}
