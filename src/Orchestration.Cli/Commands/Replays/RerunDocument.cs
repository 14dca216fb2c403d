using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Cli.Commands.Logs;
using Orchestration.Evals.Reruns;
using Orchestration.Evals.Running;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Cli.Commands.Replays;

/// <summary>What <c>replay rerun --json</c> writes.</summary>
internal sealed record RerunDocument(
    string Variant, CaseOutcome Judgement, decimal? CostChangeUsd, double SecondsChange, RunSideDocument Before, RunSideDocument After, IReadOnlyList<DiffLine> OutputDiff, IReadOnlyList<StepComparisonDocument> Steps, IReadOnlyList<string> Notes)
{
    public static RerunDocument Of(RerunResult result) => new(
        result.Variant.ToString(),
        result.Judgement,
        result.CostChangeUsd,
        result.DurationChange.TotalSeconds,
        RunSideDocument.Of(result.Before),
        RunSideDocument.Of(result.After),
        result.OutputDiff,
        [.. result.Steps.Select(StepComparisonDocument.Of)],
        result.Notes);
}

/// <summary>One side of a <see cref="RerunDocument"/>.</summary>
internal sealed record RunSideDocument(RunId Run, RunOutcome? Outcome, string? Failure, decimal CostUsd, int UnpricedAttempts, Usage Usage, double Seconds, int Attempts, JsonElement? Output)
{
    public static RunSideDocument Of(RunSide side) => new(
        side.Run, side.Outcome, side.Failure, side.CostUsd, side.UnpricedAttempts, side.Usage, side.Duration.TotalSeconds, side.Attempts, RunDocument.Element(side.Output));
}

/// <summary>One model step of a <see cref="RerunDocument"/>.</summary>
internal sealed record StepComparisonDocument(string Step, StepSideDocument? Before, StepSideDocument? After, IReadOnlyList<DiffLine> Diff)
{
    public static StepComparisonDocument Of(StepComparison step) => new(step.Step, StepSideDocument.Of(step.Before), StepSideDocument.Of(step.After), step.Diff);
}

/// <summary>One side of a <see cref="StepComparisonDocument"/>.</summary>
internal sealed record StepSideDocument(StepOutcome Outcome, string? Model, decimal CostUsd, int UnpricedAttempts, Usage Usage, double Seconds, int Attempts, string? Text)
{
    public static StepSideDocument? Of(StepSide? side) =>
        side is null ? null : new(side.Outcome, side.Model, side.CostUsd, side.UnpricedAttempts, side.Usage, side.Duration.TotalSeconds, side.Attempts, side.Text);
}
