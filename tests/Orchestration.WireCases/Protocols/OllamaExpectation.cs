using System.Globalization;
using System.Text.Json;
using Orchestration.Models;

namespace Orchestration.WireCases.Protocols;

/// <summary>What <c>expect</c> says of a case of Ollama's, in our terms.</summary>
internal static class OllamaExpectation
{
    public static Outcome Of(WireCase @case)
    {
        var (expect, usage) = (@case.Expect, Member(@case.Expect, "usage"));
        return new Outcome
        {
            Text = Text(expect, "text"),
            Reasoning = Text(expect, "reasoning_text"),
            FinishReason = Text(expect, "finish_reason"),
            ToolCalls = Member(expect, "tool_calls") is { ValueKind: JsonValueKind.Array } calls ? [.. calls.EnumerateArray().Select(Call)] : null,
            InputTokens = Count(usage, "input"),
            OutputTokens = Count(usage, "output"),
            Failure = Failure(@case),
            ProviderCode = Error(expect) is { } error ? Text(error, "code") ?? Text(error, "type") : null,
            RetryAfter = RetryAfter(@case),
        };
    }

    /// <summary>The reason of the failure, by Ollama's documented statuses: the body holds words only.</summary>
    public static FailureReason? Failure(WireCase @case)
    {
        if (Error(@case.Expect) is { } error)
        {
            var message = Text(error, "message") ?? string.Empty;
            return message.Contains("context length", StringComparison.OrdinalIgnoreCase) || message.Contains("prompt too long", StringComparison.OrdinalIgnoreCase)
                ? FailureReason.ContextTooLong
                : ((int?)Count(error, "status") ?? @case.Status) switch
                {
                    401 or 403 => FailureReason.Authentication,
                    402 => FailureReason.QuotaExhausted,
                    404 => FailureReason.NotFound,
                    408 or 504 => FailureReason.Timeout,
                    413 => FailureReason.ContextTooLong,
                    429 => FailureReason.RateLimited,
                    503 => FailureReason.Overloaded,
                    501 or (>= 400 and < 500) => FailureReason.InvalidRequest,
                    _ => FailureReason.ServerError,
                };
        }

        return Member(@case.Expect, "stream_complete") is { ValueKind: JsonValueKind.False } ? FailureReason.StreamInterrupted : null;
    }

    /// <summary>The server's address with what the recorded path has before <c>/api</c>.</summary>
    public static Uri BaseOf(WireCase @case, Uri server)
    {
        var api = @case.Path.LastIndexOf("/api/", StringComparison.Ordinal);
        return new Uri(server, api > 0 ? @case.Path[..api] : "/");
    }

    public static TimeSpan? RetryAfter(WireCase @case) =>
        Error(@case.Expect) is not null && @case.ResponseHeaders.TryGetValue("retry-after", out var text)
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    public static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(JsonElement? json, string name) => Member(json, name)?.ToString();

    public static long? Count(JsonElement? json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Number } count ? (long)count.GetDouble() : null;

    private static JsonElement? Error(JsonElement expect) => Member(expect, "error") ?? Member(expect, "stream_error");

    // Newer versions of the server give an id, older ones none.
    private static (string? Id, string Name, string Arguments) Call(JsonElement call) => (Text(call, "id"), Text(call, "name") ?? string.Empty, Text(call, "arguments") ?? "{}");
}
