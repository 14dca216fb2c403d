namespace Orchestration.Streaming.Seams;

/// <summary>A place in the received text from which a continuation agrees with it, to the letter.</summary>
internal sealed class Place(int start)
{
    /// <summary>Where in the received text the agreement begins.</summary>
    public int Start { get; } = start;

    /// <summary>Its length.</summary>
    public int Matched { get; set; }

    /// <summary>Whether all of the continuation so far agrees, and there is more of the received text to agree with.</summary>
    public bool IsOpen { get; set; } = true;

    public int End => Start + Matched;
}

/// <summary>Follows every place in the received text at which a continuation may have begun, to the letter, white space included.</summary>
/// <param name="kept">The text up to the seam.</param>
/// <param name="dropped">What had been received after it.</param>
internal sealed class Placement(string kept, string dropped)
{
    /// <summary>How much of a continuation is needed to look for its place.</summary>
    public const int Needed = 12;

    private readonly string _all = kept + dropped;
    private readonly List<Place> _places = [];

    /// <summary>Where what was dropped begins, after its white space.</summary>
    public int Beyond { get; } = kept.Length + dropped.Length - dropped.AsSpan().TrimStart().Length;

    /// <summary>Whether the places have been looked for.</summary>
    public bool IsSearched { get; private set; }

    /// <summary>Whether the agreement may still come to the seam somewhere.</summary>
    public bool IsOpen => _places.Exists(place => place.IsOpen && place.End < kept.Length);

    /// <summary>The places from which the continuation agrees up to the seam.</summary>
    public IEnumerable<Place> Through => _places.Where(place => place.End >= kept.Length);

    /// <summary>The longest agreement that ended before the seam.</summary>
    public Place? Diverged { get; private set; }

    /// <param name="next">The continuation so far, from its first character that is no white space.</param>
    /// <param name="isFinal">Whether it has ended.</param>
    public void Advance(ReadOnlySpan<char> next, bool isFinal)
    {
        if (!IsSearched)
        {
            if (next.Length < Needed && !isFinal)
            {
                return;
            }

            IsSearched = true;
            Search(next[..Math.Min(next.Length, Needed)]);
        }

        foreach (var place in _places.Where(static place => place.IsOpen))
        {
            place.Matched += _all.AsSpan(place.End).CommonPrefixLength(next[place.Matched..]);
            place.IsOpen = place.Matched == next.Length && place.End < _all.Length;
            if (!place.IsOpen && place.End < kept.Length && place.Matched > (Diverged?.Matched ?? 0))
            {
                Diverged = place;
            }
        }

        _places.RemoveAll(place => !place.IsOpen && place.End < kept.Length);
    }

    private void Search(ReadOnlySpan<char> seed)
    {
        for (var at = 0; !seed.IsEmpty && at <= Beyond && at < _all.Length; at++)
        {
            var found = _all.AsSpan(at).IndexOf(seed[0]);
            at += found;
            if (found < 0 || at > Beyond)
            {
                return;
            }

            var same = _all.AsSpan(at).CommonPrefixLength(seed);
            var isPlace = (at < kept.Length || at == Beyond) && (same == seed.Length || at + same >= kept.Length);
            if (isPlace && StartsWord(at))
            {
                _places.Add(new Place(at));
            }
        }
    }

    private bool StartsWord(int at) => at == 0 || at == Beyond || !Scripts.IsWordPart(_all[at]) || !Scripts.IsWordPart(_all[at - 1]) || Scripts.IsUnspaced(_all[at]) || Scripts.Of(_all[at]) == Script.Hangul;
}
