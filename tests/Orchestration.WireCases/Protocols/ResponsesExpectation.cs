using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestration.Models;

namespace Orchestration.WireCases.Protocols;

/// <summary>What <c>expect</c> says of a case of the Responses API, in our terms.</summary>
internal static partial class ResponsesExpectation
{
    // By code, else by type, as OpenAI documents and recordings show them.
    private static readonly Dictionary<string, FailureReason> Reasons = new(StringComparer.Ordinal)
    {
        ["rate_limit_exceeded"] = FailureReason.RateLimited,
        ["insufficient_quota"] = FailureReason.QuotaExhausted,
        ["server_error"] = FailureReason.ServerError,
        ["server_is_overloaded"] = FailureReason.Overloaded,
        ["invalid_api_key"] = FailureReason.Authentication,
        ["model_not_found"] = FailureReason.NotFound,
        ["DeploymentNotFound"] = FailureReason.NotFound,
        ["context_length_exceeded"] = FailureReason.ContextTooLong,
        ["content_filter"] = FailureReason.ContentFiltered,
    };

    public static Outcome Of(WireCase @case)
    {
        var expect = @case.Expect;
        var calls = Items(expect, "tool_calls").Select(static call => (Text(call, "id"), Text(call, "name")!, Text(call, "arguments") ?? string.Empty)).ToList();
        var isCut = Child(expect, "stream_complete") is { ValueKind: JsonValueKind.False };
        var outcome = new Outcome
        {
            Text = Text(expect, "text") ?? string.Empty,
            Reasoning = Text(expect, "reasoning_text") ?? string.Empty,
            Refusal = Text(expect, "refusal") ?? string.Empty,
            ToolCalls = calls,
        };
        if ((Child(expect, "error") ?? Child(expect, "stream_error") ?? Child(expect, "response_error")) is { } error)
        {
            return outcome with
            {
                Failure = ReasonOf(@case.Status, error),
                ProviderCode = Word(error, "code") ?? Word(error, "type"),
                RequestId = Header(@case, "x-request-id") ?? Header(@case, "apim-request-id"),
                RetryAfter = WaitOf(@case, error),
            };
        }

        outcome = WithUsage(outcome, Child(expect, "usage"));
        return isCut
            ? outcome with { Failure = FailureReason.StreamInterrupted }
            : outcome with { FinishReason = FinishOf(expect, calls.Count > 0), OtherItems = [.. Items(expect, "other_output_items").Select(static item => item.GetString()!)] };
    }

    private static string? FinishOf(JsonElement expect, bool hasCalls) => Text(expect, "finish_reason") switch
    {
        "completed" => hasCalls ? "tool_calls" : "stop",
        "incomplete" when Text(expect, "incomplete_reason") == "max_output_tokens" => "length",
        "incomplete" => Text(expect, "incomplete_reason"),
        var other => other,
    };

    /// <summary>Input and output counts hold the cached and the reasoning ones already.</summary>
    private static Outcome WithUsage(Outcome outcome, JsonElement? usage) => usage is not { } counts ? outcome : outcome with
    {
        InputTokens = Count(counts, "input"),
        OutputTokens = Count(counts, "output"),
        CachedInputTokens = Count(counts, "cached_input") ?? 0,
        CacheWriteTokens = Count(counts, "cache_write") ?? 0,
        ReasoningTokens = Count(counts, "reasoning") ?? 0,
    };

    private static FailureReason ReasonOf(int status, JsonElement error)
    {
        var message = Text(error, "message") ?? string.Empty;
        return message.StartsWith("Request too large", StringComparison.Ordinal) ? FailureReason.ContextTooLong
            : Reasons.TryGetValue(Word(error, "code") ?? string.Empty, out var reason) || Reasons.TryGetValue(Word(error, "type") ?? string.Empty, out reason) ? reason
            : status switch
            {
                401 or 403 => FailureReason.Authentication,
                404 => FailureReason.NotFound,
                408 or 504 => FailureReason.Timeout,
                429 => FailureReason.RateLimited,
                503 => FailureReason.Overloaded,
                >= 400 and < 500 => FailureReason.InvalidRequest,
                _ => FailureReason.ServerError,
            };
    }

    private static TimeSpan? WaitOf(WireCase @case, JsonElement error) =>
        Header(@case, "retry-after-ms") is { } milliseconds ? TimeSpan.FromMilliseconds(double.Parse(milliseconds, CultureInfo.InvariantCulture))
        : Header(@case, "retry-after") is { } seconds && double.TryParse(seconds, CultureInfo.InvariantCulture, out var count) ? TimeSpan.FromSeconds(count)
        : TryAgainIn().Match(Text(error, "message") ?? string.Empty) is { Success: true } wait
            ? TimeSpan.FromSeconds(double.Parse(wait.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture))
        : null;

    private static string? Header(WireCase @case, string name) => @case.ResponseHeaders.TryGetValue(name, out var value) ? value : null;

    private static JsonElement? Child(JsonElement json, string name) => json.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;

    private static string? Text(JsonElement json, string name) => Child(json, name)?.GetString();

    private static string? Word(JsonElement json, string name) => Child(json, name)?.ToString();

    private static long? Count(JsonElement json, string name) => Child(json, name)?.GetInt64();

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) => Child(json, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;

    [GeneratedRegex(@"try again in (?<seconds>[\d.]+)s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TryAgainIn();
}
