namespace Orchestration.Evals.Gates.Statistics;

/// <summary>Holm's correction for several tests at once: none of those that hold is rejected, with the level's probability.</summary>
internal static class Holm
{
    /// <summary>The corrected p-values, in the order of the given ones.</summary>
    public static double[] Adjust(ReadOnlySpan<double> ps)
    {
        var order = Enumerable.Range(0, ps.Length).ToArray();
        var given = ps.ToArray();
        Array.Sort(order, (a, b) => given[a] != given[b] ? given[a].CompareTo(given[b]) : a.CompareTo(b));
        var adjusted = new double[given.Length];
        var most = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            most = Math.Max(most, Math.Min(1, given[order[rank]] * (order.Length - rank)));
            adjusted[order[rank]] = most;
        }

        return adjusted;
    }
}
