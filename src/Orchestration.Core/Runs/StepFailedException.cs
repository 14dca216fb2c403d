using Orchestration.Models;

namespace Orchestration.Runs;

/// <summary>Carries a step's failure to the edge of the run, where it becomes the run's. Never seen by the application.</summary>
internal sealed class StepFailedException(string step, FailureReason? reason, IReadOnlyList<AttemptFailure> attempts, string detail, Exception? inner)
    : Exception(detail, inner)
{
    public string Step { get; } = step;

    public FailureReason? Reason { get; } = reason;

    public IReadOnlyList<AttemptFailure> Attempts { get; } = attempts;

    /// <summary>What the reader of the step's stream has.</summary>
    public string? DeliveredText { get; init; }
}
