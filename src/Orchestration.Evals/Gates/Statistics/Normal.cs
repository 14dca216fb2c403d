namespace Orchestration.Evals.Gates.Statistics;

/// <summary>The normal distribution's quantiles, by P. J. Acklam's rational approximation ("An algorithm for computing the inverse normal cumulative distribution function", 2003): relative error below 1.2e-9.</summary>
internal static class Normal
{
    /// <summary>The quantile of 80 %.</summary>
    public const double Power80 = 0.8416212335729143;

    /// <summary>The number of standard deviations that is exceeded with a probability of at most one half.</summary>
    public static double Exceeded(double probability)
    {
        if (probability < 0.02425)
        {
            var tail = Math.Sqrt(-2 * Math.Log(probability));
            return -Horner(tail, [-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00])
                / Horner(tail, [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1]);
        }

        var middle = 0.5 - probability;
        var square = middle * middle;
        return middle * Horner(square, [-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00])
            / Horner(square, [-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1]);
    }

    private static double Horner(double x, ReadOnlySpan<double> coefficients)
    {
        var sum = 0.0;
        foreach (var coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }
}
