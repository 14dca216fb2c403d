using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchestration.Models;

/// <summary>Finds the reason of a failure in whatever a model's client threw.</summary>
/// <remarks>
/// The caller has already told its own cancellation and timeouts apart: a cancellation that arrives here is the client's own, thus a timeout.
/// The first exception that says something wins, from the outermost inwards.
/// </remarks>
internal static partial class FailureClassifier
{
    private const int LongestMessage = 300;

    public static CallFailure Classify(Exception exception, bool hadFirstToken)
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            if (current is ModelCallException known)
            {
                return new CallFailure(known.Reason, known.Message)
                {
                    RetryAfter = known.RetryAfter,
                    ProviderCode = known.ProviderCode,
                    RequestId = known.RequestId,
                };
            }

            if (ReasonOf(current, hadFirstToken) is { } reason)
            {
                return new CallFailure(reason, Line(current)) { ProviderCode = StatusOf(current)?.ToString(CultureInfo.InvariantCulture) };
            }
        }

        return new CallFailure(FailureReason.Unknown, Line(exception));
    }

    /// <summary>The reason behind an HTTP status and the provider's code or message, as far as the two tell.</summary>
    public static FailureReason FromStatus(int status, string? codeOrMessage) => status switch
    {
        400 or 402 or 403 or 429 when Says(codeOrMessage, "insufficient_quota", "exceeded your current quota", "credit balance", "billing_hard_limit") => FailureReason.QuotaExhausted,
        400 or 413 or 422 when Says(codeOrMessage, "context_length", "context length", "context window", "prompt is too long") => FailureReason.ContextTooLong,
        400 or 403 when Says(codeOrMessage, "content_filter", "content_policy", "content management policy") => FailureReason.ContentFiltered,
        429 => FailureReason.RateLimited,
        402 => FailureReason.QuotaExhausted,
        401 or 403 or 407 => FailureReason.Authentication,
        404 or 410 => FailureReason.NotFound,
        408 or 504 => FailureReason.Timeout,
        413 => FailureReason.ContextTooLong,
        503 or 529 => FailureReason.Overloaded,
        >= 500 and < 600 => FailureReason.ServerError,
        >= 400 and < 500 => FailureReason.InvalidRequest,
        _ => FailureReason.Unknown,
    };

    private static FailureReason? ReasonOf(Exception exception, bool hadFirstToken) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => FromStatus((int)status, exception.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.UserAuthenticationError } => FailureReason.Authentication,
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => FailureReason.ServerError,
        HttpRequestException or IOException or SocketException => hadFirstToken ? FailureReason.StreamInterrupted : FailureReason.ConnectionLost,
        TimeoutException or OperationCanceledException => FailureReason.Timeout,
        JsonException => hadFirstToken ? FailureReason.StreamInterrupted : FailureReason.ServerError,
        NotSupportedException or ArgumentException => FailureReason.InvalidRequest,
        _ when StatusOf(exception) is { } status => FromStatus(status, exception.Message),
        _ => null,
    };

    /// <summary>The HTTP status of an exception: its property, or the words that open the messages of the vendors' own clients, "HTTP 429 (..)" and "Status: 429".</summary>
    private static int? StatusOf(Exception exception) =>
        exception is HttpRequestException http ? (int?)http.StatusCode
        : StatusWords().Match(exception.Message) is { Success: true } match ? int.Parse(match.ValueSpan[^3..], NumberStyles.None, CultureInfo.InvariantCulture)
        : null;

    private static string Line(Exception exception)
    {
        var message = exception.Message.AsSpan();
        var end = message.IndexOfAny('\r', '\n');
        message = message[..(end < 0 ? message.Length : end)];
        message = message[..Math.Min(message.Length, LongestMessage)];
        return $"{exception.GetType().Name}: {Secret().Replace(message.ToString(), "${mark}***")}";
    }

    private static bool Says(string? text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text is not null && text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^[\w .]{0,40}?[\r\n]*(?:HTTP |Status: )[1-5]\d\d\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusWords();

    [GeneratedRegex(@"(?<mark>bearer\s+|\bsk-|\bkey\s*[=:]\s*)[\w*.\-]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
