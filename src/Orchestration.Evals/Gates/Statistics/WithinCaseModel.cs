namespace Orchestration.Evals.Gates.Statistics;

/// <summary>The drops that <see cref="WithinCaseTest"/> sees.</summary>
internal sealed record WithinCaseModel : DropModel
{
    /// <summary>The baseline's runs a case (the harmonic mean).</summary>
    public required double BaselineRuns { get; init; }

    /// <summary>The runs a case now (the harmonic mean).</summary>
    public required double Runs { get; init; }

    /// <summary>The baseline's mean.</summary>
    public required double Mean { get; init; }

    /// <summary>The variance of a run within its case, q(1 - q), the mean over cases.</summary>
    public required double Within { get; init; }

    protected override double Largest => Mean;

    public static WithinCaseModel Of(ReadOnlySpan<CaseCounts> cases)
    {
        double weights = 0, squares = 0, mean = 0, inverseOfBaseline = 0, inverseOfNow = 0, within = 0, freedom = 0, pooled = 0;
        foreach (var each in cases)
        {
            weights += each.Weight;
            squares += each.Weight * each.Weight;
            mean += each.Weight * each.BaselinePasses / each.BaselineRuns;
            inverseOfBaseline += 1.0 / each.BaselineRuns;
            inverseOfNow += 1.0 / each.Runs;
            within += Spread(each.BaselinePasses, each.BaselineRuns) + Spread(each.Passes, each.Runs);
            freedom += each.AllRuns - 2;
            pooled += Spread(each.AllPasses, each.AllRuns) / (each.AllRuns - 1);
        }

        // Repeats of one side tell noise from change. Without any, the two sides must, and change counts as noise.
        return new()
        {
            Cases = weights * weights / squares,
            BaselineRuns = cases.Length / inverseOfBaseline,
            Runs = cases.Length / inverseOfNow,
            Mean = mean / weights,
            Within = freedom > 0 ? within / freedom : pooled / cases.Length,
        };
    }

    /// <summary>How many repeats of these cases would do to see a drop, of now and of the baseline; <see langword="null"/> when even twenty would not.</summary>
    public int? RepeatsFor(double drop, double alpha, double margin) => Least(20, count => (this with
    {
        Runs = Math.Max(Runs, count),
        BaselineRuns = Math.Max(BaselineRuns, Math.Min(count, Baseline.MaxRepeats)),
    }).Smallest(alpha, margin) <= drop);

    protected override bool IsTestable(double alpha) => true;

    /// <remarks>Both ways a drop comes about: some cases break outright, or all get a little worse.</remarks>
    protected override bool Sees(double drop, double z, double margin)
    {
        var broken = drop / Mean;
        var tilt = drop * ((2 * Mean) - 1);
        return Sees(drop, z, margin, (1 - broken) * Within, ((1 - broken) * 2 * Within) + (broken * Mean))
            && Sees(drop, z, margin, Math.Max(0, Within + tilt - (drop * drop)), (2 * Within) + tilt);
    }

    /// <param name="drop">The drop.</param>
    /// <param name="z">The level's quantile.</param>
    /// <param name="margin">The least drop that fails the build.</param>
    /// <param name="within">The variance of a run within its case after the drop.</param>
    /// <param name="differ">How likely a run of the baseline and one of now differ.</param>
    private bool Sees(double drop, double z, double margin, double within, double differ)
    {
        var all = BaselineRuns + Runs;
        var step = (1 / BaselineRuns) + (1 / Runs);

        // m(N - m) counts the ordered pairs of runs of which one passed and one did not; over N(N - 1) it is the variance that dealing sees.
        var dealt = ((BaselineRuns * (BaselineRuns - 1) * Within) + (Runs * (Runs - 1) * within) + (BaselineRuns * Runs * differ)) / (all * (all - 1));
        return Clears(drop, z, margin, step * dealt, (Within / BaselineRuns) + (within / Runs), step);
    }

    /// <summary>The squared deviations of passes from their mean.</summary>
    private static double Spread(double passes, double runs) => passes * (runs - passes) / runs;
}
