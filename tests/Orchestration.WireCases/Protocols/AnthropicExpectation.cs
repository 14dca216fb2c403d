using System.Globalization;
using System.Text.Json;
using Orchestration.Models;

namespace Orchestration.WireCases.Protocols;

/// <summary>Says what a case expects in the terms that all protocols share.</summary>
internal static class AnthropicExpectation
{
    public static Outcome Of(WireCase @case)
    {
        var expect = @case.Expect;
        if (Member(expect, "error") is { } error)
        {
            return Failed(new Outcome(), error) with
            {
                RequestId = Text(error, "request_id") ?? @case.ResponseHeaders.GetValueOrDefault("request-id"),
                RetryAfter = @case.ResponseHeaders.TryGetValue("retry-after", out var seconds) ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) : null,
            };
        }

        var outcome = Usage(expect, new Outcome
        {
            Text = Text(expect, "text"),
            Reasoning = Text(expect, "reasoning_text") ?? string.Empty,
            Refusal = Text(expect, "finish_reason") == "refusal" ? Member(expect, "stop_details") is { } details ? Text(details, "explanation") : null : string.Empty,
            FinishReason = FinishReason(Text(expect, "finish_reason")),
            ToolCalls = Member(expect, "tool_calls") is { } calls ? [.. calls.EnumerateArray().Select(ToolCall)] : null,
        });
        return Member(expect, "stream_error") is { } broken ? Failed(outcome, broken)
            : Member(expect, "stream_complete") is { ValueKind: JsonValueKind.False } ? outcome with { Failure = FailureReason.StreamInterrupted }
            : outcome;
    }

    private static Outcome Failed(Outcome outcome, JsonElement error)
    {
        var (type, message) = (Text(error, "type"), Text(error, "message") ?? string.Empty);
        return outcome with
        {
            ProviderCode = type,
            Failure = message switch
            {
                _ when message.StartsWith("prompt is too long", StringComparison.OrdinalIgnoreCase) => FailureReason.ContextTooLong,
                _ when message.Contains("credit balance is too low", StringComparison.OrdinalIgnoreCase) => FailureReason.QuotaExhausted,
                _ => ReasonOf(type, (int?)Count(error, "status")),
            },
        };
    }

    private static FailureReason ReasonOf(string? type, int? status) => type switch
    {
        "authentication_error" or "permission_error" => FailureReason.Authentication,
        "billing_error" => FailureReason.QuotaExhausted,
        "not_found_error" => FailureReason.NotFound,
        "request_too_large" => FailureReason.ContextTooLong,
        "rate_limit_error" => FailureReason.RateLimited,
        "timeout_error" => FailureReason.Timeout,
        "overloaded_error" => FailureReason.Overloaded,
        "api_error" => FailureReason.ServerError,
        _ => status switch
        {
            401 or 403 => FailureReason.Authentication,
            404 => FailureReason.NotFound,
            413 => FailureReason.ContextTooLong,
            429 => FailureReason.RateLimited,
            529 or 503 => FailureReason.Overloaded,
            504 => FailureReason.Timeout,
            >= 500 or 200 => FailureReason.ServerError,
            _ => FailureReason.InvalidRequest,
        },
    };

    private static string? FinishReason(string? raw) => raw switch
    {
        "end_turn" or "stop_sequence" => "stop",
        "tool_use" => "tool_calls",
        "max_tokens" or "model_context_window_exceeded" => "length",
        "refusal" => "content_filter",
        _ => raw,
    };

    private static (string?, string, string) ToolCall(JsonElement call) =>
        (Text(call, "id"), Text(call, "name")!, Member(call, "input")?.GetRawText() ?? Text(call, "input_raw") ?? "{}");

    /// <summary>Anthropic counts what the cache gave and took beside the input, not in it.</summary>
    private static Outcome Usage(JsonElement expect, Outcome outcome) => Member(expect, "usage") is not { } usage ? outcome : outcome with
    {
        InputTokens = Count(usage, "input") + (Count(usage, "cached_input") ?? 0) + (Count(usage, "cache_write") ?? 0),
        OutputTokens = Count(usage, "output"),
        CachedInputTokens = Count(usage, "cached_input"),
        CacheWriteTokens = Count(usage, "cache_write"),
        ReasoningTokens = Count(usage, "reasoning"),
    };

    private static JsonElement? Member(JsonElement json, string name) => AnthropicConversation.Member(json, name);

    private static string? Text(JsonElement json, string name) => AnthropicConversation.Text(json, name);

    private static long? Count(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Number } count ? (long)count.GetDouble() : null;
}
