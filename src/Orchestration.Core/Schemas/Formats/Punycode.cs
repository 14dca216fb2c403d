namespace Orchestration.Schemas.Formats;

/// <summary>RFC 3492, for one label without its prefix.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int Lowest = 1;
    private const int Highest = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int InitialBias = 72;
    private const int InitialCodePoint = 0x80;
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>Writes the code points that the text stands for, ASCII letters in lower case.</summary>
    /// <returns>How many; -1 when the text stands for none, or for more than there is room.</returns>
    public static int Decode(ReadOnlySpan<char> text, Span<int> output)
    {
        var count = 0;
        if (text.LastIndexOf('-') is >= 0 and var delimiter)
        {
            if (delimiter is 0 || delimiter > output.Length)
            {
                return -1;
            }

            foreach (var unit in text[..delimiter])
            {
                output[count++] = char.ToLowerInvariant(unit);
            }

            text = text[(delimiter + 1)..];
        }

        var (codePoint, at, bias) = (InitialCodePoint, 0L, InitialBias);
        while (!text.IsEmpty)
        {
            if (count == output.Length || ReadDelta(ref text, bias) is not (>= 0 and var delta))
            {
                return -1;
            }

            at += delta;
            var next = codePoint + (at / (count + 1));
            if (next > LastCodePoint || next is >= 0xD800 and <= 0xDFFF)
            {
                return -1;
            }

            bias = Adapt(delta, count + 1, isFirst: at == delta && codePoint == InitialCodePoint);
            (codePoint, at) = ((int)next, at % (count + 1));
            output[(int)at..count].CopyTo(output[((int)at + 1)..]);
            output[(int)at++] = codePoint;
            count++;
        }

        return count;
    }

    /// <summary>How long the code points are as text.</summary>
    public static int EncodedLength(ReadOnlySpan<int> codePoints)
    {
        var basic = 0;
        foreach (var each in codePoints)
        {
            basic += each < InitialCodePoint ? 1 : 0;
        }

        var length = basic > 0 ? basic + 1 : 0;
        var (handled, current, delta, bias) = (basic, InitialCodePoint, 0L, InitialBias);
        while (handled < codePoints.Length)
        {
            var next = NextOf(codePoints, current);
            delta += (long)(next - current) * (handled + 1);
            current = next;
            foreach (var each in codePoints)
            {
                delta += each < current ? 1 : 0;
                if (each == current)
                {
                    length += DigitsOf(delta, bias);
                    bias = Adapt(delta, handled + 1, isFirst: handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            current++;
        }

        return length;
    }

    private static int NextOf(ReadOnlySpan<int> codePoints, int from)
    {
        var next = int.MaxValue;
        foreach (var each in codePoints)
        {
            next = each >= from && each < next ? each : next;
        }

        return next;
    }

    private static long ReadDelta(ref ReadOnlySpan<char> text, int bias)
    {
        var (delta, weight) = (0L, 1L);
        for (var k = Base; !text.IsEmpty; k += Base)
        {
            var digit = char.IsAsciiLetter(text[0]) ? (text[0] | 0x20) - 'a' : char.IsAsciiDigit(text[0]) ? text[0] - '0' + Highest : -1;
            text = text[1..];
            delta += digit * weight;
            if (digit < 0 || delta > int.MaxValue)
            {
                return -1;
            }

            var threshold = Threshold(k, bias);
            if (digit < threshold)
            {
                return delta;
            }

            weight *= Base - threshold;
            if (weight > int.MaxValue)
            {
                return -1;
            }
        }

        return -1;
    }

    private static int DigitsOf(long delta, int bias)
    {
        var digits = 1;
        for (var k = Base; delta >= Threshold(k, bias); k += Base)
        {
            delta = (delta - Threshold(k, bias)) / (Base - Threshold(k, bias));
            digits++;
        }

        return digits;
    }

    private static int Threshold(int k, int bias) => Math.Clamp(k - bias, Lowest, Highest);

    private static int Adapt(long delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - Lowest) * Highest / 2; k += Base)
        {
            delta /= Base - Lowest;
        }

        return (int)(k + ((Base - Lowest + 1) * delta / (delta + Skew)));
    }
}
