namespace Orchestration.Schemas.Following;

/// <summary>Those of a sorted set of texts that begin with what has come so far.</summary>
internal struct PrefixRange(string[] sorted)
{
    private int _low;
    private int _high = sorted.Length;
    private int _length;

    /// <summary>The texts that are left.</summary>
    public readonly ReadOnlySpan<string> Left => sorted.AsSpan(_low, _high - _low);

    /// <summary>Whether one of the texts is exactly what has come.</summary>
    public readonly bool IsWhole => _low < _high && sorted[_low].Length == _length;

    /// <summary>Takes text in as long as one of the texts goes on so.</summary>
    /// <returns>How much of it was taken, with the character after which none was left.</returns>
    public int Take(ReadOnlySpan<char> text)
    {
        var taken = 0;
        while (taken < text.Length && _low < _high)
        {
            var c = text[taken++];
            while (_low < _high && (sorted[_low].Length == _length || sorted[_low][_length] < c))
            {
                _low++;
            }

            while (_low < _high && sorted[_high - 1][_length] > c)
            {
                _high--;
            }

            _length++;
        }

        return taken;
    }
}
