using Orchestration.Evals.Gates.Statistics;

namespace Orchestration.Evals.Tests.Gates.Statistics;

/// <summary>The tests by counting out every possibility.</summary>
internal static class BruteForce
{
    /// <summary>Deals each case's passes in every way there is.</summary>
    public static double WithinCase(IReadOnlyList<CaseCounts> cases)
    {
        var observed = cases.Sum(static each => each.Weight * each.Passes);
        var (few, all) = (0.0, 0.0);
        Deal(0, 0, 1);
        return few / all;

        void Deal(int index, double sum, double ways)
        {
            if (index == cases.Count)
            {
                all += ways;
                few += sum <= observed + 1e-9 ? ways : 0;
                return;
            }

            var each = cases[index];
            for (var passes = 0; passes <= each.Runs; passes++)
            {
                Deal(index + 1, sum + (each.Weight * passes), ways * Choose(each.Runs, passes) * Choose(each.BaselineRuns, each.AllPasses - passes));
            }
        }
    }

    /// <summary>Gives the losses every combination of signs.</summary>
    public static double SignFlip(IReadOnlyList<double> losses)
    {
        var observed = losses.Sum();
        var large = 0;
        for (var signs = 0; signs < 1 << losses.Count; signs++)
        {
            var sum = losses.Select((loss, i) => (signs >> i & 1) == 0 ? loss : -loss).Sum();
            large += sum >= observed - 1e-9 ? 1 : 0;
        }

        return large / (double)(1 << losses.Count);
    }

    public static double Choose(int of, int some)
    {
        var ways = some < 0 || some > of ? 0.0 : 1.0;
        for (var i = 1; i <= some && ways > 0; i++)
        {
            ways = ways * (of - some + i) / i;
        }

        return ways;
    }
}
