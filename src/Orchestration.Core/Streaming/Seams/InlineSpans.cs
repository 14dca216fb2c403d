namespace Orchestration.Streaming.Seams;

/// <summary>Finds the ends of inline Markdown constructs in one block, left to right.</summary>
/// <remarks>A construct that is not closed is literal when its block has ended; in the block at which the text broke off it is open, and nothing after its start is safe.</remarks>
internal ref struct InlineSpans(ReadOnlySpan<char> text, int end, bool isClosed)
{
    // Longer than any link or tag that is worth waiting for.
    private const int LongestOpen = 600;
    private const int LongestMath = 240;

    private readonly ReadOnlySpan<char> _text = text[..end];
    private readonly bool _isClosed = isClosed;

    // Delimiters that are known to have no closing one any more: without them many open ones would each search the whole block.
    private uint _unclosed;

    /// <summary>The end of the construct that starts at <paramref name="start"/>; <paramref name="start"/> itself when none does.</summary>
    /// <param name="start">A place outside all constructs.</param>
    /// <param name="isEmphasis">Whether sentences may end inside, should nothing better be found.</param>
    public int Skip(int start, out bool isEmphasis)
    {
        isEmphasis = false;
        switch (_text[start])
        {
            case '`':
                return Delimited(start, '`');

            case '*' or '~':
                isEmphasis = true;
                return Delimited(start, _text[start]);

            case '_' when start == 0 || !char.IsLetterOrDigit(_text[start - 1]):
                isEmphasis = true;
                return Delimited(start, '_');

            case '[':
                return Link(start);

            case '<' when start + 1 < _text.Length && (char.IsAsciiLetter(_text[start + 1]) || _text[start + 1] is '/' or '!'):
                return Enclosed(start, start + 1, '>', 1);

            case '$':
                return Math(start);

            case '\\' when start + 1 < _text.Length:
                return _text[start + 1] switch
                {
                    '(' => Until(start, "\\)", 2),
                    '[' => Until(start, "\\]", 3),
                    _ => start,
                };

            default:
                return start;
        }
    }

    private int Delimited(int start, char delimiter)
    {
        var length = Run(start, delimiter);
        var after = start + length;
        if (delimiter != '`' && (after < _text.Length && char.IsWhiteSpace(_text[after])))
        {
            return start;
        }

        if (delimiter == '~' && length < 2)
        {
            return start;
        }

        if (after == _text.Length)
        {
            return _isClosed ? start : after;
        }

        var flag = System.Math.Min(length, 4) + delimiter switch { '`' => 4, '*' => 8, '_' => 12, _ => 16 };
        if (!IsUnclosed(flag))
        {
            for (var at = after; at < _text.Length;)
            {
                var found = _text[at..].IndexOf(delimiter);
                if (found < 0)
                {
                    break;
                }

                at += found;
                var run = Run(at, delimiter);
                var closes = delimiter == '`' ? run == length : run >= length && !char.IsWhiteSpace(_text[at - 1]) && !(delimiter == '_' && at + run < _text.Length && char.IsLetterOrDigit(_text[at + run]));
                if (closes)
                {
                    return at + (delimiter == '`' ? run : length);
                }

                at += run;
            }

            _unclosed |= 1u << flag;
        }

        return Open(start, after);
    }

    private int Link(int start)
    {
        var close = Enclosed(start, start + 1, ']', 2);
        if (close == start || close == _text.Length || _text[close] != '(')
        {
            return close;
        }

        var target = Enclosed(start, close + 1, ')', 3);
        return target == start ? close : target;
    }

    private int Enclosed(int start, int from, char closer, int flag)
    {
        if (!IsUnclosed(flag))
        {
            var found = _text[from..].IndexOf(closer);
            if (found >= 0)
            {
                return from + found + 1;
            }

            _unclosed |= 1u << flag;
        }

        return Open(start, from);
    }

    private int Math(int start)
    {
        if (Run(start, '$') >= 2)
        {
            return Until(start, "$$", 0);
        }

        // A price is not a formula: "$5 or $6".
        if (start + 1 == _text.Length || char.IsWhiteSpace(_text[start + 1]) || char.IsDigit(_text[start + 1]))
        {
            return start;
        }

        var rest = _text.Slice(start + 1, System.Math.Min(LongestMath, _text.Length - start - 1));
        var found = rest.IndexOfAny('$', '\n');
        return found > 0 && rest[found] == '$' && !char.IsWhiteSpace(rest[found - 1]) ? start + found + 2 : start;
    }

    private int Until(int start, string closer, int flag)
    {
        if (!IsUnclosed(flag + 24))
        {
            var found = _text[(start + 2)..].IndexOf(closer, StringComparison.Ordinal);
            if (found >= 0)
            {
                return start + 2 + found + closer.Length;
            }

            _unclosed |= 1u << (flag + 24);
        }

        return Open(start, start + 2);
    }

    private readonly int Open(int start, int after) => _isClosed || _text.Length - after > LongestOpen ? start : _text.Length;

    private readonly bool IsUnclosed(int flag) => (_unclosed & (1u << flag)) != 0;

    private readonly int Run(int start, char c)
    {
        var length = _text[start..].IndexOfAnyExcept(c);
        return length < 0 ? _text.Length - start : length;
    }
}
