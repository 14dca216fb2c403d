using System.Globalization;

namespace Orchestration.Schemas.Patterns;

/// <summary>Reads an ECMAScript expression by code points, and what its escapes stand for.</summary>
internal sealed class PatternReader(string source)
{
    public string Source { get; } = source;

    public int Position { get; set; }

    public bool IsAtEnd => Position >= Source.Length;

    /// <summary>The unit that comes next; NUL at the end.</summary>
    public char Next => IsAtEnd ? '\0' : Source[Position];

    public bool Take(char unit)
    {
        if (IsAtEnd || Source[Position] != unit)
        {
            return false;
        }

        Position++;
        return true;
    }

    public bool Take(string text)
    {
        if (!Source.AsSpan(Position).StartsWith(text, StringComparison.Ordinal))
        {
            return false;
        }

        Position += text.Length;
        return true;
    }

    public int TakeCodePoint()
    {
        var first = Source[Position++];
        return char.IsHighSurrogate(first) && char.IsLowSurrogate(Next) ? char.ConvertToUtf32(first, Source[Position++]) : first;
    }

    /// <summary>A number, or the largest <see langword="int"/> if it is larger; <see langword="null"/> where there is none.</summary>
    public int? TakeNumber()
    {
        int? value = null;
        while (char.IsAsciiDigit(Next))
        {
            value = (int)Math.Min(int.MaxValue, ((value ?? 0) * 10L) + (Source[Position++] - '0'));
        }

        return value;
    }

    public string TakeTo(char end, string what)
    {
        var length = Source.AsSpan(Position).IndexOf(end);
        if (length < 0)
        {
            throw Problem($"{what} has no '{end}'");
        }

        var text = Source.Substring(Position, length);
        Position += length + 1;
        return text;
    }

    /// <summary>The class that comes after a backslash; <see langword="null"/> when it is no class.</summary>
    public CodePointSet? TakeClassEscape()
    {
        if (Next is not ('d' or 'D' or 's' or 'S' or 'w' or 'W' or 'p' or 'P'))
        {
            return null;
        }

        var kind = Source[Position++];
        var set = (kind | 0x20) switch
        {
            'd' => CharacterClasses.Digits,
            's' => CharacterClasses.Spaces,
            'w' => CharacterClasses.WordCharacters,
            _ => TakeProperty(),
        };
        return char.IsAsciiLetterUpper(kind) ? set.Complement() : set;
    }

    /// <summary>The character that comes after a backslash.</summary>
    public int TakeCharacterEscape()
    {
        if (IsAtEnd)
        {
            throw Problem("it ends in a backslash");
        }

        var codePoint = TakeCodePoint();
        switch (codePoint)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'v':
                return '\v';
            case 'f':
                return '\f';
            case 'r':
                return '\r';
            case '0' when !char.IsAsciiDigit(Next):
                return '\0';
            case 'c' when char.IsAsciiLetter(Next):
                return Source[Position++] & 0x1F;
            case 'x':
                return TakeHex(2) ?? throw Problem(@"\x needs two hexadecimal digits");
            case 'u':
                return TakeUnicode();
            case > ' ' and <= '~' when !char.IsAsciiLetterOrDigit((char)codePoint):
                // With the u flag only some of them may be escaped; but nobody means anything else by the others.
                return codePoint;
            default:
                throw Problem($@"\{char.ConvertFromUtf32(codePoint is >= 0xD800 and <= 0xDFFF ? 0xFFFD : codePoint)} is no escape of ECMAScript");
        }
    }

    public FormatException Problem(string what) => new($"the pattern is no regular expression of ECMAScript: {what}, at character {Position}");

    private int TakeUnicode()
    {
        if (Take('{'))
        {
            var digits = TakeTo('}', @"\u{");
            return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= CodePointSet.Last
                ? value
                : throw Problem($@"\u{{{digits}}} is no code point");
        }

        var first = TakeHex(4) ?? throw Problem(@"\u needs four hexadecimal digits");
        var here = Position;
        if (char.IsHighSurrogate((char)first) && Take(@"\u") && TakeHex(4) is { } second && char.IsLowSurrogate((char)second))
        {
            return char.ConvertToUtf32((char)first, (char)second);
        }

        Position = here;
        return first;
    }

    private int? TakeHex(int digits)
    {
        if (Position + digits > Source.Length
            || !int.TryParse(Source.AsSpan(Position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        Position += digits;
        return value;
    }

    private CodePointSet TakeProperty()
    {
        if (!Take('{'))
        {
            throw Problem(@"\p needs a property in braces");
        }

        var property = TakeTo('}', @"\p{");
        return CharacterClasses.Property(property)
            ?? throw Problem($@"the property '{property}' is none that can be told here (general categories, Script=.., Alphabetic and some more can)");
    }
}
