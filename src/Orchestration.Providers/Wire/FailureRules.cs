using Orchestration.Models;

namespace Orchestration.Providers.Wire;

/// <summary>Maps what a provider said of a failure to the one reason that retry, fallback and circuits decide by. One table for all: their words do not contradict each other.</summary>
internal static class FailureRules
{
    // By code or type, where the word alone is enough.
    private static readonly Dictionary<string, FailureReason> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["insufficient_quota"] = FailureReason.QuotaExhausted,
        ["billing_hard_limit_reached"] = FailureReason.QuotaExhausted,
        ["billing_error"] = FailureReason.QuotaExhausted,
        ["rate_limit_exceeded"] = FailureReason.RateLimited,
        ["rate_limit_error"] = FailureReason.RateLimited,
        ["RateLimitReached"] = FailureReason.RateLimited,
        ["RESOURCE_EXHAUSTED"] = FailureReason.RateLimited,
        ["overloaded_error"] = FailureReason.Overloaded,
        ["server_is_overloaded"] = FailureReason.Overloaded,
        ["unavailable_error"] = FailureReason.Overloaded,
        ["UNAVAILABLE"] = FailureReason.Overloaded,
        ["timeout_error"] = FailureReason.Timeout,
        ["DEADLINE_EXCEEDED"] = FailureReason.Timeout,
        ["authentication_error"] = FailureReason.Authentication,
        ["invalid_api_key"] = FailureReason.Authentication,
        ["permission_error"] = FailureReason.Authentication,
        ["PERMISSION_DENIED"] = FailureReason.Authentication,
        ["UNAUTHENTICATED"] = FailureReason.Authentication,
        ["model_not_found"] = FailureReason.NotFound,
        ["not_found_error"] = FailureReason.NotFound,
        ["DeploymentNotFound"] = FailureReason.NotFound,
        ["NOT_FOUND"] = FailureReason.NotFound,
        ["context_length_exceeded"] = FailureReason.ContextTooLong,
        ["exceed_context_size_error"] = FailureReason.ContextTooLong,
        ["too_many_prompt_tokens"] = FailureReason.ContextTooLong,
        ["content_filter"] = FailureReason.ContentFiltered,
        ["content_policy_violation"] = FailureReason.ContentFiltered,
        ["not_supported_error"] = FailureReason.InvalidRequest,

        // Groq blames the request when the model has written a call that does not fit its tool: the next try may.
        ["tool_use_failed"] = FailureReason.InvalidOutput,
        // Too large for this endpoint or its rate tier: never heals here, may fit elsewhere.
        ["request_too_large"] = FailureReason.ContextTooLong,
    };

    // By message, where the codes say less than the words: the recorded errors of many servers, lower case.
    private static readonly (string Words, FailureReason Reason)[] Phrases =
    [
        ("request too large", FailureReason.ContextTooLong),
        ("exceeded your current quota, please check your plan", FailureReason.QuotaExhausted),
        ("credit balance is too low", FailureReason.QuotaExhausted),
        ("prompt is too long", FailureReason.ContextTooLong),
        ("prompt too long", FailureReason.ContextTooLong),
        ("maximum context length", FailureReason.ContextTooLong),
        ("context window", FailureReason.ContextTooLong),
        ("exceeds the available context size", FailureReason.ContextTooLong),
        ("exceeds the context length", FailureReason.ContextTooLong),
        ("greater than the context length", FailureReason.ContextTooLong),
        ("maximum prompt length", FailureReason.ContextTooLong),
        ("reduce the length of the messages", FailureReason.ContextTooLong),
        ("input is too long", FailureReason.ContextTooLong),
        ("exceeds the maximum number of tokens", FailureReason.ContextTooLong),
        ("total length of all messages is too long", FailureReason.ContextTooLong),
        ("currently overloaded", FailureReason.Overloaded),
        ("model is overloaded", FailureReason.Overloaded),
        ("too large to process", FailureReason.ContextTooLong),
        ("content management policy", FailureReason.ContentFiltered),
        // llama.cpp reports what the caller may fix as 500.
        ("requires --", FailureReason.InvalidRequest),
        ("input is not supported", FailureReason.InvalidRequest),
        ("cannot use both json_schema and grammar", FailureReason.InvalidRequest),
        ("is not a valid model id", FailureReason.NotFound),
    ];

    /// <summary>The reason of a failure.</summary>
    /// <param name="status">The HTTP status; that of the body for an error inside of a successful response; <see langword="null"/> when there is none.</param>
    /// <param name="error">What the body said; <see langword="null"/> when it said nothing that can be read.</param>
    public static FailureReason ReasonOf(int? status, ProviderError? error)
    {
        // Gemini says "quota" of a minute's limit too, but then names the wait.
        var said = ByPhrase(error?.Message) is { } phrase && !(phrase == FailureReason.QuotaExhausted && error!.RetryAfter is not null) ? phrase : (FailureReason?)null;
        if (status == 400 && error?.Message?.Contains("api key", StringComparison.OrdinalIgnoreCase) == true)
        {
            // Google and some others answer 400 where the key is wrong.
            return FailureReason.Authentication;
        }

        return said ?? ByWord(error?.Code) ?? ByWord(error?.Type) ?? (status is { } known ? ByStatus(known) : WithoutStatus(error));
    }

    /// <summary>"invalid_request_error" stands beside a wrong key and an unknown model too: it decides only where there is no status, in a stream.</summary>
    private static FailureReason WithoutStatus(ProviderError? error) =>
        error?.Code?.StartsWith("invalid", StringComparison.OrdinalIgnoreCase) == true || error?.Type?.StartsWith("invalid", StringComparison.OrdinalIgnoreCase) == true
            ? FailureReason.InvalidRequest
            : FailureReason.ServerError;

    private static FailureReason? ByWord(string? word) => word is not null && Words.TryGetValue(word, out var reason) ? reason : null;

    private static FailureReason? ByPhrase(string? message)
    {
        foreach (var (words, reason) in Phrases)
        {
            if (message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true)
            {
                return reason;
            }
        }

        return null;
    }

    private static FailureReason ByStatus(int status) => status switch
    {
        401 or 403 or 407 => FailureReason.Authentication,
        402 => FailureReason.QuotaExhausted,
        413 => FailureReason.ContextTooLong,
        404 or 410 => FailureReason.NotFound,
        408 or 504 => FailureReason.Timeout,
        429 => FailureReason.RateLimited,
        503 or 529 => FailureReason.Overloaded,
        501 => FailureReason.InvalidRequest,
        // Two requests met: the official SDKs ask again.
        409 => FailureReason.ServerError,
        >= 500 => FailureReason.ServerError,
        >= 400 => FailureReason.InvalidRequest,
        _ => FailureReason.ServerError,
    };
}
