using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>What Gemini's endpoints have in common: keys, errors, headers, the model in the path.</summary>
internal abstract class GeminiProtocol : WireProtocol
{
    /// <summary>Gemini's media type of JSON.</summary>
    protected const string GeminiJson = "application/json; charset=UTF-8";

    public override string? KeyOf(HttpRequest request) =>
        request.Headers["x-goog-api-key"].FirstOrDefault() ?? request.Query["key"].FirstOrDefault() ?? Bearer(request);

    /// <summary>A wrong key is a bad request here.</summary>
    public override int StatusOf(Problem problem) => problem.Kind switch
    {
        ProblemKind.Overloaded => StatusCodes.Status503ServiceUnavailable,
        ProblemKind.WrongKey => StatusCodes.Status400BadRequest,
        _ => problem.Status,
    };

    /// <summary>Who asked for events is told that some come, though what comes is bare JSON.</summary>
    public override string RefusalType(Asked? asked) => asked is { IsStreaming: true, AsArray: false } ? "text/event-stream" : GeminiJson;

    public override Frame Refusal(Problem problem, string model, Dress dress, bool asArray)
    {
        var writer = new FrameWriter(isIndented: true);
        if (asArray)
        {
            writer.Raw("["u8);
        }

        var status = StatusOf(problem);
        var (name, message) = Describe(problem, status, model);
        writer.Json.WriteStartObject();
        writer.Json.WriteStartObject("error");
        writer.Json.WriteNumber("code", status);
        writer.Json.WriteString("message", message);
        writer.Json.WriteString("status", name);
        WriteDetails(writer.Json, problem, model);
        writer.Json.WriteEndObject();
        writer.Json.WriteEndObject();
        return writer.Raw(asArray ? "\n]\n"u8 : "\n"u8).Take(isEnd: true);
    }

    public override void SetHeaders(IHeaderDictionary headers, Stamp stamp, Limits limits, Problem? problem, Dress dress)
    {
        headers.Server = "scaffolding on HTTPServer2";
        headers["server-timing"] = "gfet4t7; dur=12";
        headers.Vary = "Origin, X-Origin, Referer";
    }

    public override string IdOf(Stamp stamp) => stamp.Id;

    /// <summary>The name between <c>models/</c> and the colon.</summary>
    protected static string ModelOf(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name[..name.LastIndexOf(':')];
    }

    /// <summary>Gemini takes names in both forms.</summary>
    protected static JsonElement? Get(JsonElement? element, string camel, string snake) => element.Get(camel) ?? element.Get(snake);

    protected static (string Status, string Message) Describe(Problem problem, int status, string model) => problem switch
    {
        { Kind: ProblemKind.RateLimited, RetryAfter: { } wait } => ("RESOURCE_EXHAUSTED", problem.Message ?? string.Create(
            CultureInfo.InvariantCulture,
            $"You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. \n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_paid_tier_requests, limit: 1000, model: {model}\nPlease retry in {wait.TotalSeconds:0.#########}s.")),
        { Kind: ProblemKind.RateLimited } => ("RESOURCE_EXHAUSTED", problem.Message ?? "Resource exhausted. Please try again later. Please refer to https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details."),
        { Kind: ProblemKind.Quota } => ("RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits."),
        { Kind: ProblemKind.Overloaded } => ("UNAVAILABLE", "The model is overloaded. Please try again later."),
        { Kind: ProblemKind.UnknownModel } => ("NOT_FOUND", $"models/{model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods."),
        { Kind: ProblemKind.WrongKey } => ("INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
        _ => status switch
        {
            401 => ("UNAUTHENTICATED", "Request had invalid authentication credentials."),
            403 => ("PERMISSION_DENIED", "The caller does not have permission"),
            404 => ("NOT_FOUND", problem.Message ?? "Requested entity was not found."),
            429 => ("RESOURCE_EXHAUSTED", "Resource exhausted. Please try again later."),
            503 => ("UNAVAILABLE", "The model is overloaded. Please try again later."),
            504 => ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
            >= 500 => ("INTERNAL", problem.Message ?? "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting"),
            _ => ("INVALID_ARGUMENT", problem.Message ?? "Request contains an invalid argument."),
        },
    };

    /// <summary>A limit a minute says when to come back; a limit a day does not.</summary>
    private static void WriteDetails(Utf8JsonWriter json, Problem problem, string model)
    {
        if (problem.Kind is not (ProblemKind.RateLimited or ProblemKind.Quota or ProblemKind.WrongKey))
        {
            return;
        }

        json.WriteStartArray("details");
        json.WriteStartObject();
        if (problem.Kind == ProblemKind.WrongKey)
        {
            json.WriteString("@type", "type.googleapis.com/google.rpc.ErrorInfo");
            json.WriteString("reason", "API_KEY_INVALID");
            json.WriteString("domain", "googleapis.com");
        }
        else
        {
            json.WriteString("@type", "type.googleapis.com/google.rpc.QuotaFailure");
            json.WriteStartArray("violations");
            json.WriteStartObject();
            json.WriteString("quotaMetric", "generativelanguage.googleapis.com/generate_content_paid_tier_requests");
            json.WriteString("quotaId", problem.Kind == ProblemKind.Quota ? "GenerateRequestsPerDayPerProjectPerModel" : "GenerateContentPaidTierRequestsPerModelPerMinute");
            json.WriteStartObject("quotaDimensions");
            json.WriteString("model", model);
            json.WriteString("location", "global");
            json.WriteEndObject();
            json.WriteString("quotaValue", "1000");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        if (problem is { Kind: ProblemKind.RateLimited, RetryAfter: { } wait })
        {
            json.WriteStartObject();
            json.WriteString("@type", "type.googleapis.com/google.rpc.RetryInfo");
            json.WriteString("retryDelay", string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.#########}s"));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
