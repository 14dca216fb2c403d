using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Cli.Logs;
using Orchestration.Models;

namespace Orchestration.Cli.Commands.Logs;

/// <summary>What <c>audit show --json</c> writes. Times are in UTC, durations in seconds, money in US dollars.</summary>
internal sealed record RunDocument(RunSummary Summary, RunId? ReplayOf, RunId? RerunOf, EvalCase? Eval, string Fingerprint, IReadOnlyList<StepDocument> Steps, JsonElement? Input)
{
    public static RunDocument Of(RecordedRun run, bool hasContent) => new(
        run.Summary,
        run.Start.ReplayOf,
        run.Start.RerunOf,
        run.Start.Eval,
        run.Start.Fingerprint,
        [.. run.Root.All.Where(static step => step.Attempts.Count > 0 || step.Completed is not null || step.Effect is not null).Select(step => StepDocument.Of(step, hasContent))],
        hasContent ? Element(run.Start.Input) : null);

    public static JsonElement? Element(JsonBytes json)
    {
        if (json.IsEmpty)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json.Utf8);
        return document.RootElement.Clone();
    }
}

/// <summary>One step of a <see cref="RunDocument"/>.</summary>
internal sealed record StepDocument(
    string Step, string Kind, StepOutcome? Outcome, FailureReason? Failure, string? Model, decimal CostUsd, DateTimeOffset? Started, DateTimeOffset? Ended, string? Error, IReadOnlyList<AttemptDocument> Attempts, string? Answer, JsonElement? Result)
{
    public static StepDocument Of(RecordedStep step, bool hasContent) => new(
        step.Path,
        step.Effect is null ? "ask" : "effect",
        step.Completed?.Outcome,
        step.Completed?.Failure,
        step.Completed?.Model,
        step.CostUsd,
        step.Begun,
        step.Ended,
        step.Effect?.Error,
        [.. step.Attempts.Select(attempt => AttemptDocument.Of(attempt, hasContent))],
        hasContent ? step.Completed?.Completion?.Text : null,
        hasContent && step.Effect is { } effect ? RunDocument.Element(effect.Result) : null);
}

/// <summary>One attempt of a <see cref="StepDocument"/>; without an end where it has none.</summary>
internal sealed record AttemptDocument(
    int Attempt, string Model, string? Provider, DateTimeOffset Started, double? Seconds, double? FirstTokenSeconds, FailureReason? Failure, string? Message, string? RequestId, Usage? Usage, decimal? CostUsd, decimal? EstimatedCostUsd, Seam? Seam, int? Repairs, string? RequestHash, JsonElement? Request, string? Answer)
{
    public static AttemptDocument Of(RecordedAttempt attempt, bool hasContent) => new(
        attempt.Number,
        attempt.Model,
        attempt.Result?.Provider ?? attempt.Intent?.Provider,
        attempt.Begun,
        attempt.Result?.Duration.TotalSeconds,
        attempt.Result?.TimeToFirstToken?.TotalSeconds,
        attempt.Result?.Failure,
        attempt.Result?.Message,
        attempt.Result?.RequestId,
        attempt.Result?.Completion?.Usage,
        attempt.Result?.CostUsd,
        attempt.Result?.EstimatedCostUsd,
        attempt.Result?.Seam,
        attempt.Intent?.Repairs,
        attempt.Result?.RequestHash ?? attempt.Intent?.RequestHash,
        hasContent && attempt.Intent is { } intent ? RunDocument.Element(intent.Request) : null,
        hasContent ? attempt.Result?.Completion?.Text : null);
}
