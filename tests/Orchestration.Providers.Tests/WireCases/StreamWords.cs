using System.Text.Json;
using Orchestration.Models;

namespace Orchestration.Providers.Tests.WireCases;

/// <summary>What a protocol says at the end, in a failure, and what it may say some day: written from its documentation.</summary>
internal static class StreamWords
{
    private const string News = """{"type":"x_news","news":{"text":"no","items":[1,null]}}""";

    /// <summary>Whether the answer is whole after each event.</summary>
    public static IReadOnlyList<bool> Ends(string api, StreamEvents events)
    {
        var (ends, open, isOver) = (new List<bool>(), new Dictionary<int, bool>(), false);
        foreach (var item in events.List)
        {
            isOver |= api == "chat" && item.Data == "[DONE]";
            if (item.Data.StartsWith('{'))
            {
                using var json = JsonDocument.Parse(item.Data);
                isOver |= IsLast(api, json.RootElement);
                foreach (var answer in Answers(json.RootElement, api))
                {
                    var index = answer.TryGetProperty("index", out var said) ? said.GetInt32() : 0;
                    var isFinished = answer.TryGetProperty(api == "chat" ? "finish_reason" : "finishReason", out var reason) && reason is { ValueKind: JsonValueKind.String } && reason.GetString() != string.Empty;
                    open[index] = isFinished || (open.GetValueOrDefault(index) && !HasParts(answer));
                }
            }

            ends.Add(isOver || (open.Count > 0 && open.Values.All(static isFinished => isFinished)));
        }

        return ends;
    }

    /// <summary>The place of the event after which nothing is read any more; the last one's where the protocol has no such event.</summary>
    public static int Last(string api, StreamEvents events)
    {
        var last = events.List.ToList().FindIndex(item => item.Data == "[DONE]" || (item.Data.StartsWith('{') && IsLast(api, JsonElement.Parse(item.Data))));
        return last < 0 ? events.List.Count - 1 : last;
    }

    /// <summary>Errors that break a stream off, and what each means.</summary>
    public static IReadOnlyList<(string Head, string Data, FailureReason Reason)> Errors(string api) => api switch
    {
        "messages" =>
        [
            ("event: error\n", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureReason.Overloaded),
            ("event: error\n", """{"type":"error","error":{"details":null,"type":"api_error","message":"Internal server error"},"request_id":"req_1"}""", FailureReason.ServerError),
        ],
        "responses" =>
        [
            ("event: error\n", """{"type":"error","code":"rate_limit_exceeded","message":"Slow down.","param":null,"sequence_number":4}""", FailureReason.RateLimited),
            ("event: error\n", """{"type":"error","sequence_number":4,"error":{"type":"server_error","code":"server_error","message":"Sorry.","param":null}}""", FailureReason.ServerError),
            ("event: response.failed\n", """{"type":"response.failed","response":{"id":"resp_1","status":"failed","output":[],"error":{"code":"server_error","message":"Sorry."},"usage":null}}""", FailureReason.ServerError),
        ],
        "generateContent" =>
        [
            (string.Empty, """{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""", FailureReason.Overloaded),
            (string.Empty, """{"error":{"code":500,"message":"Internal.","status":"INTERNAL"}}""", FailureReason.ServerError),
        ],
        "ollama-chat" => [(string.Empty, """{"error":"an error was encountered while running the model: unexpected EOF"}""", FailureReason.ServerError)],
        _ =>
        [
            (string.Empty, """{"error":{"message":"Slow down.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""", FailureReason.RateLimited),
            ("event: error\n", """{"error":{"message":"The server had an error.","type":"server_error","param":null,"code":null}}""", FailureReason.ServerError),
        ],
    };

    /// <summary>What may stand between any two events and means nothing.</summary>
    public static IReadOnlyList<string> Noise(string api, StreamEvents events)
    {
        List<string> noise = [events.Render("event: x_news\n", News), events.Render(string.Empty, """{"x_news":{"text":"no"}}""")];
        if (events.IsServerSent)
        {
            noise.AddRange([": keep-alive\n\n", ":\n", "retry: 3000\n\n", "id: 5\n\n", "event: heartbeat\n\n", "data:\n\n", "\n\n", "event: ping\ndata: {\"type\": \"ping\"}\n\nevent: ping\ndata: {\"type\": \"ping\"}\n\n"]);
        }
        else if (api == "ollama-chat")
        {
            noise.AddRange(["\n", " \r\n", "{}\n"]);
        }

        if (api == "messages")
        {
            noise.Add(events.Render("event: content_block_delta\n", """{"type":"content_block_delta","index":0,"delta":{"type":"x_delta","text":"no"}}"""));
        }
        else if (api == "responses")
        {
            noise.Add(events.Render("event: response.x_news.delta\n", """{"type":"response.x_news.delta","sequence_number":0,"item_id":"no","output_index":99,"delta":"no"}"""));
            noise.Add(events.Render("event: keepalive\n", """{"type":"keepalive","sequence_number":3}"""));
        }

        return noise;
    }

    /// <summary>Whether a candidate says more: of Gemini's tools, after the turn that called them.</summary>
    private static bool HasParts(JsonElement candidate) =>
        candidate.TryGetProperty("content", out var content) && content.TryGetProperty("parts", out var parts)
        && parts.EnumerateArray().Any(static part => !part.TryGetProperty("text", out var text) || text.GetString() != string.Empty);

    private static bool IsLast(string api, JsonElement json) => api switch
    {
        "messages" => Is(json, "type", "message_stop"),
        "responses" => Is(json, "type", "response.completed") || Is(json, "type", "response.incomplete") || Is(json, "type", "response.cancelled"),
        "ollama-chat" => json.TryGetProperty("done", out var done) && done.ValueKind == JsonValueKind.True,
        "generateContent" => json.TryGetProperty("promptFeedback", out var feedback) && feedback.TryGetProperty("blockReason", out _),
        _ => false,
    };

    private static bool Is(JsonElement json, string name, string value) => json.TryGetProperty(name, out var said) && said.ValueKind == JsonValueKind.String && said.GetString() == value;

    private static JsonElement.ArrayEnumerator Answers(JsonElement json, string api) =>
        json.TryGetProperty(api switch { "chat" => "choices", "generateContent" => "candidates", _ => "no" }, out var answers) && answers.ValueKind == JsonValueKind.Array ? answers.EnumerateArray() : default;
}
