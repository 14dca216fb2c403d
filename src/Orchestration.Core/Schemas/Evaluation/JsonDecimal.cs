using System.Globalization;
using System.Numerics;
using System.Text;

namespace Orchestration.Schemas.Evaluation;

/// <summary>A JSON number taken apart where it stands: sign, significant digits (neither the first nor the last is zero) and the power of ten of the last one.</summary>
internal readonly ref struct JsonDecimal
{
    /// <summary>How many digits <see cref="Word"/> reads at once: what multiplied by ten still fits 64 bits.</summary>
    public const int WordDigits = 18;

    private static readonly ulong[] PowersOfTen = [.. Enumerable.Range(0, WordDigits + 1).Select(static power => (ulong)BigInteger.Pow(10, power))];

    /// <summary>From the first significant digit to the last, perhaps with a point between them.</summary>
    private readonly ReadOnlySpan<byte> _text;

    /// <summary>Where the point stands in it; -1 when it has none.</summary>
    private readonly int _point;

    private JsonDecimal(ReadOnlySpan<byte> text, int point, bool isNegative, BigInteger exponent)
    {
        _text = text;
        _point = point;
        IsNegative = isNegative;
        Exponent = exponent;
    }

    public bool IsZero => _text.IsEmpty;

    public bool IsNegative { get; }

    /// <summary>The value is the digits, as an integer, times ten to this power. A <see cref="BigInteger"/> of the size of an <see langword="int"/> allocates nothing.</summary>
    public BigInteger Exponent { get; }

    /// <summary>How many digits.</summary>
    public int Count => _point < 0 ? _text.Length : _text.Length - 1;

    public static JsonDecimal Read(ReadOnlySpan<byte> number)
    {
        var isNegative = number[0] == '-';
        var mantissa = isNegative ? number[1..] : number;
        var exponent = BigInteger.Zero;
        if (mantissa.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e)
        {
            exponent = ReadExponent(mantissa[(e + 1)..]);
            mantissa = mantissa[..e];
        }

        var first = mantissa.IndexOfAnyExcept("0."u8);
        if (first < 0)
        {
            return default;
        }

        var last = mantissa.LastIndexOfAnyExcept("0."u8);
        var point = mantissa.IndexOf((byte)'.');
        var end = point < 0 ? mantissa.Length : point;
        exponent += last < end ? end - 1 - last : end - last;
        return new(mantissa[first..(last + 1)], point > first && point < last ? point - first : -1, isNegative, exponent);
    }

    public static int Compare(JsonDecimal left, JsonDecimal right)
    {
        var sign = left.Sign();
        if (sign != right.Sign() || sign == 0)
        {
            return sign.CompareTo(right.Sign());
        }

        var magnitude = (left.Exponent + left.Count).CompareTo(right.Exponent + right.Count);
        return sign * (magnitude != 0 ? magnitude : left.CompareDigits(right));
    }

    /// <summary>The digits from an index on as an integer: at most <see cref="WordDigits"/> of them, <paramref name="scale"/> is ten to their number.</summary>
    public ulong Word(int index, out ulong scale)
    {
        var count = Math.Min(WordDigits, Count - index);
        var word = 0UL;
        for (var i = index; i < index + count; i++)
        {
            word = (word * 10) + (ulong)(Digit(i) - '0');
        }

        scale = PowersOfTen[count];
        return word;
    }

    /// <summary>All digits as an integer.</summary>
    public BigInteger Digits() => BigInteger.Parse(Encoding.ASCII.GetString(_text).Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private int Sign() => IsZero ? 0 : IsNegative ? -1 : 1;

    private int CompareDigits(JsonDecimal other)
    {
        if (_point < 0 && other._point < 0)
        {
            return Math.Sign(_text.SequenceCompareTo(other._text));
        }

        var count = Math.Min(Count, other.Count);
        for (var i = 0; i < count; i++)
        {
            if (Digit(i) != other.Digit(i))
            {
                return Digit(i) < other.Digit(i) ? -1 : 1;
            }
        }

        return Count.CompareTo(other.Count);
    }

    private byte Digit(int index) => _text[_point >= 0 && index >= _point ? index + 1 : index];

    private static BigInteger ReadExponent(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        var digits = (text[0] is (byte)'-' or (byte)'+' ? text[1..] : text).TrimStart((byte)'0');
        if (digits.Length > WordDigits)
        {
            var large = BigInteger.Parse(Encoding.ASCII.GetString(digits), CultureInfo.InvariantCulture);
            return isNegative ? -large : large;
        }

        var value = 0L;
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return isNegative ? -value : value;
    }
}
