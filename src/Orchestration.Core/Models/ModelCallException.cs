namespace Orchestration.Models;

/// <summary>What a model's client throws when it knows why a call failed. Retry, fallback and circuits decide by its data; an exception of any other type has to be guessed at.</summary>
/// <param name="reason">Why the call failed.</param>
/// <param name="message">What the provider said. It is written to the audit log and must hold neither prompt text nor secrets.</param>
/// <param name="innerException">The failure beneath, if there is one.</param>
public sealed class ModelCallException(FailureReason reason, string message, Exception? innerException = null) : OrchestrationException(message, innerException)
{
    /// <summary>Why the call failed.</summary>
    public FailureReason Reason { get; } = reason;

    /// <summary>How long the provider asks to wait; <see langword="null"/> when it said nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's own code of the failure, as <c>rate_limit_exceeded</c>.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's id of the request, for its support.</summary>
    public string? RequestId { get; init; }
}
