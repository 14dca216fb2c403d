namespace Orchestration.Streaming.Seams;

/// <summary>Finds the place of a continuation that repeats prose in other marks, quotes or bullets, or with small edits.</summary>
internal sealed class LoosePlacement
{
    // What has no edits may be this short; what has must be an Anchor.
    private const int Fewest = 16;
    private const int WithoutDropped = 24;
    private const int Anchor = 40;

    // As much of what was dropped must come again.
    private const int Agreed = 8;

    private readonly string _kept;
    private readonly Folded _old;
    private readonly Folded _new = new(64);
    private readonly int _seam;
    private readonly int _strictFrom;
    private Overlap _overlap;
    private int _start;

    /// <param name="kept">The text up to the seam.</param>
    /// <param name="dropped">What had been received after it.</param>
    /// <param name="strictFrom">From where on the kept text must come again to the letter, being code, data or a table.</param>
    public LoosePlacement(string kept, string dropped, int strictFrom)
    {
        _kept = kept;
        _strictFrom = strictFrom;
        _old = new Folded(kept.Length + dropped.Length);
        _old.Read(kept, isFinal: true);
        _seam = _old.Length;
        _old.Read(kept + dropped, isFinal: true);
        _overlap = new Overlap(kept, _old, _seam);
    }

    /// <summary>Whether what has come is too little, or still being followed.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether the continuation began as some part of the kept text does.</summary>
    public bool HasRepeat => _overlap.Best is not null || _overlap.Diverged is { } diverged && diverged.Matched >= Fewest;

    /// <summary>Whether what follows the place agrees with what was dropped.</summary>
    public bool Agrees { get; private set; }

    /// <summary>Begins anew: what came before this was no part of the text.</summary>
    public void StartAt(int start)
    {
        _start = start;
        _new.Restart(start);
        _overlap = new Overlap(_kept, _old, _seam);
    }

    /// <param name="next">All of the continuation so far.</param>
    /// <param name="isFinal">Whether it has ended.</param>
    /// <returns>Where in the continuation what follows the seam begins; <see langword="null"/> while there is no such place, or more than one.</returns>
    public int? Advance(ReadOnlySpan<char> next, bool isFinal)
    {
        _new.Read(next, isFinal);
        _overlap.Advance(_new.Chars, isFinal);
        IsOpen = !isFinal && (_overlap.IsOpen || _new.Length < Overlap.Needed);
        if (IsOpen)
        {
            return null;
        }

        Alignment? only = null;
        var dropped = _old.Chars[_seam..];
        var compared = Math.Min(dropped.Length, Agreed);
        foreach (var place in _overlap.Complete)
        {
            // With edits, the next item of a list looks like the last one: only the beginning of all tells them apart.
            var least = place.HasEdits ? (place is { Start: 0, IsAltered: false } ? Anchor : int.MaxValue) : compared == Agreed ? Fewest : WithoutDropped;
            if (place.Matched < least)
            {
                continue;
            }

            if (_new.Length - place.Matched < compared + 1 && !isFinal)
            {
                IsOpen = true;
                return null;
            }

            if (!_new.Chars[place.Matched..].StartsWith(dropped[..compared], StringComparison.Ordinal) || !IsStrict(next, place))
            {
                continue;
            }

            if (only is not null && only.Matched != place.Matched)
            {
                return null;
            }

            only = place;
        }

        Agrees = compared == Agreed;
        return only is null || only.Matched == _new.Length ? null : SkipMarks(next, After(only));
    }

    private int After(Alignment place) => _new.Start(place.Matched - 1) + 1;

    private bool IsStrict(ReadOnlySpan<char> next, Alignment place)
    {
        var tail = _kept.AsSpan(Math.Min(_strictFrom, _kept.Length)).Trim();
        return tail.IsEmpty || (next[_start..After(place)].EndsWith(tail, StringComparison.Ordinal) && _old.Start(place.Start) < _strictFrom);
    }

    // Marks that the kept text has closed are closed in the repeat; where one is open nothing tells which sign would close it.
    private int? SkipMarks(ReadOnlySpan<char> next, int after)
    {
        var own = _kept.AsSpan(_old.Start(_seam - 1) + 1).Trim();
        var marks = next[after..].IndexOfAnyExcept("*_`~");
        if (own.IsEmpty)
        {
            var block = _kept.AsSpan(_kept.LastIndexOf('\n') + 1);
            return _strictFrom < _kept.Length || (marks == 0 && block.Count("**") % 2 == 0 && block.Count("__") % 2 == 0 && block.Count('`') % 2 == 0) ? after : null;
        }

        return marks == own.Length && !own.ContainsAnyExcept("*_`~") ? after + marks : null;
    }
}
