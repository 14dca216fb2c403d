using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>Anthropic <c>/v1/messages</c>.</summary>
internal sealed class Anthropic : WireProtocol
{
    public override Protocol Name => Protocol.AnthropicMessages;

    public override string? KeyOf(HttpRequest request) => request.Headers["x-api-key"].FirstOrDefault() ?? Bearer(request);

    public override Asked Read(JsonElement body, HttpRequest request)
    {
        var meter = new PromptMeter();
        meter.Add(body.Get("tools"));
        meter.Add(body.Get("system"));
        meter.Add(body.Get("messages"));
        var last = body.Get("messages").Items().LastOrDefault();
        var choice = body.Get("tool_choice");
        var format = body.Get("output_config").Get("format") ?? body.Get("output_format");
        return new Asked
        {
            Body = body,
            Model = body.Get("model").Text() ?? throw new FormatException("model: Field required"),
            IsStreaming = body.Get("stream").IsTrue(),
            LastText = last.Get("content").ContentText(),
            Before = body.Get("messages").Before(),
            HasToolResults = last.Get("content").Items().Any(static part => part.Get("type").Text() == "tool_result"),
            PromptHash = meter.Hash,
            InputTokens = meter.Tokens,
            Prefixes = body.Get("cache_control") is null ? meter.Prefixes : [.. meter.Prefixes.Select(static prefix => prefix with { IsBreakpoint = true })],
            CachesAnyPrefix = false,
            Schema = format.Get("schema"),
            WantsJson = format is not null,
            Tools = [.. body.Get("tools").Items().Where(static tool => tool.Get("input_schema") is not null).Select(static tool => new AskedTool(tool.Get("name").Text() ?? "", tool.Get("input_schema")))],
            MustCall = choice.Get("type").Text() is "any" or "tool",
            ForcedTool = choice.Get("name").Text(),
            MaxTokens = body.Get("max_tokens").Number() ?? throw new FormatException("max_tokens: Field required"),
            Stops = body.Get("stop_sequences").Texts(),
            WantsThoughts = body.Get("thinking").Get("type").Text() is "enabled" or "adaptive",
        };
    }

    public override FrameSet Whole(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var writer = new FrameWriter();
        AnthropicMessage.Write(writer, null, asked, reply, isStart: false, dress);
        return new FrameSet(Json, [writer.Take(reply.Usage.Output, isEnd: true)], IsStream: false);
    }

    public override FrameSet Stream(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var stream = new AnthropicStream(asked, reply, dress);
        stream.Begin();
        if (asked.WantsThoughts && reply.ReasoningPieces.Count > 0)
        {
            stream.AddThinking();
        }

        if (reply.Pieces.Count > 0)
        {
            stream.AddText();
        }

        for (var i = 0; i < reply.Calls.Count; i++)
        {
            stream.AddCall(i);
        }

        return stream.End();
    }

    public override int StatusOf(Problem problem) => problem.Kind switch
    {
        ProblemKind.Overloaded => 529,
        ProblemKind.Quota => StatusCodes.Status400BadRequest,
        _ => problem.Status,
    };

    public override Frame Refusal(Problem problem, string model, Dress dress, bool asArray)
    {
        var (type, message) = Describe(problem, StatusOf(problem), model);
        var writer = new FrameWriter();
        writer.Json.WriteStartObject();
        writer.Json.WriteString("type", "error");
        writer.Json.WriteStartObject("error");
        writer.Json.WriteString("type", type);
        writer.Json.WriteString("message", message);
        writer.Json.WriteEndObject();
        writer.Id("request_id", "req_");
        writer.Json.WriteEndObject();
        return writer.Take(isEnd: true);
    }

    public override void SetHeaders(IHeaderDictionary headers, Stamp stamp, Limits limits, Problem? problem, Dress dress)
    {
        headers["request-id"] = "req_" + stamp.Id;
        if (problem is not null)
        {
            headers["x-should-retry"] = StatusOf(problem) is 408 or 409 or 429 or >= 500 ? "true" : "false";
        }

        var now = Rfc3339(limits.Now);
        Set("requests", limits.RequestsPerMinute, limits.RemainingRequests, Rfc3339(limits.ResetsAt));
        Set("tokens", 4_800_000, 4_799_000, now);
        Set("input-tokens", 4_000_000, 3_999_000, now);
        Set("output-tokens", 800_000, 800_000, now);

        void Set(string what, int limit, int remaining, string reset)
        {
            headers[$"anthropic-ratelimit-{what}-limit"] = limit.ToString(CultureInfo.InvariantCulture);
            headers[$"anthropic-ratelimit-{what}-remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
            headers[$"anthropic-ratelimit-{what}-reset"] = reset;
        }
    }

    public override string IdOf(Stamp stamp) => "req_" + stamp.Id;

    private static (string Type, string Message) Describe(Problem problem, int status, string model) => problem switch
    {
        { Kind: ProblemKind.RateLimited } => ("rate_limit_error", problem.Message
            ?? "Number of requests has exceeded your per-minute rate limit (https://docs.anthropic.com/en/api/rate-limits); see the response headers for current usage. Please try again later."),
        { Kind: ProblemKind.Quota } => ("invalid_request_error", "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."),
        { Kind: ProblemKind.Overloaded } => ("overloaded_error", "Overloaded"),
        { Kind: ProblemKind.UnknownModel } => ("not_found_error", $"model: {model}"),
        { Kind: ProblemKind.WrongKey } => ("authentication_error", "invalid x-api-key"),
        _ => status switch
        {
            401 => ("authentication_error", "invalid x-api-key"),
            403 => ("permission_error", "Your API key does not have permission to use the specified resource."),
            404 => ("not_found_error", problem.Message ?? "Not found"),
            413 => ("request_too_large", "Request exceeds the maximum allowed number of bytes."),
            429 => ("rate_limit_error", "Number of requests has exceeded your per-minute rate limit."),
            529 => ("overloaded_error", "Overloaded"),
            >= 500 => ("api_error", problem.Message ?? "Internal server error"),
            _ => ("invalid_request_error", problem.Message ?? "messages: Input should be a valid list"),
        },
    };

    private static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
