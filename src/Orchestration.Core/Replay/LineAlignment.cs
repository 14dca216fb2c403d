namespace Orchestration.Replay;

/// <summary>
/// Lays two lists of lines beside each other: the longest common subsequence where the table for it is small enough, and else between lines that are there exactly once on either side, in
/// the manner of a patience diff. What has neither is a removed and an added block.
/// </summary>
internal sealed class LineAlignment
{
    // A table of 4 MB: 1,000 by 1,000 lines that differ.
    private const long MostCells = 1 << 20;

    // Each level splits at lines that are unique within their stretch; texts made to defeat that end in blocks.
    private const int MostLevels = 24;

    private readonly List<string> _before;
    private readonly List<string> _after;
    private readonly int[] _old;
    private readonly int[] _new;
    private readonly List<DiffLine> _lines = [];

    private LineAlignment(List<string> before, List<string> after)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        (_before, _after) = (before, after);
        (_old, _new) = (NumbersOf(before, numbers), NumbersOf(after, numbers));
    }

    /// <summary>All lines of both in order, each marked.</summary>
    public static List<DiffLine> Of(List<string> before, List<string> after)
    {
        var alignment = new LineAlignment(before, after);
        alignment.Align(0, before.Count, 0, after.Count, MostLevels);
        return alignment._lines;
    }

    private static int[] NumbersOf(List<string> lines, Dictionary<string, int> numbers)
    {
        var numbered = new int[lines.Count];
        for (var i = 0; i < numbered.Length; i++)
        {
            if (!numbers.TryGetValue(lines[i], out numbered[i]))
            {
                numbers[lines[i]] = numbered[i] = numbers.Count;
            }
        }

        return numbered;
    }

    private void Align(int old, int oldEnd, int @new, int newEnd, int levels)
    {
        while (old < oldEnd && @new < newEnd && _old[old] == _new[@new])
        {
            Add(DiffMark.Same, _before[old++]);
            @new++;
        }

        var tail = 0;
        while (oldEnd - tail > old && newEnd - tail > @new && _old[oldEnd - tail - 1] == _new[newEnd - tail - 1])
        {
            tail++;
        }

        AlignMiddle(old, oldEnd - tail, @new, newEnd - tail, levels);
        for (var i = oldEnd - tail; i < oldEnd; i++)
        {
            Add(DiffMark.Same, _before[i]);
        }
    }

    private void AlignMiddle(int old, int oldEnd, int @new, int newEnd, int levels)
    {
        if ((long)(oldEnd - old + 1) * (newEnd - @new + 1) <= MostCells)
        {
            AlignByTable(old, oldEnd, @new, newEnd);
            return;
        }

        var anchors = levels == 0 ? [] : Anchors(old, oldEnd, @new, newEnd);
        if (anchors.Count == 0)
        {
            AddBlocks(old, oldEnd, @new, newEnd);
            return;
        }

        foreach (var (oldAt, newAt) in anchors)
        {
            Align(old, oldAt, @new, newAt, levels - 1);
            Add(DiffMark.Same, _before[oldAt]);
            (old, @new) = (oldAt + 1, newAt + 1);
        }

        Align(old, oldEnd, @new, newEnd, levels - 1);
    }

    private void AlignByTable(int old, int oldEnd, int @new, int newEnd)
    {
        var (rows, columns) = (oldEnd - old, newEnd - @new);
        if (rows == 0 || columns == 0)
        {
            AddBlocks(old, oldEnd, @new, newEnd);
            return;
        }

        var common = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                common[i, j] = _old[old + i] == _new[@new + j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < rows || j < columns;)
        {
            if (i < rows && j < columns && _old[old + i] == _new[@new + j])
            {
                Add(DiffMark.Same, _before[old + i++]);
                j++;
            }
            else if (j == columns || (i < rows && common[i + 1, j] >= common[i, j + 1]))
            {
                Add(DiffMark.Removed, _before[old + i++]);
            }
            else
            {
                Add(DiffMark.Added, _after[@new + j++]);
            }
        }
    }

    // Lines that are there once on either side, as many as stand in the same order on both.
    private List<(int Old, int New)> Anchors(int old, int oldEnd, int @new, int newEnd)
    {
        var places = new Dictionary<int, (int Old, int New, bool IsUnique)>();
        for (var i = old; i < oldEnd; i++)
        {
            places[_old[i]] = (i, -1, !places.ContainsKey(_old[i]));
        }

        for (var j = @new; j < newEnd; j++)
        {
            if (places.TryGetValue(_new[j], out var place))
            {
                places[_new[j]] = (place.Old, j, place.IsUnique && place.New < 0);
            }
        }

        return LongestRising([.. places.Values.Where(static place => place.IsUnique && place.New >= 0).OrderBy(static place => place.Old).Select(static place => (place.Old, place.New))]);
    }

    // The piles of patience: each card goes on the leftmost pile whose top is higher, and remembers the top to its left.
    private static List<(int Old, int New)> LongestRising((int Old, int New)[] pairs)
    {
        var tops = new List<int>();
        var left = new int[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            var (low, high) = (0, tops.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = pairs[tops[middle]].New < pairs[i].New ? (middle + 1, high) : (low, middle);
            }

            left[i] = low == 0 ? -1 : tops[low - 1];
            if (low == tops.Count)
            {
                tops.Add(i);
            }
            else
            {
                tops[low] = i;
            }
        }

        var rising = new List<(int, int)>();
        for (var i = tops.Count == 0 ? -1 : tops[^1]; i >= 0; i = left[i])
        {
            rising.Add(pairs[i]);
        }

        rising.Reverse();
        return rising;
    }

    private void AddBlocks(int old, int oldEnd, int @new, int newEnd)
    {
        for (; old < oldEnd; old++)
        {
            Add(DiffMark.Removed, _before[old]);
        }

        for (; @new < newEnd; @new++)
        {
            Add(DiffMark.Added, _after[@new]);
        }
    }

    private void Add(DiffMark mark, string line) => _lines.Add(new DiffLine(mark, line));
}
