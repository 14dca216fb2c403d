namespace Orchestration.Evals.Gates.Statistics;

/// <summary>The exact one-sided test by flipping signs: if cases lose as much as they win, each case's difference might as well have had the other sign.</summary>
internal static class SignFlipTest
{
    /// <summary>Differences are told apart down to this, in points of score or in logarithms of a ratio, unless they have a unit in common or are so many that it must be coarser.</summary>
    public const double Finest = 1e-4;

    /// <summary>How likely so large a loss is, if each sign is as likely as the other.</summary>
    /// <param name="losses">The cases' losses times their weights; negative is a gain.</param>
    /// <remarks>The same bits for the same losses in any order.</remarks>
    public static SignFlip Of(ReadOnlySpan<double> losses)
    {
        var moved = new List<double>(losses.Length);
        foreach (var loss in losses)
        {
            if (Math.Abs(loss) > 1e-9)
            {
                moved.Add(loss);
            }
        }

        var sizes = moved.ConvertAll(Math.Abs).ToArray();
        var unit = Grid.UnitOf(sizes, Math.Min(sizes.Sum(), 20 * Math.Sqrt(sizes.Sum(static size => size * size))), Finest);
        var lattice = new Lattice();
        long observed = 0, divisor = 0;
        foreach (var loss in moved.Select(loss => Grid.Round(loss, unit)).Where(static loss => loss != 0).OrderBy(Math.Abs))
        {
            observed += loss;
            var size = Math.Abs(loss);
            divisor = Divisor(size, divisor);
            lattice.Add([-size, size], [0.5, 0.5]);
        }

        return new(lattice.AtMost(-observed), 2 * divisor * unit);
    }

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);
}

/// <summary>What came of the test.</summary>
/// <param name="P">The p-value; 1 where no case moved.</param>
/// <param name="Step">How far apart the sums are that flipping can give; 0 where no case moved.</param>
internal readonly record struct SignFlip(double P, double Step);
