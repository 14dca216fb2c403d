using Orchestration.Evals.Gates.Statistics;

namespace Orchestration.Evals.Reruns;

/// <summary>An estimate with the bounds that it lies within at the confidence asked for.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">The lower bound; equal to <paramref name="High"/> only where the whole was looked at.</param>
/// <param name="High">The upper bound.</param>
public readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>
    /// The mean of values drawn without replacement from a population: Student's t, with the finite population correction. The quantile of t is by its Cornish-Fisher expansion (Abramowitz and
    /// Stegun 26.7.5), good to 2 % from 5 values on. <see langword="null"/> for less than two values of a larger population: they say nothing of their spread.
    /// </summary>
    internal static Interval? OfMean(IReadOnlyList<double> values, long population, double confidence)
    {
        if (values.Count == 0 || (values.Count < 2 && population > values.Count))
        {
            return null;
        }

        var mean = values.Average();
        if (population <= values.Count)
        {
            return new Interval(mean, mean, mean);
        }

        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        var correction = 1 - ((double)values.Count / population);
        var reach = Quantile(confidence, values.Count - 1) * Math.Sqrt(variance / values.Count * correction);
        return new Interval(mean, mean - reach, mean + reach);
    }

    /// <summary>A share, by Wilson's score interval.</summary>
    internal static Interval? OfShare(int hits, int of, double confidence)
    {
        if (of == 0)
        {
            return null;
        }

        var (share, z) = ((double)hits / of, Normal.Exceeded((1 - confidence) / 2));
        var scale = 1 + (z * z / of);
        var middle = (share + (z * z / (2.0 * of))) / scale;
        var reach = z / scale * Math.Sqrt((share * (1 - share) / of) + (z * z / (4.0 * of * of)));
        return new Interval(share, Math.Max(0, middle - reach), Math.Min(1, middle + reach));
    }

    private static double Quantile(double confidence, int degrees)
    {
        var z = Normal.Exceeded((1 - confidence) / 2);
        var (cube, fifth) = (z * z * z, z * z * z * z * z);
        return z + ((cube + z) / (4.0 * degrees)) + (((5 * fifth) + (16 * cube) + (3 * z)) / (96.0 * degrees * degrees))
            + (((3 * fifth * z * z) + (19 * fifth) + (17 * cube) - (15 * z)) / (384.0 * degrees * degrees * degrees));
    }
}
