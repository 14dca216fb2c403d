namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>A number as most are: at most 18 digits, without an exponent. Exact, and quicker than its text.</summary>
/// <param name="Digits">Its digits with its sign, as if there were no point.</param>
/// <param name="Scale">How many of the digits are behind the point.</param>
internal readonly record struct SimpleNumber(long Digits, int Scale)
{
    private const int MostDigits = 18;

    // An array: where code is not optimized, a span of constants is made with reflection each time.
    private static readonly long[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    public static bool TryRead(ReadOnlySpan<byte> number, out SimpleNumber value)
    {
        value = default;
        var negative = number[0] == (byte)'-';
        if (number.Length > MostDigits + 2)
        {
            return false;
        }

        var digits = 0L;
        var count = 0;
        var point = -1;
        for (var i = negative ? 1 : 0; i < number.Length; i++)
        {
            var digit = number[i] - '0';
            if (digit is >= 0 and <= 9)
            {
                if (++count > MostDigits)
                {
                    return false;
                }

                digits = (digits * 10) + digit;
            }
            else if (number[i] == (byte)'.')
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        value = new SimpleNumber(negative ? -digits : digits, point < 0 ? 0 : number.Length - 1 - point);
        return true;
    }

    /// <summary>Below, at or above zero as this is less than, equal to or greater than the other.</summary>
    public int Against(SimpleNumber other) => Scale == other.Scale ? Digits.CompareTo(other.Digits) : Scaled(other.Scale).CompareTo(other.Scaled(Scale));

    /// <summary>Whether this is the other times an integer.</summary>
    public bool IsMultipleOf(SimpleNumber divisor) =>
        Scale == divisor.Scale ? Digits % divisor.Digits == 0 : Scaled(divisor.Scale) % divisor.Scaled(Scale) == Int128.Zero;

    // At most 36 digits, which fit.
    private Int128 Scaled(int power) => unchecked((Int128)Digits * Powers[power]);
}
