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

    /// <summary>Makes one of whatever a model's client threw, with the reason that the runtime takes it for: for clients before a model that record failures or tell them on.</summary>
    /// <param name="exception">What was thrown; given back as it is if it is one already.</param>
    /// <param name="afterFirstToken">Whether a part of the answer had come: a connection that breaks then has interrupted a stream.</param>
    public static ModelCallException From(Exception exception, bool afterFirstToken)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is ModelCallException known)
        {
            return known;
        }

        var failure = FailureClassifier.Classify(exception, afterFirstToken);
        return new ModelCallException(failure.Reason, failure.Message, exception) { RetryAfter = failure.RetryAfter, ProviderCode = failure.ProviderCode, RequestId = failure.RequestId };
    }

    /// <summary>
    /// Makes one of an HTTP response that is no success: the reason by its status and the provider's code, the wait by Retry-After (seconds or an HTTP date) or its
    /// forms in milliseconds (<c>retry-after-ms</c>, <c>x-ms-retry-after-ms</c>), the id by <c>x-request-id</c> or <c>request-id</c>.
    /// </summary>
    /// <param name="response">The response. Its body is not read.</param>
    /// <param name="code">The provider's code, from the body; tells a used-up quota from a rate limit.</param>
    /// <param name="message">What the provider said, from the body. Must hold neither prompt text nor secrets.</param>
    /// <param name="time">The clock that a date is measured by when the response names no date of its own; the system's if not given.</param>
    public static ModelCallException FromResponse(HttpResponseMessage response, string? code, string? message, TimeProvider? time = null)
    {
        var (status, headers) = ((int)response.StatusCode, response.Headers);
        return new ModelCallException(FailureClassifier.FromStatus(status, $"{code} {message}"), $"HTTP {status}: {message ?? response.ReasonPhrase ?? "no reason given"}")
        {
            ProviderCode = code,
            RetryAfter = Models.RetryAfter.FromHeaders(headers, headers.Date ?? (time ?? TimeProvider.System).GetUtcNow()),
            RequestId = headers.TryGetValues("x-request-id", out var ids) || headers.TryGetValues("request-id", out ids) ? ids.First() : null,
        };
    }
}
