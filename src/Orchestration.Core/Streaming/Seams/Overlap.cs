namespace Orchestration.Streaming.Seams;

/// <summary>Finds what a continuation repeats of the kept text: the last words, a sentence, a paragraph or all of it from the first character.</summary>
internal sealed class Overlap
{
    /// <summary>What agrees over this length is worth following; shorter repeats are found at the kept text's end only.</summary>
    private const int Seed = 10;
    private const int MostGuesses = 32;

    // Where an altered beginning may come into step again.
    private static readonly int[] Offsets = [4, 9, 18];

    private readonly string _kept;
    private readonly Folded _old;
    private readonly int _seam;
    private readonly List<Alignment> _guesses = [];
    private int _searched;
    private bool _isFound;

    /// <param name="kept">The kept text.</param>
    /// <param name="old">The kept text, and after it what was dropped, folded.</param>
    /// <param name="seam">Where the kept text ends in <paramref name="old"/>.</param>
    public Overlap(string kept, Folded old, int seam)
    {
        _kept = kept;
        _old = old;
        _seam = seam;
    }

    /// <summary>How much of a continuation is needed before it can be said that it repeats nothing.</summary>
    public static int Needed => 18 + Seed;

    /// <summary>Whether enough has come to look for repeats.</summary>
    public bool IsSearched { get; private set; }

    /// <summary>Whether a guess is still to be decided that would say more than <see cref="Best"/>.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The longest repeat that reached the kept text's end.</summary>
    public Alignment? Best { get; private set; }

    /// <summary>All repeats that reached the kept text's end.</summary>
    public List<Alignment> Complete { get; } = [];

    /// <summary>The longest agreement that led nowhere.</summary>
    public Alignment? Diverged { get; private set; }

    public void Advance(ReadOnlySpan<char> next, bool isFinal)
    {
        var old = _old.Chars;
        Search(old, next, isFinal);
        IsOpen = false;
        foreach (var guess in _guesses)
        {
            guess.Advance(old, _seam, next, isFinal);
            if (guess.IsComplete)
            {
                Complete.Add(guess);
            }

            if (guess.IsComplete && (Best is null || guess.Matched > Best.Matched))
            {
                Best = guess;
            }
            else if (guess.IsDead && (Diverged is null || guess.Matched > Diverged.Matched))
            {
                Diverged = guess;
            }
        }

        foreach (var guess in _guesses)
        {
            IsOpen |= guess.IsAlive && (Best is null || guess.Start < Best.Start);
        }

        _guesses.RemoveAll(static g => !g.IsAlive);
    }

    private void Search(ReadOnlySpan<char> old, ReadOnlySpan<char> next, bool isFinal)
    {
        if (!IsSearched && (next.Length >= Seed || isFinal))
        {
            IsSearched = true;
            for (var length = Math.Min(Math.Min(Seed - 1, next.Length), _seam); length > 0; length--)
            {
                if (old[(_seam - length).._seam].SequenceEqual(next[..length]) && IsWordStart(_seam - length))
                {
                    _guesses.Add(new Alignment(_seam - length, 0));
                }
            }
        }

        for (; _searched <= Offsets.Length; _searched++)
        {
            var offset = _searched == 0 ? 0 : Offsets[_searched - 1];
            if (next.Length < offset + Seed)
            {
                return;
            }

            // A beginning that is found needs no second look further in.
            if (offset > 0 && _isFound)
            {
                continue;
            }

            Find(old, next, offset);
        }
    }

    private void Find(ReadOnlySpan<char> old, ReadOnlySpan<char> next, int offset)
    {
        var seed = next.Slice(offset, Seed);
        for (var at = 0; _guesses.Count < MostGuesses;)
        {
            var found = old[at..].IndexOf(seed);
            at += found;
            if (found < 0 || at >= _seam)
            {
                return;
            }

            var fits = offset == 0 ? IsWordStart(at) : IsAnchor(at - offset) && IsAlike(old[Math.Max(0, at - offset)..at], next[..offset]);
            if (fits && !Has(at))
            {
                _isFound = true;
                _guesses.Add(new Alignment(at, offset));
            }

            at++;
        }
    }

    private bool Has(int start)
    {
        foreach (var guess in _guesses)
        {
            if (guess.Start == start)
            {
                return true;
            }
        }

        return false;
    }

    // More than half of an altered beginning stands in the old one too, in its order.
    private static bool IsAlike(ReadOnlySpan<char> old, ReadOnlySpan<char> altered)
    {
        var same = 0;
        foreach (var c in altered)
        {
            var found = old[..Math.Min(old.Length, 6)].IndexOf(c);
            if (found >= 0)
            {
                same++;
                old = old[(found + 1)..];
            }
        }

        return same * 2 > altered.Length;
    }

    private bool IsWordStart(int index)
    {
        var start = _old.Start(index);
        return start == 0 || !Scripts.IsWordPart(_kept[start]) || !Scripts.IsWordPart(_kept[start - 1]) || Scripts.IsUnspaced(_kept[start]);
    }

    // With an altered beginning only the text's own start, a line's or a sentence's will do: anything else is chance.
    private bool IsAnchor(int index)
    {
        for (var near = Math.Max(0, index - 6); near <= Math.Min(index + 6, _seam - 1); near++)
        {
            var start = _old.Start(near);
            var before = _kept.AsSpan(0, start).TrimEnd(" *_`~#>-");
            if (before.IsEmpty || before[^1] == '\n' || SentenceEnds.IsTerminal(before[^1]))
            {
                return true;
            }
        }

        return false;
    }
}
