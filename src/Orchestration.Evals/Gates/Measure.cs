using Orchestration.Evals.Gates.Statistics;

namespace Orchestration.Evals.Gates;

/// <summary>A metric with the rules that hold for it.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Gated">Whether it may fail the build.</param>
/// <param name="Comparison"><see langword="null"/> when there is nothing to compare.</param>
/// <param name="IsRatio">Whether it is a cost or a time: then drops are logarithms here, and growth in the verdict.</param>
/// <param name="Margin">The least drop that fails the build.</param>
/// <param name="MustSee">The drop that must be visible.</param>
internal sealed record Measure(string Metric, bool Gated, MetricComparison? Comparison, bool IsRatio, double Margin, double MustSee)
{
    // Sums of the same scores in another order may differ in their last bits.
    private const double Rounding = 1e-9;

    public double AdjustedP { get; set; } = 1;

    /// <summary>The level that a regression of this metric alone must meet.</summary>
    public double Alpha { get; set; }

    public required double Now { get; init; }

    public string? Note { get; init; }

    /// <summary>The drop as people read it.</summary>
    public double Drop => Comparison is null ? 0 : Shown(Comparison.Drop);

    /// <summary>The smallest visible drop as people read it.</summary>
    public double? SmallestVisible => Comparison is null ? null : Math.Min(Shown(Comparison.Model.Smallest(Alpha, Margin)), IsRatio ? 999 : 1);

    /// <summary>Whether a drop of the size asked for might have been missed.</summary>
    public bool IsBlind => Gated && Comparison is not null && Comparison.Model.Smallest(Alpha, Margin) > MustSee + Rounding;

    public bool Regresses(double alpha) => Gated && Comparison is not null && AdjustedP <= alpha && Comparison.Drop > 0 && Comparison.Drop >= Margin - Rounding;

    public MetricVerdict ToVerdict(double alpha) => new()
    {
        Metric = Metric,
        Gated = Gated,
        Baseline = Comparison?.Baseline ?? 0,
        Now = Comparison?.Now ?? Now,
        Drop = Drop,
        P = Comparison?.P ?? 1,
        AdjustedP = AdjustedP,
        Margin = Shown(Margin),
        SmallestVisible = SmallestVisible,
        Regressed = Regresses(alpha),
        Note = Note,
        Worst = Comparison?.Worst ?? [],
    };

    /// <summary>How many cases, or repeats of these cases, would make the drop visible.</summary>
    public (int? Cases, int? Repeats) Enough()
    {
        var model = Comparison!.Model;
        return (model.CasesFor(MustSee, Alpha, Margin), (model as WithinCaseModel)?.RepeatsFor(MustSee, Alpha, Margin));
    }

    private double Shown(double drop) => IsRatio ? Math.Exp(drop) - 1 : drop;
}
