namespace Orchestration.Models;

/// <summary>A failed call as data: what <see cref="FailureClassifier"/> makes of an exception.</summary>
/// <param name="Reason">Why it failed.</param>
/// <param name="Message">One line, without secrets.</param>
internal sealed record CallFailure(FailureReason Reason, string Message)
{
    public TimeSpan? RetryAfter { get; init; }

    public string? ProviderCode { get; init; }

    public string? RequestId { get; init; }
}
