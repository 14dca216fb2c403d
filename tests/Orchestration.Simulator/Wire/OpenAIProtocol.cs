using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>What OpenAI's endpoints, and those of compatible servers, have in common: keys, errors, headers.</summary>
internal abstract class OpenAIProtocol : WireProtocol
{
    private const string Quota = "You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: "
        + "https://platform.openai.com/docs/guides/error-codes/api-errors.";

    /// <summary>Azure puts the model into the path and the key into a header of its own.</summary>
    public override string? KeyOf(HttpRequest request) => Bearer(request) ?? request.Headers["api-key"].FirstOrDefault();

    public override int StatusOf(Problem problem) => problem.Kind == ProblemKind.Overloaded ? StatusCodes.Status503ServiceUnavailable : problem.Status;

    public override Frame Refusal(Problem problem, string model, Dress dress, bool asArray)
    {
        var (type, code, message) = Describe(problem, model);
        var writer = new FrameWriter(isIndented: dress.Dialect == ChatDialect.OpenAI);
        writer.Json.WriteStartObject();
        writer.Json.WriteStartObject("error");
        if (dress.Dialect == ChatDialect.LlamaCpp)
        {
            writer.Json.WriteNumber("code", StatusOf(problem));
            writer.Json.WriteString("message", problem.Kind == ProblemKind.Overloaded ? "Loading model" : message);
            writer.Json.WriteString("type", problem.Kind == ProblemKind.Overloaded ? "unavailable_error" : type);
        }
        else
        {
            WriteError(writer.Json, type, code, message, problem.Kind == ProblemKind.UnknownModel ? "model" : null);
        }

        writer.Json.WriteEndObject();
        writer.Json.WriteEndObject();
        return writer.Take(isEnd: true);
    }

    public override void SetHeaders(IHeaderDictionary headers, Stamp stamp, Limits limits, Problem? problem, Dress dress)
    {
        if (dress.Dialect == ChatDialect.LlamaCpp)
        {
            headers.Server = "llama.cpp";
            return;
        }

        headers["x-request-id"] = "req_" + stamp.Id;
        headers["openai-version"] = "2020-10-01";
        headers["openai-processing-ms"] = "12";
        headers["x-ratelimit-limit-requests"] = limits.RequestsPerMinute.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-limit-tokens"] = "2000000";
        headers["x-ratelimit-remaining-requests"] = limits.RemainingRequests.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining-tokens"] = "1999000";
        headers["x-ratelimit-reset-requests"] = GoDuration(limits.ResetsAt - limits.Now);
        headers["x-ratelimit-reset-tokens"] = "0s";
    }

    public override string IdOf(Stamp stamp) => "req_" + stamp.Id;

    protected static void WriteError(Utf8JsonWriter json, string type, string? code, string message, string? param = null)
    {
        json.WriteString("message", message);
        json.WriteString("type", type);
        json.WriteString("param", param);
        json.WriteString("code", code);
    }

    /// <summary>Type, code and message of a refusal.</summary>
    protected static (string Type, string? Code, string Message) Describe(Problem problem, string model) => problem switch
    {
        { Kind: ProblemKind.RateLimited, RetryAfter: { } wait } => ("requests", "rate_limit_exceeded", problem.Message ?? string.Create(
            CultureInfo.InvariantCulture,
            $"Rate limit reached for {model} in organization org-simulated on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in {wait.TotalSeconds:0.###}s. Visit https://platform.openai.com/account/rate-limits to learn more.")),
        { Kind: ProblemKind.RateLimited } => ("requests", "rate_limit_exceeded", problem.Message ?? $"Rate limit reached for {model} in organization org-simulated on requests per min (RPM): Limit 500, Used 500, Requested 1."),
        { Kind: ProblemKind.Quota } => ("insufficient_quota", "insufficient_quota", Quota),
        { Kind: ProblemKind.Overloaded } => ("service_unavailable_error", "server_is_overloaded", "Our servers are currently overloaded. Please try again later."),
        { Kind: ProblemKind.UnknownModel } => ("invalid_request_error", "model_not_found", $"The model `{model}` does not exist or you do not have access to it."),
        { Kind: ProblemKind.WrongKey } or { Status: 401 } => ("invalid_request_error", "invalid_api_key",
            "Incorrect API key provided: simu*****ated. You can find your API key at https://platform.openai.com/account/api-keys."),
        { Status: 403 } => ("invalid_request_error", "unsupported_country_region_territory", "Country, region, or territory not supported"),
        { Status: 404 } => ("invalid_request_error", null, problem.Message ?? "Invalid URL"),
        { Status: 429 } => ("requests", "rate_limit_exceeded", $"Rate limit reached for {model}."),
        { Status: >= 500 } => ("server_error", null, problem.Message ?? "The server had an error while processing your request. Sorry about that!"),
        _ => ("invalid_request_error", null, problem.Message ?? "We could not parse the JSON body of your request."),
    };

    /// <summary>The model: Azure's name of a deployment in the path, else the body's.</summary>
    protected static string ModelOf(JsonElement body, HttpRequest request)
    {
        const string Deployments = "/deployments/";
        var path = request.Path.Value ?? "";
        return path.IndexOf(Deployments, StringComparison.Ordinal) is var at and >= 0
            ? path[(at + Deployments.Length)..].Split('/')[0]
            : body.Model();
    }

    /// <summary>Tools as chat nests them (<c>function</c>) and as responses do not.</summary>
    protected static IReadOnlyList<AskedTool> ToolsOf(JsonElement body) =>
    [
        .. body.Get("tools").Items().Select(tool => tool.Get("function") ?? tool).Where(tool => tool.Get("name") is not null)
            .Select(tool => new AskedTool(tool.Get("name").Text() ?? "", tool.Get("parameters"))),
    ];

    /// <summary>Whether a tool must be called, and which.</summary>
    protected static (bool MustCall, string? Name) ChoiceOf(JsonElement body) => body.Get("tool_choice") switch
    {
        { ValueKind: JsonValueKind.String } choice => (choice.ValueEquals("required"), null),
        { ValueKind: JsonValueKind.Object } choice when choice.Get("type").Text() is "function" => (true, choice.Get("function").Get("name").Text() ?? choice.Get("name").Text()),
        _ => (false, null),
    };

    /// <summary>As Go writes a duration: 120ms, 8.64s, 1m30s.</summary>
    private static string GoDuration(TimeSpan wait) => wait switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, wait.TotalMilliseconds):0}ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.###}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)wait.TotalMinutes}m{wait.TotalSeconds % 60:0.###}s"),
    };
}
