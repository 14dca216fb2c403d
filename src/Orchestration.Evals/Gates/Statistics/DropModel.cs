namespace Orchestration.Evals.Gates.Statistics;

/// <summary>What is known of a metric's noise, and so of the drops that a test of it sees.</summary>
/// <remarks>The drop is one of these cases' true mean. The normal approximation with half a step of the test's lattice added, since that is what an exact test of few cases loses; no simulation. <c>benchmarks/results/gate.md</c> shows it beside simulated power.</remarks>
internal abstract record DropModel
{
    /// <summary>Cases; where weights differ, as many equal ones as they are worth (Kish): the square of the sum over the sum of squares.</summary>
    public required double Cases { get; init; }

    /// <summary>The largest drop there can be.</summary>
    protected abstract double Largest { get; }

    /// <summary>The smallest drop that fails the build with a power of 80 %; <see cref="double.PositiveInfinity"/> when none does.</summary>
    /// <param name="alpha">The level of its test.</param>
    /// <param name="margin">The least drop that fails the build.</param>
    public double Smallest(double alpha, double margin)
    {
        var z = Normal.Exceeded(alpha);
        var (unseen, seen) = (0.0, Largest);
        if (!IsTestable(alpha) || !Sees(seen, z, margin))
        {
            return double.PositiveInfinity;
        }

        while (seen - unseen > 1e-7)
        {
            var middle = (unseen + seen) / 2;
            (unseen, seen) = Sees(middle, z, margin) ? (unseen, middle) : (middle, seen);
        }

        return seen;
    }

    /// <summary>How many cases like these would do to see a drop; <see langword="null"/> when no number would.</summary>
    public int? CasesFor(double drop, double alpha, double margin) =>
        Least(1_000_000, count => (this with { Cases = count }).Smallest(alpha, margin) <= drop);

    /// <summary>The least number for which something holds that holds for all larger ones.</summary>
    protected static int? Least(int most, Func<int, bool> holds)
    {
        if (!holds(most))
        {
            return null;
        }

        var (no, yes) = (0, most);
        while (yes - no > 1)
        {
            var middle = no + ((yes - no) / 2);
            (no, yes) = holds(middle) ? (no, middle) : (middle, yes);
        }

        return yes;
    }

    /// <summary>Whether there are enough cases for any p-value as low as the level.</summary>
    protected abstract bool IsTestable(double alpha);

    /// <summary>Whether a drop is seen with a power of 80 %, in whichever way it comes about.</summary>
    protected abstract bool Sees(double drop, double z, double margin);

    /// <summary>Whether a drop is above what is rejected by enough of its own noise.</summary>
    protected bool Clears(double drop, double z, double margin, double varianceOfTest, double variance, double step) =>
        drop >= Math.Max((z * Math.Sqrt(Math.Max(0, varianceOfTest) / Cases)) + (step / Cases / 2), margin) + (Normal.Power80 * Math.Sqrt(Math.Max(0, variance) / Cases));
}
