using System.Buffers;

namespace Orchestration.Schemas.Following;

/// <summary>The inside of one string after another: takes escapes apart, and refuses what no string may hold at the first character that tells.</summary>
internal sealed class StringFollower
{
    private static readonly SearchValues<char> Stops = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static c => (char)c), '"', '\\']);

    private readonly TextBuffer _decoded = new();
    private Stage _stage;
    private int _code;
    private int _fresh;

    private enum Stage
    {
        Plain,
        AfterRawHigh,
        AfterEscapedHigh,
        Escape,
        EscapeOfLow,
        Hex1,
        Hex2,
        Hex3,
        Hex4,
        LowHex1,
        LowHex2,
        LowHex3,
        LowHex4,
    }

    /// <summary>The content so far, without escapes.</summary>
    public ReadOnlySpan<char> Decoded => _decoded.Span;

    /// <summary>What the last step has added to it.</summary>
    public ReadOnlySpan<char> Fresh => _decoded.Span[_fresh..];

    public void Open()
    {
        _decoded.Clear();
        _fresh = 0;
        _stage = Stage.Plain;
    }

    /// <summary>Takes as much as adds one stretch of content. <paramref name="position"/> ends behind the last character looked at.</summary>
    public StringStep Next(ReadOnlySpan<char> text, ref int position)
    {
        _fresh = _decoded.Length;
        while (position < text.Length)
        {
            if (_stage == Stage.Plain)
            {
                var plain = Plain(text[position..]);
                if (plain > 0)
                {
                    _decoded.Append(text.Slice(position, plain));
                    position += plain;
                    return StringStep.Text;
                }
            }

            var c = text[position++];
            if (_stage == Stage.Plain && c == '"')
            {
                return StringStep.Closed;
            }

            if (!TryTake(c))
            {
                return StringStep.Broken;
            }

            if (_decoded.Length > _fresh)
            {
                return StringStep.Text;
            }
        }

        return StringStep.Starved;
    }

    private static int Plain(ReadOnlySpan<char> text)
    {
        var stop = text.IndexOfAny(Stops);
        text = stop < 0 ? text : text[..stop];
        var surrogate = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        return surrogate < 0 ? text.Length : surrogate;
    }

    private bool TryTake(char c)
    {
        switch (_stage)
        {
            case Stage.Plain when c == '\\':
                return Goto(Stage.Escape);
            case Stage.Plain when char.IsHighSurrogate(c):
                return Emit(c, Stage.AfterRawHigh);
            case Stage.AfterRawHigh when char.IsLowSurrogate(c):
                return Emit(c, Stage.Plain);
            case Stage.AfterEscapedHigh when c == '\\':
                return Goto(Stage.EscapeOfLow);
            case Stage.EscapeOfLow when c == 'u':
                return Goto(Stage.LowHex1);
            case Stage.Escape when c == 'u':
                return Goto(Stage.Hex1);
            case Stage.Escape:
                var unescaped = Unescape(c);
                return unescaped != 0 && Emit(unescaped, Stage.Plain);
            case >= Stage.Hex1 and <= Stage.LowHex4 when char.IsAsciiHexDigit(c):
                return TakeHex(c);
            default:
                return false;
        }
    }

    // A surrogate is known by its first two digits, so half a pair is refused there and not only at its fourth.
    private bool TakeHex(char c)
    {
        _code = (_stage is Stage.Hex1 or Stage.LowHex1 ? 0 : _code << 4) | (char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        switch (_stage)
        {
            case Stage.Hex2 when _code is >= 0xDC and <= 0xDF:
            case Stage.LowHex1 when _code != 0xD:
            case Stage.LowHex2 when _code < 0xDC:
                return false;
            case Stage.Hex4:
                return Emit((char)_code, char.IsHighSurrogate((char)_code) ? Stage.AfterEscapedHigh : Stage.Plain);
            case Stage.LowHex4:
                return Emit((char)_code, Stage.Plain);
            default:
                return Goto(_stage + 1);
        }
    }

    private static char Unescape(char c) => c switch
    {
        '"' or '\\' or '/' => c,
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => '\0',
    };

    private bool Goto(Stage stage)
    {
        _stage = stage;
        return true;
    }

    private bool Emit(char c, Stage next)
    {
        _decoded.Append(c);
        return Goto(next);
    }
}

internal enum StringStep
{
    Starved,
    Text,
    Closed,
    Broken,
}
