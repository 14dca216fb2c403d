using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestration.Models;

namespace Orchestration.WireCases.Protocols;

/// <summary>What <c>expect</c> of a case of Chat Completions means in our terms. Written from the facts about the wire, not from the adapter.</summary>
internal static partial class ChatExpectation
{
    public static Outcome Of(WireCase @case)
    {
        var expect = @case.Expect;
        if (Object(expect, "error") is { } error)
        {
            return OfError(@case, error);
        }

        var outcome = new Outcome
        {
            Text = Text(expect, "text"),
            Reasoning = Text(expect, "reasoning_text"),
            Refusal = Text(expect, "refusal"),
            FinishReason = Text(expect, "finish_reason") switch { "function_call" => "tool_calls", var raw => raw },
            ToolCalls = expect.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array
                ? [.. calls.EnumerateArray().Select(static (call, i) => ((string?)(Text(call, "id") ?? $"call_{i}"), Text(call, "name")!, Text(call, "arguments") ?? string.Empty))]
                : null,
            Choices = expect.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array ? [.. choices.EnumerateArray().Select(static choice => Text(choice, "text") ?? string.Empty)] : null,
        };
        outcome = WithUsage(outcome, expect);
        if (Object(expect, "stream_error") is { } broken)
        {
            var byBody = OfError(@case, broken);
            return outcome with { Failure = byBody.Failure, ProviderCode = byBody.ProviderCode, RetryAfter = byBody.RetryAfter };
        }

        return expect.TryGetProperty("stream_complete", out var complete) && complete.ValueKind == JsonValueKind.False ? outcome with { Failure = FailureReason.StreamInterrupted } : outcome;
    }

    public static Outcome OfError(WireCase @case, JsonElement error)
    {
        var (type, code, message) = (Text(error, "type"), Word(error, "code"), Text(error, "message") ?? string.Empty);
        var status = error.TryGetProperty("status", out var number) && number.ValueKind == JsonValueKind.Number ? number.GetInt32() : @case.Status;
        return new Outcome
        {
            Failure = Reason(status, type, code, message),
            ProviderCode = code ?? type,
            RequestId = @case.ResponseHeaders.GetValueOrDefault("x-request-id"),
            RetryAfter = Wait(@case, message),
        };
    }

    // Section 3 of the facts: what may be retried, and what never heals.
    private static FailureReason Reason(int status, string? type, string? code, string message)
    {
        bool Says(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
        return (status, code ?? type) switch
        {
            (_, "insufficient_quota") or (402, _) => FailureReason.QuotaExhausted,
            (413, _) => FailureReason.ContextTooLong,
            (429, _) => Says("request too large") ? FailureReason.ContextTooLong : FailureReason.RateLimited,
            (_, "content_filter") => FailureReason.ContentFiltered,
            (_, "context_length_exceeded" or "string_above_max_length") => FailureReason.ContextTooLong,
            (400, _) when type is "exceed_context_size_error" or "too_many_prompt_tokens" || Says("context length") || Says("context window") => FailureReason.ContextTooLong,
            (400, _) when Says("is not a valid model ID") => FailureReason.NotFound,
            (400, _) when Says("API key") => FailureReason.Authentication,
            (401 or 403, _) => FailureReason.Authentication,
            (404, _) => FailureReason.NotFound,
            (408 or 504, _) => FailureReason.Timeout,
            (503 or 529, _) => FailureReason.Overloaded,
            (501, _) => FailureReason.InvalidRequest,
            (_, "tool_use_failed") => FailureReason.InvalidOutput,
            // llama.cpp: what its command line, or the request, must change.
            (500, _) when Says("requires --") || Says("input is not supported") || Says("cannot use both") => FailureReason.InvalidRequest,
            (500, _) when Says("too large to process") => FailureReason.ContextTooLong,
            ( >= 500, _) => FailureReason.ServerError,
            (200, _) when type == "invalid_request_error" => FailureReason.InvalidRequest,
            ( >= 400, _) => FailureReason.InvalidRequest,
            _ => FailureReason.ServerError,
        };
    }

    private static TimeSpan? Wait(WireCase @case, string message)
    {
        if (@case.Status >= 400)
        {
            foreach (var (header, unit) in new[] { ("retry-after-ms", 0.001), ("retry-after", 1.0) })
            {
                if (@case.ResponseHeaders.TryGetValue(header, out var value) && double.TryParse(value, CultureInfo.InvariantCulture, out var wait))
                {
                    return TimeSpan.FromSeconds(wait * unit);
                }
            }
        }

        var match = TryAgain().Match(message);
        return match.Success
            ? TimeSpan.FromSeconds(
                (match.Groups["minutes"].Success ? 60 * double.Parse(match.Groups["minutes"].Value, CultureInfo.InvariantCulture) : 0) + double.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture))
            : null;
    }

    private static Outcome WithUsage(Outcome outcome, JsonElement expect)
    {
        if (Object(expect, "usage") is not { } usage)
        {
            return outcome;
        }

        var (input, output, reasoning, total) = (Count(usage, "input"), Count(usage, "output"), Count(usage, "reasoning"), Count(usage, "total"));
        var raw = Object(expect, "usage_raw");
        var audio = raw is { } counts && Object(counts, "prompt_tokens_details") is { } prompt ? Count(prompt, "audio_tokens") : null;
        return outcome with
        {
            InputTokens = audio > 0 && total == input + output + audio ? input + audio : input,
            OutputTokens = reasoning > 0 && total == input + output + reasoning ? output + reasoning : output,
            CachedInputTokens = Count(usage, "cached_input") is { } cached ? Math.Min(cached, input ?? cached) : null,
            CacheWriteTokens = Count(usage, "cache_write"),
            ReasoningTokens = reasoning,
        };
    }

    private static JsonElement? Object(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Word(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;

    private static long? Count(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    [GeneratedRegex(@"try again in (?:(?<minutes>\d+)m)?(?<seconds>\d+(\.\d+)?)s", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TryAgain();
}
