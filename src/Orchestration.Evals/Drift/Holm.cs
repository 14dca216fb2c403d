namespace Orchestration.Evals.Drift;

/// <summary>Holm's correction with weights (Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979): holds whatever depends on whatever.</summary>
internal static class Holm
{
    /// <summary>The p-values to compare with the level, in the order given. Weights are &gt; 0.</summary>
    public static double[] Adjust(IReadOnlyList<(double P, double Weight)> tests)
    {
        var adjusted = new double[tests.Count];
        var order = Enumerable.Range(0, tests.Count).OrderBy(i => tests[i].P / tests[i].Weight).ThenBy(static i => i).ToArray();
        var (left, least) = (tests.Sum(static test => test.Weight), 0.0);
        foreach (var i in order)
        {
            least = Math.Max(least, Math.Min(1, tests[i].P * left / tests[i].Weight));
            adjusted[i] = least;
            left -= tests[i].Weight;
        }

        return adjusted;
    }
}
