namespace Orchestration.Routing.Classifiers;

/// <summary>Functions that give the same bits on every machine, which those of the C library need not: additions, multiplications and divisions only, in a fixed order.</summary>
internal static class ExactMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2 = 0.6931471805599453;

    /// <summary>e to the x, to about twelve digits. Underflows to 0; for x &gt; 700 it is as for 700.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
        {
            return 0;
        }

        var power = Math.Floor((Math.Min(x, 700) * Log2E) + 0.5);
        var rest = Math.Min(x, 700) - (power * Ln2);
        var sum = 1.0;
        for (var i = 13; i >= 1; i--)
        {
            sum = 1 + (sum * rest / i);
        }

        return sum * BitConverter.Int64BitsToDouble(((long)power + 1023) << 52);
    }

    /// <summary>Rises like the binary logarithm of 1 + n and meets it at the powers of two, with straight lines between.</summary>
    public static double RoughLog2(int n)
    {
        var whole = int.Log2(Math.Max(n, 0) + 1);
        return whole + ((double)(Math.Max(n, 0) + 1) / (1 << whole)) - 1;
    }
}
