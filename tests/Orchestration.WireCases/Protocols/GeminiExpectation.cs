using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestration.Models;

namespace Orchestration.WireCases.Protocols;

/// <summary>What <c>expect</c> of a Gemini case says, in our terms.</summary>
internal static partial class GeminiExpectation
{
    public static Outcome Of(WireCase @case)
    {
        var expect = @case.Expect;
        if (Member(expect, "error") is { } error)
        {
            return Failed(new Outcome(), error, Member(error, "status")?.GetInt32() ?? @case.Status, @case);
        }

        var outcome = Answer(expect);
        if (Member(expect, "stream_error") is { } broken)
        {
            return Failed(outcome, broken, null, @case);
        }

        // A blocked prompt: no candidate, hence none that finishes.
        if (outcome.FinishReason is null && @case.Response.Contains("\"blockReason\"", StringComparison.Ordinal))
        {
            return outcome with { FinishReason = "content_filter" };
        }

        return Member(expect, "stream_complete") is { ValueKind: JsonValueKind.False } ? outcome with { Failure = FailureReason.StreamInterrupted } : outcome;
    }

    private static Outcome Answer(JsonElement expect)
    {
        var usage = Member(expect, "usage");
        var (input, tools, output, reasoning) = (Count(usage, "input"), Count(usage, "tool_use_input"), Count(usage, "output"), Count(usage, "reasoning"));
        return new Outcome
        {
            Text = Text(expect, "text") ?? string.Empty,
            Reasoning = Text(expect, "reasoning_text") ?? string.Empty,
            FinishReason = FinishReason(expect),
            ToolCalls = Member(expect, "tool_calls") is { ValueKind: JsonValueKind.Array } calls
                ? [.. calls.EnumerateArray().Select(static call => (Text(call, "id"), call.GetProperty("name").GetString()!, Member(call, "args")?.GetRawText() ?? "{}"))]
                : null,
            Choices = Member(expect, "choices") is { ValueKind: JsonValueKind.Array } choices ? [.. choices.EnumerateArray().Select(static choice => Text(choice, "text") ?? string.Empty)] : null,
            InputTokens = input is null ? null : input + (tools ?? 0),
            OutputTokens = output is null && reasoning is null ? null : (output ?? 0) + (reasoning ?? 0),
            CachedInputTokens = input is null ? null : Count(usage, "cached_input") ?? 0,
            CacheWriteTokens = 0,
            ReasoningTokens = reasoning,
        };
    }

    private static string? FinishReason(JsonElement expect) => Text(expect, "finish_reason") switch
    {
        // Gemini stops for calls too. Those whose response stands beside them it has made itself.
        "STOP" => WaitsForResults(expect) ? "tool_calls" : "stop",
        "MAX_TOKENS" => "length",
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "MODEL_ARMOR" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" => "content_filter",
        var other => other,
    };

    private static bool WaitsForResults(JsonElement expect)
    {
        // null: there are calls, whose arguments came in pieces.
        var hasCalls = expect.TryGetProperty("tool_calls", out var calls) && (calls.ValueKind == JsonValueKind.Null || calls.GetArrayLength() > 0);
        return hasCalls && !(Member(expect, "other_parts") is { } parts && parts.EnumerateArray().Any(static part => part.GetString() == "functionResponse"));
    }

    private static Outcome Failed(Outcome outcome, JsonElement error, int? status, WireCase @case)
    {
        var (code, message) = (Member(error, "code"), Text(error, "message") ?? string.Empty);
        var delay = Delay(error, message, @case);
        status ??= code is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
        return outcome with { Failure = Reason(status, Text(error, "status_text"), message, delay), ProviderCode = code?.ToString() ?? Text(error, "status_text"), RetryAfter = delay };
    }

    private static FailureReason Reason(int? status, string? word, string message, TimeSpan? delay) => (status, word) switch
    {
        (400, _) when message.Contains("API key", StringComparison.Ordinal) => FailureReason.Authentication,
        (400, _) when message.Contains("exceeds the maximum number of tokens", StringComparison.Ordinal) => FailureReason.ContextTooLong,
        (429, _) when delay is null && message.Contains("exceeded your current quota, please check your plan", StringComparison.Ordinal) => FailureReason.QuotaExhausted,
        (429, _) or (_, "RESOURCE_EXHAUSTED") => FailureReason.RateLimited,
        (401 or 403, _) or (_, "UNAUTHENTICATED" or "PERMISSION_DENIED") => FailureReason.Authentication,
        (404, _) or (_, "NOT_FOUND") => FailureReason.NotFound,
        (503, _) or (_, "UNAVAILABLE") => FailureReason.Overloaded,
        (504, _) or (_, "DEADLINE_EXCEEDED") => FailureReason.Timeout,
        ( >= 500, _) => FailureReason.ServerError,
        _ => FailureReason.InvalidRequest,
    };

    private static TimeSpan? Delay(JsonElement error, string message, WireCase @case)
    {
        if (@case.ResponseHeaders.TryGetValue("retry-after", out var header))
        {
            return TimeSpan.FromSeconds(double.Parse(header, CultureInfo.InvariantCulture));
        }

        var named = Member(error, "details") is { ValueKind: JsonValueKind.Array } details
            ? details.EnumerateArray().Select(static detail => Text(detail, "retryDelay")).FirstOrDefault(static delay => delay is not null)
            : null;
        named ??= RetryIn().Match(message) is { Success: true } match ? match.Groups["delay"].Value : null;
        return named is null ? null : TimeSpan.FromTicks((long)(double.Parse(named.TrimEnd('s'), CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));
    }

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Count(JsonElement? usage, string name) => usage is { } json ? Member(json, name)?.GetInt64() : null;

    [GeneratedRegex(@"[Rr]etry in (?<delay>[\d.]+s)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RetryIn();
}
