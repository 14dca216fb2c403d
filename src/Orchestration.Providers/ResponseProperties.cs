namespace Orchestration.Providers;

/// <summary>The names under which the adapters put what Microsoft.Extensions.AI has no member for into <c>AdditionalProperties</c> of a response or its first update.</summary>
/// <remarks>Joining a stream's updates puts them into those of the message as well. Their names have a dot, by which adapters tell them from fields that are to be sent when the message comes again.</remarks>
public static class ResponseProperties
{
    /// <summary>A <see cref="string"/>: the provider's id of the HTTP request, which its support asks for.</summary>
    public const string RequestId = "response.request_id";

    /// <summary>A <see cref="Providers.RateLimits"/>: what is left of the account's limits.</summary>
    public const string RateLimits = "response.rate_limits";

    /// <summary>A <see cref="System.Text.Json.JsonElement"/>: the log-probabilities in the provider's own form.</summary>
    public const string LogProbabilities = "response.logprobs";

    /// <summary>A <see cref="string"/>: the stop sequence that ended the answer.</summary>
    public const string StopSequence = "response.stop_sequence";
}
