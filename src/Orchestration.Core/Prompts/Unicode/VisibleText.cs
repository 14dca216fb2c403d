namespace Orchestration.Prompts.Unicode;

/// <summary>
/// Rewrites text to what of it is seen: one kind of line break, one kind of one-cell space, no white space at line ends, and no invisible
/// characters save those that change how their neighbours look. The rules are in docs/cache-key.md.
/// </summary>
/// <remarks>
/// Every judgement is the same before and after canonical composition, and the same on its own result: neighbours are judged by traits that a
/// decomposition shares with its composite, and an order among marks never counts.
/// </remarks>
internal ref struct VisibleText(ReadOnlySpan<char> text, TextBuffer output)
{
    private const char ZeroWidthSpace = '\u200B';
    private const int GraphemeJoiner = 0x034F;
    private const int FirstHangulSyllable = 0xAC00;
    private const int ViramaClass = 9;
    private const int ReplacementCharacter = 0xFFFD;
    private const string TrailingWhiteSpace = " \t\v\f\u202F\u3000";

    private readonly ReadOnlySpan<char> _text = text;
    private readonly TextBuffer _output = output;

    // What stands before: the neighbour in the input, and what was last written.
    private int _previous;
    private CharFacts _previousFacts;
    private int _written;
    private bool _dropped;

    // The last letter, whether it or its marks are of a joining script, whether it has a movable mark, whether a virama.
    private int _letter;
    private bool _joining;
    private bool _marked;
    private bool _virama;

    private EmojiSequence _emoji;
    private DirectionStack _directions;

    // The answer of the last look ahead holds up to this position.
    private int _lookedAheadTo;
    private bool _joiningAhead;

    public void Write()
    {
        for (var i = 0; i < _text.Length;)
        {
            if (_text[i] is >= ' ' and <= '~')
            {
                i += WriteAscii(_text[i..]);
                continue;
            }

            var codePoint = CodePointAt(i, out var length);
            var facts = CodePoints.FactsOf(codePoint);
            if (facts.Has(CharTraits.Replaced))
            {
                codePoint = Replace(codePoint, i, ref length);
                facts = CodePoints.FactsOf(codePoint);
            }

            if (!facts.Has(CharTraits.Ignorable))
            {
                WriteSeen(codePoint, facts);
            }
            else if (_emoji.TagSequenceLength(_text[i..], codePoint) is > 0 and var tags)
            {
                _output.Append(_text.Slice(i, tags));
                (_emoji, length, facts) = (default, tags, default);
            }
            else if (IsVisible(codePoint, i + length))
            {
                WriteInvisible(codePoint, facts);
            }
            else
            {
                // Without it the mark that follows would stand on the same letter.
                _dropped |= codePoint != GraphemeJoiner || !StartsWithMovableMark(i + length);
                _emoji = default;
            }

            (_previous, _previousFacts) = (codePoint, facts);
            i += length;
        }

        _output.TrimEnd(TrailingWhiteSpace + "\n");
    }

    /// <summary>Copies visible ASCII, of which every character is written as it is, wherever it stands.</summary>
    private int WriteAscii(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange(' ', '~');
        var ascii = length < 0 ? text : text[..length];
        _output.Append(ascii);
        _dropped = false;
        _emoji = default;
        _previous = _written = _letter = ascii[^1];
        _previousFacts = CodePoints.FactsOf(_previous);
        (_joining, _marked, _virama) = (false, false, false);
        return ascii.Length;
    }

    private readonly int CodePointAt(int index, out int length)
    {
        length = char.IsHighSurrogate(_text[index]) && index + 1 < _text.Length && char.IsLowSurrogate(_text[index + 1]) ? 2 : 1;
        return length == 2 ? char.ConvertToUtf32(_text[index], _text[index + 1]) : _text[index];
    }

    private readonly int Replace(int codePoint, int index, ref int length)
    {
        switch (codePoint)
        {
            case '\r':
                length = index + 1 < _text.Length && _text[index + 1] == '\n' ? 2 : 1;
                return '\n';
            case 0x85 or 0x2028 or 0x2029:
                return '\n';
            case >= 0xD800 and < 0xE000:
                return ReplacementCharacter;
            case 0x202F when _previousFacts.Has(CharTraits.Mongolian):
                return codePoint; // Shapes the suffix that follows a Mongolian word.
            default:
                return ' ';
        }
    }

    private void WriteSeen(int codePoint, CharFacts facts)
    {
        if (codePoint == '\n')
        {
            _output.TrimEnd(TrailingWhiteSpace);
            _directions = default;
        }
        else if (_dropped && IsKeptApart(facts))
        {
            _output.Append(ZeroWidthSpace);
        }

        _output.Append(codePoint);
        _dropped = false;
        _written = codePoint;
        _emoji = _emoji.After(codePoint, facts);

        var isJoining = facts.Has(CharTraits.Joining);
        if (facts.Has(CharTraits.Mark))
        {
            _joining |= isJoining;
            _marked |= CodePoints.EndsWithMovableMark(codePoint);
            _virama |= facts.CombiningClass == ViramaClass;
        }
        else
        {
            (_letter, _joining, _marked, _virama) = (codePoint, isJoining, false, false);
        }
    }

    private void WriteInvisible(int codePoint, CharFacts facts)
    {
        _output.Append(codePoint);
        _dropped = false;
        _written = codePoint;
        _emoji = _emoji.After(codePoint, facts);
        (_letter, _marked, _virama) = (0, false, false);
    }

    /// <summary>Whether what was dropped kept two characters apart that would show as one without it.</summary>
    private readonly bool IsKeptApart(CharFacts next) =>
        next.Has(CharTraits.Extends)
        || (next.Has(CharTraits.Regional) && CodePoints.FactsOf(_written).Has(CharTraits.Regional))
        || (next.Has(CharTraits.LeadingJamo) && IsLeadingJamo(_written))
        || (_virama && next.Has(CharTraits.Joining));

    private bool IsVisible(int codePoint, int next)
    {
        switch (codePoint)
        {
            case 0x200D when _emoji.AcceptsJoiner && IsPictographic(next):
                return true;
            case 0x200D:
                return _joining || JoiningFollows(next);
            case 0x200C:
                return _joining && JoiningFollows(next);
            case GraphemeJoiner:
                return (_marked || CodePoints.EndsWithMovableMark(_letter)) && StartsWithMovableMark(next);
            case 0x115F:
                return next < _text.Length && IsVowelJamo(_text[next]);
            case 0x1160:
                return IsLeadingJamo(_previous);
            case 0x180E or (>= 0x180B and <= 0x180D) or 0x180F:
                return _previousFacts.Has(CharTraits.Mongolian);
            case >= 0xFE00 and <= 0xFE0D:
                return _previousFacts.Has(CharTraits.StandardBase | CharTraits.Ideograph);
            case 0xFE0E or 0xFE0F:
                return _previousFacts.Has(CharTraits.EmojiBase);
            case >= 0xE0100 and <= 0xE01EF:
                return _previousFacts.Has(CharTraits.Ideograph);
            default:
                return _directions.Keeps(codePoint);
        }
    }

    private readonly bool IsPictographic(int index) =>
        index < _text.Length && CodePoints.FactsOf(CodePointAt(index, out _)).Has(CharTraits.Pictographic);

    private readonly bool StartsWithMovableMark(int index) =>
        index < _text.Length && CodePoints.StartsWithMovableMark(CodePointAt(index, out _));

    /// <summary>Whether the next letter, behind invisible characters, or a mark before it, is of a joining script.</summary>
    private bool JoiningFollows(int index)
    {
        if (index <= _lookedAheadTo)
        {
            return _joiningAhead;
        }

        _joiningAhead = false;
        while (index < _text.Length)
        {
            var facts = CodePoints.FactsOf(CodePointAt(index, out var length));
            if (!facts.Has(CharTraits.Ignorable | CharTraits.Mark) || facts.Has(CharTraits.Joining))
            {
                _joiningAhead = facts.Has(CharTraits.Joining);
                break;
            }

            index += length;
        }

        _lookedAheadTo = index;
        return _joiningAhead;
    }

    private static bool IsLeadingJamo(int codePoint) =>
        codePoint < FirstHangulSyllable && CodePoints.FactsOf(codePoint).Has(CharTraits.LeadingJamo);

    private static bool IsVowelJamo(char unit) => unit is (>= '\u1160' and <= '\u11A7') or (>= '\uD7B0' and <= '\uD7C6');
}
