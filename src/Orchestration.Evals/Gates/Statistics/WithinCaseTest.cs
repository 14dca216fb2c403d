namespace Orchestration.Evals.Gates.Statistics;

/// <summary>The exact one-sided permutation test within cases: if no case has changed, the passes of a case are dealt to the baseline's runs and to those of now like cards, whatever its difficulty. With one run a side it is McNemar's exact test.</summary>
internal static class WithinCaseTest
{
    /// <summary>How likely so few weighted passes now are, if nothing has changed.</summary>
    /// <remarks>The same bits for the same cases in any order.</remarks>
    public static double P(ReadOnlySpan<CaseCounts> cases)
    {
        // Cases that always or never passed say nothing: there is but one way to deal their passes.
        var dealt = new List<CaseCounts>(cases.Length);
        foreach (var each in cases)
        {
            if (each.Runs > 0 && each.BaselineRuns > 0 && each.AllPasses > 0 && each.AllPasses < each.AllRuns)
            {
                dealt.Add(each);
            }
        }

        if (dealt.Count == 0)
        {
            return 1;
        }

        var lightest = dealt.Min(static each => each.Weight);
        var weights = dealt.ConvertAll(each => each.Weight / lightest).ToArray();
        var unit = Grid.UnitOf(weights, Reach(dealt, weights), weights.Max() / 1000);
        var terms = dealt.Select((each, i) => (each.AllRuns, each.AllPasses, each.Runs, Weight: Math.Max(1, Grid.Round(weights[i], unit)), each.Passes)).Order().ToArray();
        var lattice = new Lattice();
        long observed = 0;
        double[] probabilities = [];
        long[] values = [];
        for (var i = 0; i < terms.Length; i++)
        {
            var (runs, passes, now, weight, passesNow) = terms[i];
            observed += weight * passesNow;
            if (i == 0 || (runs, passes, now, weight) != (terms[i - 1].AllRuns, terms[i - 1].AllPasses, terms[i - 1].Runs, terms[i - 1].Weight))
            {
                var fewest = Math.Max(0, passes - (runs - now));
                probabilities = Hypergeometric(runs, passes, now, fewest);
                values = [.. Enumerable.Range(fewest, probabilities.Length).Select(count => count * weight)];
            }

            lattice.Add(values, probabilities);
        }

        return lattice.AtMost(observed);
    }

    /// <summary>The probabilities of each number of passes among the runs of now, from the fewest possible on.</summary>
    private static double[] Hypergeometric(int runs, int passes, int now, int fewest)
    {
        var probabilities = new double[Math.Min(passes, now) - fewest + 1];
        probabilities[0] = 1;
        for (var i = 1; i < probabilities.Length; i++)
        {
            double before = fewest + i - 1;
            probabilities[i] = probabilities[i - 1] * (passes - before) * (now - before) / ((before + 1) * (runs - passes - now + before + 1));
        }

        var sum = probabilities.Sum();
        return Array.ConvertAll(probabilities, each => each / sum);
    }

    private static double Reach(List<CaseCounts> cases, double[] weights)
    {
        var (variance, most) = (0.0, 0.0);
        for (var i = 0; i < weights.Length; i++)
        {
            double runs = cases[i].AllRuns, passes = cases[i].AllPasses, now = cases[i].Runs;
            variance += weights[i] * weights[i] * now * (runs - now) * passes * (runs - passes) / (runs * runs * (runs - 1));
            most += weights[i] * now;
        }

        return Math.Min(most, 20 * Math.Sqrt(variance));
    }
}

/// <summary>How often a case passed.</summary>
internal readonly record struct CaseCounts(int BaselinePasses, int BaselineRuns, int Passes, int Runs, double Weight = 1)
{
    public int AllPasses => BaselinePasses + Passes;

    public int AllRuns => BaselineRuns + Runs;
}
