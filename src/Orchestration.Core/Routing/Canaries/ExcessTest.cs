namespace Orchestration.Routing.Canaries;

/// <summary>Weighs how strongly counts speak for a share above a bound, so that they may be looked at after every single request.</summary>
/// <remarks>
/// A share in a few requests says little, and looking again and again finds a bad streak sooner or later in the best of series; an interval made for one look, such as
/// Wilson's, then cries wolf. This weighs by a betting martingale instead: how much likelier the counts are if the true share is larger, averaged over a fixed row of larger shares.
/// As long as the true share keeps the bound, that average is on the whole not above 1 at any time, so by Ville's inequality it <em>ever</em> reaches
/// w with probability at most 1/w (Howard, Ramdas, McAuliffe and Sekhon 2021, "Time-uniform, nonparametric, nonasymptotic confidence sequences").
/// </remarks>
internal static class ExcessTest
{
    // The larger shares, by their odds as a multiple of the bound's odds.
    private static ReadOnlySpan<double> Multiples => [1.5, 2, 4, 8, 16, 64];

    /// <summary>The evidence that more than <paramref name="bound"/> of all requests are hits.</summary>
    /// <param name="hits">Requests of the unwanted kind.</param>
    /// <param name="total">All requests.</param>
    /// <param name="bound">The share that is allowed, from 0 to 1. 0 allows none, so one hit proves; 1 allows all, so nothing does.</param>
    /// <returns>1 speaks for neither; the larger the stronger.</returns>
    public static double Evidence(long hits, long total, double bound)
    {
        if (bound <= 0)
        {
            return hits > 0 ? double.PositiveInfinity : 0;
        }

        if (bound >= 1 || hits == 0)
        {
            return 0;
        }

        var (odds, sum) = (bound / (1 - bound), 0.0);
        foreach (var multiple in Multiples)
        {
            var larger = odds * multiple / (1 + (odds * multiple));
            sum += Math.Exp((hits * Math.Log(larger / bound)) + ((total - hits) * Math.Log((1 - larger) / (1 - bound))));
        }

        return sum / Multiples.Length;
    }
}
