using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchestration.Providers.Wire;

/// <summary>What a provider said about a failure, in whichever of the forms in use: an object, a string, a list of one, FastAPI's <c>detail</c>.</summary>
internal sealed partial record ProviderError
{
    private static readonly string[] StatusNames = ["status_code", "code", "status", "statusCode", "raw_status_code"];

    /// <summary>The kind of error: <c>type</c>, or Google's <c>status</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The provider's code. Some send the HTTP status as a number; it is a string here.</summary>
    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? RequestId { get; init; }

    /// <summary>The HTTP status named in the body, for errors that come inside of a successful response.</summary>
    public int? Status { get; init; }

    /// <summary>The wait that the body asks for; <see langword="null"/> when it names none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Reads a response's body. A body that is no JSON (a proxy's page) says nothing: <see langword="null"/>.</summary>
    public static ProviderError? Parse(ReadOnlyMemory<byte> body)
    {
        // A failure that was to be a stream may be framed as one.
        body = body.Span.StartsWith("data:"u8) ? body["data:".Length..] : body;
        try
        {
            using var json = JsonDocument.Parse(SoundText.Of(body));
            return From(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the error of an object that holds one under <c>error</c>, or is one itself.</summary>
    /// <returns><see langword="null"/> if there is none.</returns>
    public static ProviderError? From(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            return json.GetArrayLength() > 0 ? From(json[0]) : null;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var error = json.Child("error") ?? json;
        if (error.ValueKind == JsonValueKind.String)
        {
            return new ProviderError { Message = error.GetString(), Code = json.Word("code"), RequestId = json.Text("request_id"), Status = StatusIn(json), RetryAfter = WaitIn(error.GetString()) };
        }

        var message = error.Text("message") ?? error.Text("detail") ?? json.Text("message") ?? Listed(error, "detail") ?? Listed(json, "error");
        var (type, code) = (error.Text("type") ?? error.Text("status"), error.Word("code"));
        return message is null && type is null && code is null
            ? null
            : new ProviderError
            {
                Type = type,
                Code = code,
                Message = message,
                RequestId = json.Text("request_id"),
                Status = StatusIn(error) ?? StatusIn(json),
                RetryAfter = RetryInfo(error) ?? WaitIn(message),
            };
    }

    private static int? StatusIn(JsonElement json)
    {
        foreach (var name in StatusNames)
        {
            if (int.TryParse(json.Word(name), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and < 600)
            {
                return status;
            }
        }

        return null;
    }

    /// <summary>The first of a list of messages, or of FastAPI's findings: <c>[{"msg": "Field required"}]</c>.</summary>
    private static string? Listed(JsonElement json, string name)
    {
        foreach (var item in json.Items(name))
        {
            return item.ValueKind == JsonValueKind.String ? item.GetString() : item.Text("msg") ?? item.Text("message");
        }

        return null;
    }

    /// <summary>Google's <c>google.rpc.RetryInfo</c>: <c>"retryDelay": "34.4s"</c>.</summary>
    private static TimeSpan? RetryInfo(JsonElement error)
    {
        foreach (var detail in error.Items("details"))
        {
            if (detail.Text("retryDelay") is { } delay)
            {
                return Durations.Parse(delay);
            }
        }

        return null;
    }

    /// <summary>OpenAI's and Groq's "Please try again in 1m0.363s.", which comes without a header more often than with one, and Azure's "Please retry after 26 seconds."</summary>
    private static TimeSpan? WaitIn(string? message) =>
        message is not null && TryAgainIn().Match(message) is { Success: true } match ? Durations.Parse(match.Groups["wait"].Value) : null;

    [GeneratedRegex(@"(?:try again|retry) (?:in|after) (?<wait>\d[\d.]*(?= seconds?\b)|\d[\d.hms]*s\b)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TryAgainIn();
}
