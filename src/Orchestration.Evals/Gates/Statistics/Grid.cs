namespace Orchestration.Evals.Gates.Statistics;

/// <summary>Lays numbers on whole multiples of a unit, so that sums of them can be counted out.</summary>
/// <remarks>A test stays exact on rounded numbers: they are rounded before signs are flipped or runs are dealt, and alike on both sides. Rounding costs a little power at most.</remarks>
internal static class Grid
{
    // All denominators that arise from up to ten repeats: the least common multiple of 1 to 10.
    private const int MaxDenominator = 2520;

    // Cells x terms; about half a second.
    private const double Budget = 4e8;

    /// <summary>The unit: one that all numbers are multiples of, where there is one and it is affordable.</summary>
    /// <param name="sizes">The numbers, without those that are 0.</param>
    /// <param name="reach">How far their sum spreads.</param>
    /// <param name="finest">The unit where they have none in common.</param>
    public static double UnitOf(ReadOnlySpan<double> sizes, double reach, double finest)
    {
        var affordable = reach * sizes.Length / Budget;
        for (var denominator = 1; denominator <= MaxDenominator && 1.0 / denominator >= affordable; denominator++)
        {
            if (AreMultiples(sizes, denominator))
            {
                return 1.0 / denominator;
            }
        }

        return Math.Max(finest, affordable);
    }

    public static long Round(double value, double unit) => (long)Math.Round(value / unit, MidpointRounding.AwayFromZero);

    private static bool AreMultiples(ReadOnlySpan<double> sizes, int denominator)
    {
        foreach (var size in sizes)
        {
            var multiple = size * denominator;
            if (Math.Abs(multiple - Math.Round(multiple)) > 1e-7)
            {
                return false;
            }
        }

        return true;
    }
}
