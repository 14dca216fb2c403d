using System.Collections.Immutable;

namespace Orchestration.Evals.Gates;

/// <summary>The gate's decision with all that it rests on.</summary>
public sealed record GateVerdict
{
    /// <inheritdoc cref="GateOutcome"/>
    public required GateOutcome Outcome { get; init; }

    /// <summary>The decision in one sentence, with what to do next.</summary>
    public required string Summary { get; init; }

    /// <inheritdoc cref="GateTest"/>
    public required GateTest Test { get; init; }

    /// <summary>The gated metrics first, then those only shown; cost and latency among them.</summary>
    public required ImmutableArray<MetricVerdict> Metrics { get; init; }

    /// <summary>Critical cases that did not pass all of their repeats, and cases that passed all of their baseline's repeats and none of these, whatever the tests say.</summary>
    public required ImmutableArray<CaseFinding> Findings { get; init; }

    /// <summary>Cases compared: those whose hash the baseline has.</summary>
    public required int ComparedCases { get; init; }

    /// <summary>Cases that the baseline does not have, or has with another hash.</summary>
    public required int NewCases { get; init; }

    /// <summary>Cases that the baseline has and these results have not, under that hash: removed, changed or filtered out.</summary>
    public int MissingCases { get; init; }

    /// <summary>Runs and scores that could not be judged.</summary>
    public required int Errors { get; init; }

    /// <summary>How many repeats more are to be run before the outcome holds, since a metric may have dropped; then the gate is asked again with all of them.</summary>
    /// <value>0, the default, means that the outcome holds as it is.</value>
    public int ConfirmWithRepeats { get; init; }
}

/// <summary>Which null hypothesis is tested.</summary>
public enum GateTest
{
    /// <summary>The same model, other prompts or code: no case has changed. Exact permutation within each case; a metric that is not only 0 and 1 is tested as in <see cref="SignFlip"/>.</summary>
    WithinCase,

    /// <summary>Another model: cases move both ways. Exact flip of the signs of the cases' mean differences.</summary>
    SignFlip,
}

/// <summary>One metric, compared.</summary>
public sealed record MetricVerdict
{
    /// <summary>Its name; <c>cost</c> and <c>latency</c> are those of the runs.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether it may fail the build.</summary>
    public required bool Gated { get; init; }

    /// <summary>The baseline's mean over the cases compared, by their weights: of scores from 0 to 1; of cost in US dollars a run, of latency in seconds a run, geometric means.</summary>
    /// <value>0 when there was nothing to compare.</value>
    public required double Baseline { get; init; }

    /// <summary>The mean now, over the cases compared; over all where there was nothing to compare.</summary>
    public required double Now { get; init; }

    /// <summary>How much worse it is: for scores the drop of the mean, for cost and latency the relative growth. Negative is better.</summary>
    public required double Drop { get; init; }

    /// <summary>The one-sided p-value; 1 when there was nothing to compare.</summary>
    public required double P { get; init; }

    /// <summary>The p-value after Holm's correction over the gated metrics.</summary>
    public required double AdjustedP { get; init; }

    /// <summary>The least drop that fails the build.</summary>
    public required double Margin { get; init; }

    /// <summary>The smallest drop that would have been seen with a power of 80 %; <see langword="null"/> when there was nothing to compare. 1 for scores, and 999 for cost and latency, when none would have been seen.</summary>
    public double? SmallestVisible { get; init; }

    /// <summary>Whether there was a baseline of it to compare with.</summary>
    internal bool IsCompared => SmallestVisible is not null;

    /// <summary>Whether this metric fails the build.</summary>
    public required bool Regressed { get; init; }

    /// <summary>Why it is only shown, or was not compared; <see langword="null"/> when there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <summary>The cases that lost most, worst first; at most ten.</summary>
    public ImmutableArray<CaseFinding> Worst { get; init; } = [];
}

/// <summary>A case that shows something.</summary>
/// <param name="Case">Its id.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Baseline">Its mean in the baseline; <see langword="null"/> if the baseline does not have it.</param>
/// <param name="Now">Its mean now.</param>
/// <param name="Message">What it shows, in a sentence.</param>
public sealed record CaseFinding(string Case, string Metric, double? Baseline, double Now, string Message);
