namespace Orchestration.Evals.Gates.Statistics;

/// <summary>The drops that <see cref="SignFlipTest"/> sees.</summary>
internal sealed record SignFlipModel : DropModel
{
    /// <summary>The variance of the cases' differences.</summary>
    public required double Variance { get; init; }

    /// <summary>How far apart the sums are that flipping can give, in cases' differences.</summary>
    public required double Step { get; init; }

    /// <summary>The baseline's mean; <see langword="null"/> for a ratio, which has no floor.</summary>
    public double? Mean { get; init; }

    /// <summary>The mean square of the baseline's case means.</summary>
    public double MeanSquare { get; init; }

    // Of a ratio, a thousand times as much.
    protected override double Largest => Mean ?? Math.Log(1000);

    /// <remarks>With n cases no p-value is below 2 to the power of -n.</remarks>
    protected override bool IsTestable(double alpha) => Math.Pow(0.5, Math.Floor(Cases + 1e-9)) <= alpha;

    /// <remarks>Both ways a drop comes about: all cases lose alike, or some lose all they had.</remarks>
    protected override bool Sees(double drop, double z, double margin) =>
        Clears(drop, z, margin, Variance + (drop * drop), Variance, Step)
        && (Mean is not { } mean || Clears(drop, z, margin, Variance + (drop / mean * MeanSquare), Variance, Step));
}
