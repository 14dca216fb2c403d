namespace Orchestration.Evals.Drift;

/// <summary>The population stability index over tenths of the reference: the sum of (p - q) ln(p / q).</summary>
/// <remarks>
/// Never negative, 0 for equal shares. A share of nothing is taken for half a value, so that an empty tenth does not count for infinity. Naeem Siddiqi, "Credit Risk Scorecards" (Wiley, 2006),
/// gives the rule of thumb: below 0.10 no significant change, to 0.25 a small change to look into, above it a significant shift.
/// </remarks>
internal static class StabilityIndex
{
    private const int Parts = 10;

    public static double Of(DriftHistogram reference, DriftHistogram current)
    {
        if (reference.Count == 0 || current.Count == 0)
        {
            return 0;
        }

        var edges = Edges(reference);
        var (expected, actual) = (Divide(reference, edges), Divide(current, edges));
        var index = 0.0;
        for (var i = 0; i < edges.Count; i++)
        {
            var p = Math.Max(actual[i], 0.5) / current.Count;
            var q = Math.Max(expected[i], 0.5) / reference.Count;
            index += (p - q) * Math.Log(p / q);
        }

        return index;
    }

    // The last bucket of each part. A bucket that holds more than a tenth is a part of its own, so that none is empty.
    private static List<int> Edges(DriftHistogram reference)
    {
        var (edges, sum, next) = (new List<int>(Parts), 0L, 1);
        var (first, counts) = reference.Dense;
        var span = counts.Span;
        for (var i = 0; i < span.Length; i++)
        {
            sum += span[i];
            if (span[i] > 0 && sum * Parts >= next * reference.Count)
            {
                edges.Add(first + i);
                next = (int)(sum * Parts / reference.Count) + 1;
            }
        }

        edges[^1] = int.MaxValue;
        return edges;
    }

    private static long[] Divide(DriftHistogram histogram, List<int> edges)
    {
        var (parts, part) = (new long[edges.Count], 0);
        var (first, counts) = histogram.Dense;
        var span = counts.Span;
        for (var i = 0; i < span.Length; i++)
        {
            while (first + i > edges[part])
            {
                part++;
            }

            parts[part] += span[i];
        }

        return parts;
    }
}
