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

/// <summary>Joins a second model's continuation to a text that broke off, as it streams: takes out what it repeats and what it says about itself, and puts the white space right.</summary>
/// <remarks>
/// A continuation that goes on at once is joined after some 30 characters, or at the first 8 that agree with what was dropped; one that repeats, after a character or more beyond
/// what it repeats, however much that is; one that might be talk or in another language, after <see cref="MetaTalk.Longest"/> characters at most. Used by one reader.
/// </remarks>
internal sealed class Join
{
    // Agreement with what was dropped over this length is no chance.
    private const int Agreed = 8;

    // A continuation that begins as the whole text does and then leaves it is another answer.
    private const int Beginning = 16;

    // Elsewhere this much is no turn of phrase.
    private const int Passage = 40;

    private readonly string _kept;
    private readonly string _dropped;
    private readonly BoundaryKind _kind;
    private readonly List<char> _next = [];
    private readonly Folded _old;
    private readonly Folded _new = new(64);
    private readonly int _seam;
    private readonly MarkdownState _state;
    private readonly bool _isCode;
    private Overlap _overlap;
    private Language? _language;
    private JoinState _stage;
    private int _start;
    private bool _hadTalk;
    private bool _mustAgree;
    private string _text = string.Empty;

    /// <param name="kept">The whole text up to the cut.</param>
    /// <param name="dropped">What had been received after the cut and is thrown away: it shows how the text went on. May be empty.</param>
    /// <param name="kind">What ends at the cut.</param>
    public Join(string kept, string dropped, BoundaryKind kind)
    {
        _kept = kept;
        _dropped = dropped;
        _kind = kind;
        _old = new Folded(kept.Length + dropped.Length);
        _old.Read(kept, isFinal: true);
        _seam = _old.Length;
        _old.Read(string.Concat(kept, dropped), isFinal: true);
        _state = MarkdownState.After(kept);
        _isCode = _state.InFence || MarkdownState.IsJson(kept);
        _overlap = new Overlap(kept, _old, _seam, _isCode || _state.InTable);
    }

    /// <summary>When joined: what follows the kept text of all that has been added, <see cref="Inserted"/> at its front.</summary>
    public string Text => _text;

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

    private ReadOnlySpan<char> Next => CollectionsMarshal.AsSpan(_next)[_start..];

    private ReadOnlySpan<char> Dropped => _old.Chars[_seam..];

    private void Decide(bool isFinal)
    {
        while (_stage == JoinState.Undecided)
        {
            _new.Read(CollectionsMarshal.AsSpan(_next), isFinal);
            _overlap.Advance(_new.Chars, isFinal);
            if (_overlap.IsOpen && !isFinal)
            {
                return;
            }

            if (_overlap.Best is not null && Repeat(Choose(), isFinal))
            {
                return;
            }

            var agreed = _new.Chars.CommonPrefixLength(Dropped);
            var agrees = _overlap.IsSearched && (agreed >= 2 * Agreed || (agreed == Dropped.Length && agreed >= Agreed / 2));
            if (!agrees)
            {
                if (!_overlap.IsSearched && !isFinal)
                {
                    return;
                }

                if (!isFinal && agreed == _new.Length && agreed < Dropped.Length)
                {
                    return;
                }

                switch (Preamble(isFinal))
                {
                    case Talk.Perhaps:
                        return;

                    case Talk.Certain or Talk.Likely:
                        continue;
                }

                if (_stage != JoinState.Undecided)
                {
                    return;
                }
            }

            GoOn(agrees, agreed, isFinal);
            return;
        }
    }

    // The longest repeat, unless a shorter one goes on as the dropped text does.
    private Alignment Choose()
    {
        var best = _overlap.Best!;
        var compared = Math.Min(Dropped.Length, Agreed + 4);
        if (compared == 0 || _new.Length - best.Matched < compared)
        {
            return best;
        }

        var agreed = _new.Chars[best.Matched..].CommonPrefixLength(Dropped);
        foreach (var other in _overlap.Complete)
        {
            var agrees = _new.Chars[other.Matched..].CommonPrefixLength(Dropped);
            if (agrees > agreed && agrees >= compared)
            {
                agreed = agrees;
                best = other;
            }
        }

        return best;
    }

    // Returns whether there is nothing else to look at for now.
    private bool Repeat(Alignment repeat, bool isFinal)
    {
        if (_state.InTable && TableHead(Next) > 0)
        {
            return false;
        }

        var overlap = repeat.Matched;
        var beyond = _new.Chars[overlap..];
        var compared = Math.Min(Dropped.Length, Agreed + 4);
        if (!isFinal && beyond.Length < Math.Max(1, compared))
        {
            return true;
        }

        var raw = CollectionsMarshal.AsSpan(_next);
        if (beyond.IsEmpty)
        {
            End(repeat);
            return true;
        }

        var after = _new.Start(overlap - 1) + 1;
        var asExact = _new.Chars.CommonPrefixLength(Dropped);
        var asRepeat = beyond.CommonPrefixLength(Dropped);
        var verdict = Weigh(repeat, asExact, asRepeat, compared, raw[_start..after]);
        if ((compared == 0 || asRepeat < compared) && _overlap.Diverged is { } longer && longer.Matched > overlap && longer.Matched >= Beginning)
        {
            Reject("The continuation begins to repeat the text, and leaves it.");
            return true;
        }

        if (verdict != Verdict.Chance && !EndsAlike(raw, after))
        {
            verdict = verdict == Verdict.Open || overlap < Passage ? Verdict.Chance : Verdict.Open;
        }

        switch (verdict)
        {
            case Verdict.Chance:
                return false;

            case Verdict.Open:
                Reject("It cannot be told whether the continuation repeats the end of the text.");
                return true;
        }

        after = SkipMarks(raw, after);
        var rest = raw[after..].TrimStart();
        var given = raw[after..(raw.Length - rest.Length)];
        if (rest.IsEmpty)
        {
            if (isFinal)
            {
                End(repeat);
            }

            return true;
        }

        Overlap = after - _start;
        Finish(new SeamSpace(_kept, _dropped, _kind, _isCode).After(given, asRepeat > 0), given, rest);
        return true;
    }

    private Verdict Weigh(Alignment repeat, int asExact, int asRepeat, int compared, ReadOnlySpan<char> next)
    {
        var isExact = compared > 0 && asExact >= compared;
        var isRepeat = compared > 0 && asRepeat >= compared;
        var cut = _old.Start(repeat.Start);
        var isShort = repeat.Matched < Passage && repeat.Start > 0;
        var verdict = IsPeriodic(repeat) || IsHead(repeat, compared) || (isShort && (_state.InTable || _overlap.Complete.Count > 1 && compared < 3)) ? Verdict.Open : repeat.HasEdits || repeat.Start == 0 ? Verdict.Repeat : Significance.Weigh(_kept.AsSpan(cut), _kept.AsSpan(0, cut), next);
        if (compared < 3)
        {
            return verdict == Verdict.Repeat && isExact && !isRepeat ? Verdict.Open : verdict;
        }

        foreach (var other in _overlap.Complete)
        {
            if (isShort && isRepeat && other != repeat && _new.Chars[other.Matched..].CommonPrefixLength(Dropped) >= compared)
            {
                return Verdict.Open;
            }
        }

        return isExact == isRepeat ? (isExact && verdict == Verdict.Repeat && repeat.Matched < Passage ? Verdict.Open : verdict) : isRepeat ? Verdict.Repeat : Verdict.Chance;
    }

    // A repeated head and the next row look like the head and the row that is there.
    private bool IsHead(Alignment repeat, int compared)
    {
        if (!_state.InTable || TableHead(Next) is not (> 0 and var head))
        {
            return false;
        }

        var rows = 0;
        while (rows < repeat.Matched && _new.Start(rows) < _start + head)
        {
            rows++;
        }

        return _new.Chars[rows..].StartsWith(Dropped[..compared], StringComparison.Ordinal);
    }

    // The kept text ends with the same passage twice: a third would not be told from a repeat.
    private bool IsPeriodic(Alignment repeat)
    {
        var length = _seam - repeat.Start;
        return repeat.Start >= length && _old.Chars.Slice(repeat.Start - length, length).SequenceEqual(_old.Chars.Slice(repeat.Start, length));
    }

    // A word that has ended in the kept text must end in the repeat too.
    private bool EndsAlike(ReadOnlySpan<char> raw, int after)
    {
        var last = _kept.AsSpan().TrimEnd();
        if (last.IsEmpty || after >= raw.Length || !Scripts.IsWordPart(last[^1]) || !Scripts.IsWordPart(raw[after]) || Scripts.IsUnspaced(last[^1]))
        {
            return true;
        }

        return last.Length == _kept.Length && (_dropped.Length > 0 ? Scripts.IsWordPart(_dropped[0]) : _kind == BoundaryKind.None);
    }

    // Emphasis that the kept text has closed, or never had, is closed in the repeat.
    private int SkipMarks(ReadOnlySpan<char> raw, int after)
    {
        var own = _kept.AsSpan(_old.Start(_seam - 1) + 1).Trim();
        if (!own.IsEmpty)
        {
            foreach (var mark in own)
            {
                var next = after + raw[after..].IndexOfAnyExcept(" \t\r\n");
                if (!char.IsWhiteSpace(mark) && next >= after && raw[next] is '*' or '_' or '`' or '~')
                {
                    after = next + 1;
                }
            }

            return after;
        }

        var marks = raw[after..].IndexOfAnyExcept("*_`~");
        if (marks <= 0 || _isCode)
        {
            return after;
        }

        var kept = _kept.AsSpan().TrimEnd();
        var block = kept[(kept.LastIndexOf('\n') + 1)..];
        var isOpen = block.Count(raw[after]) % (2 * marks) != 0;
        return isOpen || (after + marks < raw.Length && Scripts.IsWordPart(raw[after + marks])) ? after : after + marks;
    }

    private void End(Alignment repeat)
    {
        var isWhole = SentenceEnds.EndsSentence(_kept) || _kind is BoundaryKind.Paragraph or BoundaryKind.ListItem or BoundaryKind.TableRow || (_state is { Last: LineKind.Fence, InFence: false });
        if (!isWhole || _state.InFence || _dropped.AsSpan().Trim().Length > 0)
        {
            Reject("The continuation only repeats a text that is not complete.");
            return;
        }

        Overlap = _new.Start(repeat.Matched - 1) + 1 - _start;
        _stage = JoinState.Joined;
    }

    private Talk Preamble(bool isFinal)
    {
        var next = Next;
        if (_state.InTable && TableHead(next) is var head and > 0)
        {
            StartAt(_start + head);
            return Talk.Certain;
        }

        if (_overlap.Diverged is { Start: 0, Matched: >= Beginning })
        {
            Reject("The continuation begins as the text does, and leaves it.");
            return Talk.No;
        }

        var talk = MetaTalk.Look(next, isFinal, out var length);
        if (talk is Talk.Perhaps)
        {
            return talk;
        }

        if (talk is Talk.Certain or Talk.Likely)
        {
            if (Dropped.Length > 0 && next.TrimStart().StartsWith(_dropped.AsSpan().Trim(), StringComparison.Ordinal))
            {
                Reject("The continuation begins as talk does, and as the text did.");
                return Talk.No;
            }

            _hadTalk = true;
            _mustAgree = talk == Talk.Likely;
            StartAt(_start + length);
            return talk;
        }

        talk = _hadTalk ? AfterTalk(next, isFinal) : Talk.No;
        return talk == Talk.No && _stage == JoinState.Undecided ? ReopenedFence(next, isFinal) : talk;
    }

    // The text may have had a rule of its own here.
    private bool BeginsRule(char mark)
    {
        var line = _dropped.AsSpan().TrimStart();
        line = line[..MarkdownLine.Next(line, 0, out _)].Trim();
        return line.IsEmpty || !line.ContainsAnyExcept(mark, ' ');
    }

    // The head of the table that is open, which some models repeat before they go on with its rows.
    private int TableHead(ReadOnlySpan<char> next)
    {
        if (_kept[^1] is not ('\n' or '\r'))
        {
            return 0;
        }

        var start = next.Length - next.TrimStart().Length;
        var row = MarkdownLine.Next(next, start, out var end);
        var separator = MarkdownLine.Next(next, row, out var separatorEnd);
        MarkdownLine.Next(_kept, _state.TableStart, out var ownEnd);
        return separatorEnd < separator && MarkdownLine.Classify(next[row..separatorEnd]) == LineKind.TableSeparator
            && next[start..end].TrimEnd().SequenceEqual(_kept.AsSpan(_state.TableStart..ownEnd).TrimEnd()) ? separator : 0;
    }

    // A rule that sets the talk apart goes with it. What is wrapped in a fence would end with one that nobody takes out.
    private Talk AfterTalk(ReadOnlySpan<char> next, bool isFinal)
    {
        var trimmed = next.TrimStart();
        if (trimmed.IsEmpty || trimmed[0] is not ('-' or '*' or '_' or '`'))
        {
            return trimmed.IsEmpty && !isFinal ? Talk.Perhaps : Talk.No;
        }

        var end = trimmed.IndexOf('\n');
        if (end < 0 && !isFinal && trimmed.Length < 12)
        {
            return Talk.Perhaps;
        }

        switch (MarkdownLine.Classify(end < 0 ? trimmed : trimmed[..end]))
        {
            case LineKind.Rule when BeginsRule(trimmed[0]):
                Reject("It cannot be told whether the rule belongs to the talk or to the text.");
                break;

            case LineKind.Rule:
                StartAt(_start + (next.Length - trimmed.Length) + (end < 0 ? trimmed.Length : end));
                return Talk.Certain;

            case LineKind.Fence when !_state.InFence:
                Reject("The continuation is wrapped in a code fence.");
                break;
        }

        return Talk.No;
    }

    // Inside an open fence a fence with an info string opens it again; one without closes it.
    private Talk ReopenedFence(ReadOnlySpan<char> next, bool isFinal)
    {
        var trimmed = next.TrimStart();
        if (!_state.InFence || trimmed.IsEmpty || trimmed[0] != _state.Fence)
        {
            return Talk.No;
        }

        var end = trimmed.IndexOf('\n');
        if (end < 0)
        {
            return isFinal || trimmed.Length > 40 ? Talk.No : Talk.Perhaps;
        }

        var line = trimmed[..end].Trim();
        if (MarkdownLine.FenceLength(line) == 0 || !line.ContainsAnyExcept(_state.Fence))
        {
            return Talk.No;
        }

        StartAt(_start + (next.Length - trimmed.Length) + end + 1);
        return Talk.Certain;
    }

    private void StartAt(int start)
    {
        _start = start;
        _new.Restart(start);
        _overlap = new Overlap(_kept, _old, _seam, _isCode || _state.InTable);
    }

    private void GoOn(bool agrees, int agreed, bool isFinal)
    {
        if (!agrees && !isFinal && _new.Length < Seams.Overlap.Needed)
        {
            return;
        }

        var rest = Next.TrimStart();
        if (rest.IsEmpty)
        {
            if (isFinal)
            {
                if (SentenceEnds.EndsSentence(_kept) && _dropped.AsSpan().Trim().IsEmpty && !_isCode)
                {
                    _stage = JoinState.Joined;
                }
                else
                {
                    Reject("The continuation is empty.");
                }
            }

            return;
        }

        if (!agrees)
        {
            if (_mustAgree)
            {
                Reject("The continuation begins with talk, and what follows does not join for certain.");
                return;
            }

            if (_overlap.Diverged is { } diverged && diverged.Matched >= (diverged.Start == 0 ? Beginning : Passage))
            {
                Reject("The continuation begins to repeat the text, and leaves it.");
                return;
            }

            if (!_isCode)
            {
                switch ((_language ??= new Language(_kept)).Judge(rest, isFinal))
                {
                    case Tongue.Unsettled:
                        return;

                    case Tongue.Other:
                        Reject("The continuation is in another language.");
                        return;
                }
            }
        }

        var given = Next[..(Next.Length - rest.Length)];
        if (_isCode && !agrees && LosesIndent(given))
        {
            Reject("The continuation has lost the indentation of its first line.");
            return;
        }

        if (!agrees && _kind == BoundaryKind.Sentence && _dropped.Length == 0 && _kept[^1] == '.' && (char.IsLower(rest[0]) || char.IsDigit(rest[0])))
        {
            Reject("It cannot be told whether the full stop ends a sentence.");
            return;
        }

        if (_kept.Length > 0 && _kept[^1] == rest[0] && rest[0] is '*' or '_' or '`' or '~' && !HasMarks(rest))
        {
            Reject("It cannot be told whether the continuation repeats the mark that opens emphasis.");
            return;
        }

        if (_kind == BoundaryKind.None && _dropped.Length == 0 && !_isCode && _kept.Length > 0 && !IsInWord() && !char.IsWhiteSpace(_kept[^1]) && !Scripts.IsUnspaced(_kept[^1])
            && !(_kept[^1] is ',' or ';' && char.IsLetter(rest[0])) && !(given.IsEmpty && _kept[^1] is '(' or '[' or '{' or '/' or '$' or '¿' or '¡' or '„' or '«' or '@'))
        {
            Reject("It cannot be told whether the space belongs there.");
            return;
        }

        if (IsInWord() && !(agrees || Continues(given, rest, agreed)))
        {
            Reject("It cannot be told whether the continuation goes on with the word.");
            return;
        }

        Finish(new SeamSpace(_kept, _dropped, _kind, _isCode).Between(given, rest, agreed > 0), given, rest);
    }

    // As many marks as were dropped: none of them is a repeat.
    private bool HasMarks(ReadOnlySpan<char> rest)
    {
        var marks = _dropped.AsSpan().IndexOfAnyExcept(rest[0]);
        return marks > 0 && rest.IndexOfAnyExcept(rest[0]) == marks;
    }

    // Where a line of code begins, white space that is not there cannot be told from white space that was left out.
    private bool LosesIndent(ReadOnlySpan<char> given)
    {
        if (_kept.Length == 0 || _kept[^1] is not ('\n' or '\r'))
        {
            var content = _kept.AsSpan().TrimEnd(" \t");
            return content.Length < _kept.Length && !content.IsEmpty && content[^1] is '\n' or '\r' && _dropped.AsSpan().IsWhiteSpace();
        }

        if (_dropped.Length > 0)
        {
            return _dropped.AsSpan().IsWhiteSpace() && !given.StartsWith(_dropped, StringComparison.Ordinal);
        }

        var line = _kept.AsSpan().TrimEnd();
        line = line[(line.LastIndexOf('\n') + 1)..];
        return given.IsEmpty && (line.StartsWith(' ') || line.StartsWith('\t') || line[^1] is '{' or ':' or '[' or '(');
    }

    private bool IsInWord() =>
        _kind == BoundaryKind.None && _kept.Length > 0 && (Scripts.IsWordPart(_kept[^1]) || _kept[^1] is '\'' or '’') && !Scripts.IsUnspaced(_kept[^1]) && !(_dropped.Length > 0 && !Scripts.IsWordPart(_dropped[0]));

    // The rest of the word, as it was received, is what the continuation must go on with.
    private bool Continues(ReadOnlySpan<char> given, ReadOnlySpan<char> rest, int agreed)
    {
        var word = _dropped.AsSpan();
        var length = 0;
        while (length < word.Length && Scripts.IsWordPart(word[length]))
        {
            length++;
        }

        if (length > 0)
        {
            return agreed >= Math.Min(length, 3) && agreed >= length;
        }

        if (!Scripts.IsWordPart(rest[0]))
        {
            return given.IsEmpty && rest[0] is ',' or '.' or ';' or ':' or '!' or '?' or ')' or ']' or '}' or '”' or '»' or '،' or '؛' or '؟';
        }

        var end = 0;
        while (end < rest.Length && Scripts.IsWordPart(rest[end]))
        {
            end++;
        }

        // The text itself may know the word: either the whole of it, or the part as one of its own.
        var start = _kept.Length;
        while (start > 0 && Scripts.IsWordPart(_kept[start - 1]))
        {
            start--;
        }

        var part = _kept.AsSpan(start);
        var before = _kept.AsSpan(0, start);
        return given.IsEmpty ? end < rest.Length && HasWord(before, string.Concat(part, rest[..end])) && !HasWord(before, part)
            : part.Length >= 4 && HasWord(before, part) && HasWord(before, rest[..end]) && !HasWord(before, string.Concat(part, rest[..end]));
    }

    private static bool HasWord(ReadOnlySpan<char> text, ReadOnlySpan<char> word)
    {
        for (var at = 0; at < text.Length;)
        {
            var found = text[at..].IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at += found;
            if ((at == 0 || !Scripts.IsWordPart(text[at - 1])) && (at + word.Length == text.Length || !Scripts.IsWordPart(text[at + word.Length])))
            {
                return word.Length > 1;
            }

            at++;
        }

        return false;
    }

    private void Finish(ReadOnlySpan<char> space, ReadOnlySpan<char> given, ReadOnlySpan<char> rest)
    {
        Inserted = given.EndsWith(space, StringComparison.Ordinal) ? string.Empty : space.ToString();
        _text = string.Concat(space, rest);
        _stage = JoinState.Joined;
    }

    private void Reject(string reason)
    {
        Reason = reason;
        _stage = JoinState.Rejected;
    }
}
