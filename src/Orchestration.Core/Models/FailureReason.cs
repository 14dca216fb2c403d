namespace Orchestration.Models;

/// <summary>Why an attempt, or the call it belongs to, did not yield an output. The closed set that retry, fallback and circuits decide by.</summary>
public enum FailureReason
{
    /// <summary>A failure that no rule recognizes.</summary>
    Unknown,

    /// <summary>The provider asks to slow down (HTTP 429); heals after its Retry-After.</summary>
    RateLimited,

    /// <summary>The provider has no capacity for anyone now (HTTP 503 or 529).</summary>
    Overloaded,

    /// <summary>The account has no money or quota left ("insufficient_quota"). Waiting does not heal it.</summary>
    QuotaExhausted,

    /// <summary>A timeout of the step passed: total, to the first token, or idle between tokens.</summary>
    Timeout,

    /// <summary>The connection broke before the first token.</summary>
    ConnectionLost,

    /// <summary>The connection broke, or the stream ended without its terminal event, after the first token.</summary>
    StreamInterrupted,

    /// <summary>The provider failed (HTTP 5xx).</summary>
    ServerError,

    /// <summary>The request is malformed or not supported by this model (HTTP 400, 422).</summary>
    InvalidRequest,

    /// <summary>The key is missing, wrong or not allowed (HTTP 401, 403).</summary>
    Authentication,

    /// <summary>The model or endpoint does not exist (HTTP 404).</summary>
    NotFound,

    /// <summary>The prompt and the answer do not fit the model's context window.</summary>
    ContextTooLong,

    /// <summary>The provider's filter stopped the prompt or the answer.</summary>
    ContentFiltered,

    /// <summary>The model declined to answer.</summary>
    Refused,

    /// <summary>The answer came but is not a valid output: wrong JSON, wrong shape, cut off by the token limit.</summary>
    InvalidOutput,

    /// <summary>The budget of the step, run or tenant does not allow the attempt.</summary>
    Budget,

    /// <summary>The caller, or a failing sibling step, cancelled the attempt.</summary>
    Cancelled,

    /// <summary>The endpoint's circuit is open; no request was sent.</summary>
    CircuitOpen,

    /// <summary>The model was to continue an answer that broke off, and what it sent does not join the text that was there.</summary>
    JoinRejected,

    /// <summary>The route's envelope, or the tenant's routing policy, keeps the call from the model; no request was sent.</summary>
    OutsideEnvelope,
}
