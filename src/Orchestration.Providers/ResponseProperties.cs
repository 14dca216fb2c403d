namespace Orchestration.Providers;

/// <summary>The names under which the adapters put what Microsoft.Extensions.AI has no member for into <c>AdditionalProperties</c> of a response or its first update.</summary>
public static class ResponseProperties
{
    /// <summary>A <see cref="string"/>: the provider's id of the HTTP request, which its support asks for.</summary>
    public const string RequestId = "request_id";

    /// <summary>A <see cref="Providers.RateLimits"/>: what is left of the account's limits.</summary>
    public const string RateLimits = "rate_limits";

    /// <summary>A <see cref="System.Text.Json.JsonElement"/>: the log-probabilities in the provider's own form.</summary>
    public const string LogProbabilities = "logprobs";

    /// <summary>A <see cref="string"/>: the stop sequence that ended the answer.</summary>
    public const string StopSequence = "stop_sequence";

    /// <summary>A <see cref="string"/>: the provider's words on why the answer ended, or why there is none.</summary>
    public const string FinishMessage = "finish_message";

    internal static bool Contains(string name) => name is RequestId or RateLimits or LogProbabilities or StopSequence or FinishMessage;
}
