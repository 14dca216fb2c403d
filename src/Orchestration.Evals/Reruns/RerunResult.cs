using System.Collections.Immutable;
using Orchestration.Evals.Running;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.Reruns;

/// <summary>A recorded run beside the one that did it again in another way.</summary>
public sealed record RerunResult
{
    /// <summary>What was done otherwise, as people write it.</summary>
    public required EvalVariant Variant { get; init; }

    /// <summary>The recorded run, or its step.</summary>
    public required RunSide Before { get; init; }

    /// <summary>The rerun. Its first record names the recorded run.</summary>
    public required RunSide After { get; init; }

    /// <summary>Whether the rerun can be judged: it succeeded, or failed by its own doing. If not, a provider, a limit or the budget was in the way.</summary>
    public required CaseOutcome Judgement { get; init; }

    /// <summary>The outputs compared: JSON at its paths, texts line by line. Empty where they are equal, or one is not there.</summary>
    public ImmutableArray<DiffLine> OutputDiff { get; init; } = [];

    /// <summary>The model steps of both, in the order of their paths.</summary>
    public ImmutableArray<StepComparison> Steps { get; init; } = [];

    /// <summary>What to know when reading the comparison, such as steps that a cache answered.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>How much the rerun cost more, in US dollars; negative if less. <see langword="null"/> when an attempt's cost on either side is not known.</summary>
    public decimal? CostChangeUsd => Before.UnpricedAttempts + After.UnpricedAttempts == 0 ? After.CostUsd - Before.CostUsd : null;

    /// <summary>How much longer the rerun took; negative if less.</summary>
    public TimeSpan DurationChange => After.Duration - Before.Duration;

    /// <summary>Why the rerun failed, where a step of it did.</summary>
    internal FailureReason? FailureReason { get; init; }

    internal static ImmutableArray<DiffLine> Compare(JsonBytes before, JsonBytes after) => before.IsEmpty || after.IsEmpty ? []
        : OutputJson.IsStructured(before) && OutputJson.IsStructured(after) ? LineDiff.OfJson(before, after)
        : LineDiff.Of(OutputJson.TextOf(before), OutputJson.TextOf(after));
}

/// <summary>One model step on both sides.</summary>
/// <param name="Step">Its path.</param>
/// <param name="Before">In the recorded run; <see langword="null"/> if it did not run there.</param>
/// <param name="After">In the rerun; <see langword="null"/> if it did not run there.</param>
/// <param name="Diff">The answers compared; empty where they are equal, or one is not there.</param>
public sealed record StepComparison(string Step, StepSide? Before, StepSide? After, ImmutableArray<DiffLine> Diff);
