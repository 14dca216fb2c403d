using System.Collections.Immutable;

namespace Orchestration.Evals.Gates;

/// <summary>When a build fails. The defaults are those whose error rates <c>benchmarks/</c> shows by simulation.</summary>
public sealed record GateRules
{
    /// <summary>The metrics that may fail the build.</summary>
    /// <value>Empty, the default, means all that are not only shown (see <see cref="Running.EvalManifest.NotGating"/>).</value>
    public ImmutableArray<string> Metrics { get; init; } = [];

    /// <summary>The level of the test over all gated metrics together (Holm).</summary>
    /// <value>0.05 by default.</value>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The level from which on a metric is measured again with fresh repeats before it is judged.</summary>
    /// <value>0.10 by default.</value>
    public double ConfirmAlpha { get; init; } = 0.10;

    /// <summary>The least drop of a mean score that fails the build.</summary>
    /// <value>0.02, two points, by default.</value>
    public double Margin { get; init; } = 0.02;

    /// <summary>The drop that the gate must be able to see with a power of 80 %, or its green would mean nothing.</summary>
    /// <value>0.05, five points, by default.</value>
    public double MustSee { get; init; } = 0.05;

    /// <summary>The score from which on a repeat of a critical case has passed.</summary>
    /// <value>0.5 by default.</value>
    public double PassAt { get; init; } = 0.5;

    /// <summary>The most that the cost of a run may grow: 0.10 is 10 %.</summary>
    /// <value><see langword="null"/>, the default, means that cost is shown and not gated. Where it is gated, growth of twice as much must be visible, or the gate is inconclusive.</value>
    public double? MaxCostGrowth { get; init; }

    /// <summary>The most that the time of a run may grow: 0.20 is 20 %.</summary>
    /// <value><see langword="null"/>, the default, means that time is shown and not gated. Where it is gated, growth of twice as much must be visible, or the gate is inconclusive.</value>
    public double? MaxLatencyGrowth { get; init; }

    /// <summary>The largest share of runs that could not be judged, as a whole or by a gated metric.</summary>
    /// <value>0.02 by default.</value>
    public double MaxErrors { get; init; } = 0.02;
}
