namespace Orchestration.Streaming.Seams;

/// <summary>Follows one guess at where in the old text a continuation has begun to repeat it, tolerating small edits, in time linear in what is repeated.</summary>
internal sealed class Alignment(int start, int skipped)
{
    // An edit is overcome where as much as this agrees again.
    private const int Anchor = 8;
    private const int LongestEdit = 24;

    // What must have come beyond a difference before it is judged.
    private const int LookAhead = LongestEdit + Anchor;

    // Before the end of the old text this much must agree to the letter: a seam is not laid into an edit.
    private const int Exact = 6;

    private int _old = start;
    private int _edits = skipped > 0 ? 1 : 0;
    private int _run;

    /// <summary>Where in the old text the repeat began.</summary>
    public int Start { get; } = start;

    /// <summary>Whether its very beginning differs.</summary>
    public bool IsAltered { get; } = skipped > 0;

    /// <summary>How much of the continuation has been aligned.</summary>
    public int Matched { get; private set; } = skipped;

    /// <summary>The guess was wrong, or the repeat diverged.</summary>
    public bool IsDead { get; private set; }

    /// <summary>The repeat has reached the old text's end; <see cref="Matched"/> is its length.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether it may still go either way.</summary>
    public bool IsAlive => !IsDead && !IsComplete;

    /// <summary>Whether the repeat differs from what it repeats.</summary>
    public bool HasEdits => _edits > 0;

    /// <param name="old">The kept text, and after it what was dropped.</param>
    /// <param name="seam">Where the kept text ends in <paramref name="old"/>.</param>
    /// <param name="next">The continuation so far.</param>
    /// <param name="isFinal">Whether it has ended.</param>
    public void Advance(ReadOnlySpan<char> old, int seam, ReadOnlySpan<char> next, bool isFinal)
    {
        while (IsAlive)
        {
            var room = Math.Min(seam - _old, next.Length - Matched);
            var same = old.Slice(_old, room).CommonPrefixLength(next.Slice(Matched, room));
            _old += same;
            Matched += same;
            _run += same;
            if (_old == seam)
            {
                IsComplete = _run >= Math.Min(Exact, seam - Start);
                IsDead = !IsComplete;
            }
            else if (Matched == next.Length)
            {
                return;
            }
            else if (_run < Anchor && _edits == 0)
            {
                IsDead = true;
            }
            else if (next.Length - Matched < LookAhead && !isFinal)
            {
                return;
            }
            else
            {
                IsDead = !Mend(old, seam, next);
            }
        }
    }

    // The smallest edit after which both texts agree again.
    private bool Mend(ReadOnlySpan<char> old, int seam, ReadOnlySpan<char> next)
    {
        if (_edits > 2 + (Matched / 16))
        {
            return false;
        }

        var rest = old[_old..];
        var goesOn = next[Matched..];
        for (var size = 1; size <= 2 * LongestEdit; size++)
        {
            for (var inOld = Math.Max(0, size - LongestEdit); inOld <= Math.Min(size, LongestEdit); inOld++)
            {
                var inNext = size - inOld;
                if (inOld + Anchor > rest.Length || inNext + Anchor > goesOn.Length || _old + inOld > seam)
                {
                    continue;
                }

                if (rest.Slice(inOld, Anchor).SequenceEqual(goesOn.Slice(inNext, Anchor)))
                {
                    _edits++;
                    _old += inOld;
                    Matched += inNext;
                    _run = 0;
                    return true;
                }
            }
        }

        return false;
    }
}
