namespace Orchestration.Streaming.Seams;

/// <summary>What the places say of a continuation.</summary>
internal enum Verdict
{
    /// <summary>It has no place, or none that is more than chance.</summary>
    None,

    /// <summary>More of it is needed.</summary>
    Open,

    /// <summary>It has a place, and another that would do as well.</summary>
    Ambiguous,

    /// <summary>It repeats the end of the text from here on.</summary>
    Placed,

    /// <summary>It goes on as the text did.</summary>
    Agrees,
}

/// <summary>Tells a place from chance, and from a text that repeats itself.</summary>
internal static class Evidence
{
    // Characters without white space; a character of a script without spaces is worth two. What agrees with what was dropped needs least.
    private const int AloneDropped = 8;
    private const int WithDropped = 10;
    private const int WholeText = 6;
    private const int InProse = 12;
    private const int InCode = 20;
    private const int AgainstDropped = 40;

    // Of two places one counts only if it explains this much more than the other.
    private const int Clearly = 40;

    // So long a passage does not come twice by chance.
    private const int Unique = 60;

    /// <summary>As much of what was dropped must come again.</summary>
    public const int Agreed = 12;

    /// <param name="places">The places.</param>
    /// <param name="kept">The text up to the seam.</param>
    /// <param name="dropped">What had been received after it.</param>
    /// <param name="isStrict">Whether it is code, data or a table.</param>
    /// <param name="isFinal">Whether the continuation has ended.</param>
    /// <param name="place">The place, when there is one.</param>
    public static Verdict Weigh(Placement places, string kept, string dropped, bool isStrict, bool isFinal, out Place? place)
    {
        place = null;
        var all = kept + dropped;
        var core = dropped.AsSpan().Trim();
        var needed = Math.Min(Agreed, core.Length);
        var full = new List<Place>();
        var partial = new List<Place>();
        var isRivalled = false;
        foreach (var through in places.Through)
        {
            var agreed = through.End - places.Beyond;
            if (through.IsOpen && agreed < needed && !isFinal)
            {
                return Verdict.Open;
            }

            if (needed > 0 && agreed >= needed && Weight(all.AsSpan(through.Start, through.Matched)) >= (through.Start >= kept.Length ? AloneDropped : isStrict ? InCode : needed < AloneDropped ? InProse : WithDropped))
            {
                full.Add(through);
            }
            else if (through.Start < kept.Length)
            {
                isRivalled |= needed > 0 && agreed >= needed;
                partial.Add(through);
            }
        }

        var isFull = full.Count > 0;
        var contest = isFull ? full : partial;
        if (contest.Count == 0)
        {
            return Verdict.None;
        }

        contest.Sort(static (a, b) => a.Start - b.Start);
        place = contest[0];
        var anchor = kept.AsSpan(Math.Min(place.Start, kept.Length));
        var weight = Weight(anchor);
        if (isFull ? anchor.IsEmpty && !ContainsLetter(core) : weight < Least(place, core, isStrict) || (isStrict && core.Length > 0))
        {
            return Verdict.None;
        }

        // It repeats another part of the text further than this one.
        if (weight < Unique && places.Diverged is { } longer && longer.Matched > place.Matched)
        {
            return Verdict.Ambiguous;
        }

        if (anchor.IsEmpty)
        {
            return isRivalled ? Verdict.Ambiguous : Verdict.Agrees;
        }

        foreach (var other in contest.Skip(1))
        {
            var less = Weight(kept.AsSpan(Math.Min(other.Start, kept.Length)));
            if (weight - less < Clearly && Weight(all.AsSpan(other.Start, other.Matched)) >= WithDropped)
            {
                return Verdict.Ambiguous;
            }
        }

        return !isFull && (IsPeriodic(kept, place.Start) || (weight < Unique && Occurs(kept, place.Start))) ? Verdict.Ambiguous : Verdict.Placed;
    }

    // What a repeat must weigh when what was dropped does not speak for it.
    private static int Least(Place place, ReadOnlySpan<char> core, bool isStrict) => core.Length > 0 ? AgainstDropped : place.Start == 0 ? WholeText : isStrict ? InCode : InProse;

    private static bool Occurs(ReadOnlySpan<char> kept, int start) => kept.IndexOf(kept[start..].Trim()) < start;

    private static int Weight(ReadOnlySpan<char> text)
    {
        var weight = 0;
        foreach (var c in text)
        {
            weight += char.IsWhiteSpace(c) ? 0 : Scripts.HasNoSpaces(Scripts.Of(c)) || Scripts.Of(c) == Script.Hangul ? 2 : 1;
        }

        return weight;
    }

    private static bool ContainsLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    // The text ends with the same passage twice: a third would not be told from a repeat.
    private static bool IsPeriodic(string kept, int start)
    {
        var length = kept.Length - start;
        return start >= length && kept.AsSpan(start - length, length).SequenceEqual(kept.AsSpan(start));
    }
}
