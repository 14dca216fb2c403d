using System.Numerics;

namespace Orchestration.Schemas.Evaluation;

/// <summary>Exact arithmetic on JSON numbers as text: of any size and precision, without a detour by <see langword="double"/>.</summary>
/// <remarks>
/// The text must be a JSON number. Nothing is ever written out: 1e999999999 is a digit and an exponent. All work is linear in the length of the text, with
/// two exceptions that need more than 18 digits where nobody writes them: an exponent (then it becomes a <see cref="BigInteger"/>), and a divisor (then both
/// sides do; 100,000 digits by 50,000 take some 50 ms). Nothing is allocated otherwise.
/// </remarks>
internal static class JsonNumber
{
    private static readonly ulong Seed = unchecked((uint)new HashCode().ToHashCode());

    /// <summary>Whether the value is an integer: <c>1.0</c> and <c>1e3</c> are.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> number)
    {
        if (!number.ContainsAny(".eE"u8))
        {
            return true;
        }

        var value = JsonDecimal.Read(number);
        return value.IsZero || value.Exponent.Sign >= 0;
    }

    /// <summary>Compares two values; 1.0 and 10e-1 are equal.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        TryReadSmall(left, out var a) && TryReadSmall(right, out var b) ? a.CompareTo(b) : JsonDecimal.Compare(JsonDecimal.Read(left), JsonDecimal.Read(right));

    /// <summary>A hash that equal values share. It differs between processes, so that nobody can prepare numbers that collide.</summary>
    public static ulong Hash(ReadOnlySpan<byte> number)
    {
        var value = JsonDecimal.Read(number);
        var hash = Mix(Seed, unchecked((uint)value.Exponent.GetHashCode()) + (value.IsNegative ? 1UL << 32 : 0UL));
        for (var at = 0; at < value.Count; at += JsonDecimal.WordDigits)
        {
            hash = Mix(hash, value.Word(at, out _));
        }

        return hash;
    }

    /// <summary>Whether the first is the second times an integer. <paramref name="divisor"/> is positive.</summary>
    /// <remarks>
    /// With n and d the digits without trailing zeros, and k the difference of the exponents, the question is whether d divides n * 10^k. It never does when k
    /// is negative, for n would end in a zero. And where 10^k does not help for a k as large as the number of d's bits, a larger one will not:
    /// all of d's twos and fives are used up. So no power has to be larger than that.
    /// </remarks>
    public static bool IsMultiple(ReadOnlySpan<byte> number, ReadOnlySpan<byte> divisor)
    {
        if (TryReadSmall(number, out var a) && TryReadSmall(divisor, out var b) && b != 0)
        {
            return a % b == 0;
        }

        var n = JsonDecimal.Read(number);
        var d = JsonDecimal.Read(divisor);
        if (n.IsZero)
        {
            return true;
        }

        var shift = n.Exponent - d.Exponent;
        if (d.IsZero || shift.Sign < 0)
        {
            return false;
        }

        return d.Count <= JsonDecimal.WordDigits
            ? IsMultiple(n, d.Word(0, out _), (int)BigInteger.Min(shift, 64))
            : IsMultiple(n.Digits(), d.Digits(), shift);
    }

    private static bool IsMultiple(JsonDecimal n, ulong d, int shift)
    {
        var rest = 0UL;
        for (var at = 0; at < n.Count; at += JsonDecimal.WordDigits)
        {
            var word = n.Word(at, out var scale);
            rest = rest == 0 ? word % d : (ulong)((((UInt128)rest * scale) + word) % d);
        }

        for (; shift > 0 && rest != 0; shift--)
        {
            rest = rest * 10 % d; // Below 10^19, which fits.
        }

        return rest == 0;
    }

    private static bool IsMultiple(BigInteger n, BigInteger d, BigInteger shift)
    {
        var rest = n % d;
        return rest.IsZero || (!shift.IsZero && (rest * BigInteger.ModPow(10, BigInteger.Min(shift, d.GetBitLength()), d) % d).IsZero);
    }

    /// <summary>The value of an ordinary integer: up to 18 digits and nothing else.</summary>
    private static bool TryReadSmall(ReadOnlySpan<byte> number, out long value)
    {
        value = 0;
        var isNegative = number is [(byte)'-', ..];
        var digits = isNegative ? number[1..] : number;
        if (digits.Length > JsonDecimal.WordDigits)
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        value = isNegative ? -value : value;
        return true;
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        var product = (UInt128)(hash ^ 0xA0761D6478BD642F) * (word ^ 0xE7037ED1A0B428DB);
        return (ulong)(product >> 64) ^ (ulong)(product & ulong.MaxValue);
    }
}
