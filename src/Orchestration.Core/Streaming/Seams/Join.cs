using System.Runtime.InteropServices;

namespace Orchestration.Streaming.Seams;

/// <summary>How far the joining of a continuation is.</summary>
internal enum JoinState
{
    /// <summary>More of the continuation is needed.</summary>
    Undecided,

    /// <summary>What follows can be given to the reader as it comes.</summary>
    Joined,

    /// <summary>The continuation does not fit, or it cannot be told whether it does.</summary>
    Rejected,
}

/// <summary>Joins a second model's continuation to a text that broke off, as it streams. It joins on evidence only: what is left to guess is rejected.</summary>
/// <remarks>
/// <para>What a continuation says about itself is taken out (<see cref="Preamble"/>). Then it is joined where</para>
/// <list type="number">
/// <item>it repeats the end of the text from one place on and no other (<see cref="Placement"/>, to the letter; in prose also <see cref="LoosePlacement"/>),</item>
/// <item>or goes on as the text did after the seam, as far as that had been received and thrown away,</item>
/// <item>or is for certain prose that belongs after a whole sentence (<see cref="TrustedProse"/>).</item>
/// </list>
/// <para>What follows a repeat must be in the language of the text. A continuation that is empty or only repeats says nothing, and is rejected. Used by one reader.</para>
/// </remarks>
internal sealed class Join
{
    private const int ShortRows = 40;

    private readonly string _kept;
    private readonly string _dropped;
    private readonly BoundaryKind _kind;
    private readonly MarkdownState _state;
    private readonly bool _isStrict;
    private readonly List<char> _next = [];
    private readonly Preamble _preamble;
    private readonly LoosePlacement _loose;
    private readonly Language _language;
    private Placement _placement;
    private JoinState _stage;
    private int _start;
    private Joint? _joint;

    /// <param name="kept">The whole text up to the cut.</param>
    /// <param name="dropped">What had been received after the cut and is thrown away: it shows how the text went on. May be empty.</param>
    /// <param name="kind">What ends at the cut.</param>
    public Join(string kept, string dropped, BoundaryKind kind)
    {
        _kept = kept;
        _dropped = dropped;
        _kind = kind;
        _state = MarkdownState.After(kept);
        var isJson = MarkdownState.IsJson(kept);
        _isStrict = isJson || _state.InFence || _state.InTable || _state.Last is LineKind.TableRow or LineKind.Fence;
        _placement = new Placement(kept, dropped);
        _preamble = new Preamble(kept, dropped, _state);
        _loose = new LoosePlacement(kept, dropped, !_isStrict ? kept.Length : isJson ? 0 : _state.InFence ? _state.FenceStart : Math.Max(_state.TableStart, 0));
        _language = new Language(kept);
    }

    /// <summary>When joined: what follows the kept text of all that has been added, <see cref="Inserted"/> at its front.</summary>
    public string Text { get; private set; } = string.Empty;

    /// <summary>UTF-16 units of the continuation that were taken out because they repeat.</summary>
    public int Overlap { get; private set; }

    /// <summary>White space that the continuation did not have; empty when none was missing.</summary>
    public string Inserted { get; private set; } = string.Empty;

    /// <summary>When rejected: why. Holds none of the texts.</summary>
    public string? Reason { get; private set; }

    /// <summary>Takes in what the continuation streams, cut anywhere.</summary>
    public JoinState Add(string piece)
    {
        if (_stage == JoinState.Undecided && piece.Length > 0)
        {
            _next.AddRange(piece);
            Decide(isFinal: false);
        }

        return _stage;
    }

    /// <summary>Decides now: the continuation has ended.</summary>
    public JoinState Finish()
    {
        if (_stage == JoinState.Undecided)
        {
            Decide(isFinal: true);
        }

        return _stage;
    }

    private ReadOnlySpan<char> All => CollectionsMarshal.AsSpan(_next);

    private ReadOnlySpan<char> Next => All[_start..];

    private void Decide(bool isFinal)
    {
        while (_stage == JoinState.Undecided && _joint is null && Place(isFinal))
        {
        }

        if (_stage == JoinState.Undecided && _joint is { } joint)
        {
            Follow(joint, isFinal);
        }
        else if (_stage == JoinState.Undecided && isFinal)
        {
            Reject("The continuation is empty, or only repeats.");
        }
    }

    // Returns whether a preamble was taken out, and there is another look to be had.
    private bool Place(bool isFinal)
    {
        var next = Next;
        var lead = next.Length - next.TrimStart().Length;
        _placement.Advance(next[lead..], isFinal);
        if (!_placement.IsSearched || (_placement.IsOpen && !isFinal))
        {
            return false;
        }

        switch (Evidence.Weigh(_placement, _kept, _dropped, _isStrict, isFinal, out var place))
        {
            case Verdict.Open:
                return false;

            case Verdict.Ambiguous:
                Reject("The continuation repeats what stands in the text more than once.");
                return false;

            case Verdict.Agrees when MetaTalk.Look(next, isFinal, out _) is var talk and not Talk.No:
                if (talk != Talk.Perhaps)
                {
                    Reject("The continuation begins as talk does, and as the text did.");
                }

                return false;

            case Verdict.Placed when IsTableHead(place!):
                Reject("It cannot be told whether the continuation repeats the table or only its head.");
                return false;

            case Verdict.Agrees:
                _joint = new Joint(_start + lead, IsVerbatim: false, Agrees: true);
                return false;

            case Verdict.Placed:
                _joint = new Joint(_start + lead + _kept.Length - place!.Start, IsVerbatim: true, place.End - _placement.Beyond >= Evidence.Agreed);
                return false;
        }

        var loose = _loose.Advance(All, isFinal);
        if (_loose.IsOpen)
        {
            return false;
        }

        if (loose is { } end && (_loose.Agrees || !_placement.Through.Any(place => place.Start < _kept.Length)))
        {
            _joint = new Joint(end, IsVerbatim: false, _loose.Agrees);
            return false;
        }

        return Unplaced(isFinal);
    }

    // A row after the head, repeated, looks like the first row that is there.
    private bool IsTableHead(Place place)
    {
        if (!_state.InTable || place.Start != _state.TableStart)
        {
            return false;
        }

        var rows = MarkdownLine.Next(_kept, MarkdownLine.Next(_kept, _state.TableStart, out _), out _);
        return _kept.Length - rows is > 0 and < ShortRows;
    }

    private bool Unplaced(bool isFinal)
    {
        var talk = _preamble.Look(Next, isFinal, out var length);
        if (talk == Talk.Perhaps)
        {
            return false;
        }

        if (_preamble.Doubt is { } doubt)
        {
            Reject(doubt);
            return false;
        }

        if (talk != Talk.No)
        {
            _start += length;
            _placement = new Placement(_kept, _dropped);
            _loose.StartAt(_start);
            return true;
        }

        var mayTrust = !_isStrict && !_preamble.IsDoubtful && !_loose.HasRepeat && !_placement.Through.Any(place => place.Start < _kept.Length);
        switch (mayTrust ? TrustedProse.Holds(_kept, _dropped, _kind, _language, Next, isFinal) : false)
        {
            case true:
                var rest = Next.TrimStart();
                var given = Next[..(Next.Length - rest.Length)];
                if (given.IsEmpty && _dropped.Length == 0 && !char.IsWhiteSpace(_kept[^1]))
                {
                    Reject("Nothing shows whether a space or a new paragraph belongs between the two.");
                    break;
                }

                Finish(new SeamSpace(_kept, _dropped, _kind, _isStrict).Between(given, rest, agrees: true), given, rest);
                break;

            case false:
                Reject("The continuation neither repeats the end of the text nor agrees with how it went on.");
                break;
        }

        return false;
    }

    // The seam is found; is what follows it worth joining?
    private void Follow(in Joint joint, bool isFinal)
    {
        var beyond = All[joint.After..];
        var rest = beyond.TrimStart();
        var given = beyond[..(beyond.Length - rest.Length)];
        if (rest.IsEmpty)
        {
            if (isFinal)
            {
                Reject("The continuation only repeats.");
            }

            return;
        }

        if (!joint.Agrees)
        {
            if (_dropped.Length > 0 && _dropped.AsSpan().IsWhiteSpace() && !given.StartsWith(_dropped, StringComparison.Ordinal))
            {
                Reject("The continuation repeats the text with other white space.");
                return;
            }
        }

        // What goes on with the dropped text and repeats nothing has proven its language by that.
        switch (joint.Agrees && joint.After == _start ? Tongue.Same : _language.Judge(rest, isFinal, _isStrict))
        {
            case Tongue.Unsettled:
                return;

            case Tongue.Other:
                Reject("The continuation is in another language.");
                return;
        }

        Overlap = joint.After - _start;
        var had = _dropped.AsSpan(0, _placement.Beyond - _kept.Length);
        Finish(joint.IsVerbatim ? given : joint.Agrees ? had : new SeamSpace(_kept, _dropped, _kind, _isStrict).After(given, agrees: false), given, rest);
    }

    private void Finish(ReadOnlySpan<char> space, ReadOnlySpan<char> given, ReadOnlySpan<char> rest)
    {
        Inserted = given.EndsWith(space, StringComparison.Ordinal) ? string.Empty : space.ToString();
        Text = string.Concat(space, rest);
        _stage = JoinState.Joined;
    }

    private void Reject(string reason)
    {
        Reason = reason;
        _stage = JoinState.Rejected;
    }

    /// <summary>Where in the continuation what follows the seam begins.</summary>
    /// <param name="After">The place.</param>
    /// <param name="IsVerbatim">Whether the continuation's own white space stands there.</param>
    /// <param name="Agrees">Whether what follows agrees with what was dropped.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Joint(int After, bool IsVerbatim, bool Agrees);
}
