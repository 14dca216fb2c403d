using System.Text;
using System.Text.Json;

namespace Orchestration.Simulator.Tests;

/// <summary>Requests that differ only in protocol.</summary>
internal static class Requests
{
    public const string Chat = "/v1/chat/completions", Responses = "/v1/responses", Messages = "/v1/messages", OllamaChat = "/api/chat";
    public const string Gemini = "/v1beta/models/m:generateContent", GeminiEvents = "/v1beta/models/m:streamGenerateContent?alt=sse", GeminiArray = "/v1beta/models/m:streamGenerateContent";

    /// <summary>A path and a body for each streaming protocol.</summary>
    public static TheoryData<string, string> Streams => new()
    {
        { Chat, Of(Chat, isStreaming: true) },
        { Responses, Of(Responses, isStreaming: true) },
        { Messages, Of(Messages, isStreaming: true) },
        { GeminiEvents, Of(GeminiEvents, isStreaming: true) },
        { GeminiArray, Of(GeminiArray, isStreaming: true) },
        { OllamaChat, Of(OllamaChat, isStreaming: true) },
    };

    /// <summary>A path and a body for each protocol, not streamed.</summary>
    public static TheoryData<string, string> Wholes => new()
    {
        { Chat, Of(Chat, isStreaming: false) },
        { Responses, Of(Responses, isStreaming: false) },
        { Messages, Of(Messages, isStreaming: false) },
        { Gemini, Of(Gemini, isStreaming: false) },
        { OllamaChat, Of(OllamaChat, isStreaming: false) },
    };

    public static string Of(string path, bool isStreaming, string text = "Why is the sky blue?")
    {
        var stream = isStreaming ? "true" : "false";
        return path switch
        {
            Chat => $$"""{"model":"m","stream":{{stream}},"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"{{text}}"}]}""",
            Responses => $$"""{"model":"m","stream":{{stream}},"input":"{{text}}"}""",
            Messages => $$"""{"model":"m","stream":{{stream}},"max_tokens":1000,"messages":[{"role":"user","content":"{{text}}"}]}""",
            OllamaChat => $$"""{"model":"m","stream":{{stream}},"messages":[{"role":"user","content":"{{text}}"}]}""",
            _ => $$"""{"contents":[{"role":"user","parts":[{"text":"{{text}}"}]}]}""",
        };
    }

    /// <summary>The text of an answer, be it a stream or not, in any protocol; what no client would read is skipped.</summary>
    public static string TextOf(string body)
    {
        var text = new StringBuilder();
        foreach (var json in Values(body))
        {
            Read(json, text);
        }

        return text.ToString();
    }

    /// <summary>Whether a stream says that it is over.</summary>
    public static bool IsEnded(string path, string body) => path switch
    {
        Chat => body.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal),
        Responses => body.Contains("event: response.completed", StringComparison.Ordinal),
        Messages => body.Contains("event: message_stop", StringComparison.Ordinal),
        OllamaChat => body.Contains("\"done\":true", StringComparison.Ordinal),
        _ => body.Contains("finishReason", StringComparison.Ordinal),
    };

    /// <summary>The JSON values of a stream or a body; those that are broken are left out.</summary>
    public static IEnumerable<JsonElement> Values(string body)
    {
        if (Parse(body) is { } whole)
        {
            return whole.ValueKind == JsonValueKind.Array ? [.. whole.EnumerateArray()] : [whole];
        }

        var lines = body.StartsWith('[') ? body.TrimStart('[').Split("\n,\n") : body.Split('\n').Select(static line => line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line);
        return lines.Select(Parse).OfType<JsonElement>().Where(static value => value.ValueKind == JsonValueKind.Object);
    }

    private static JsonElement? Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Read(JsonElement value, StringBuilder text)
    {
        if (value.TryGetProperty("candidates", out var candidates))
        {
            foreach (var part in candidates[0].GetProperty("content").GetProperty("parts").EnumerateArray())
            {
                text.Append(part.TryGetProperty("text", out var piece) ? piece.GetString() : null);
            }
        }
        else if (value.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0)
        {
            var message = choices[0].TryGetProperty("delta", out var delta) ? delta : choices[0].GetProperty("message");
            text.Append(message.TryGetProperty("content", out var content) ? content.GetString() : null);
        }
        else if (value.TryGetProperty("delta", out var delta))
        {
            text.Append(delta.ValueKind == JsonValueKind.String ? delta.GetString() : delta.TryGetProperty("text", out var piece) ? piece.GetString() : null);
        }
        else if (value.TryGetProperty("message", out var message) && message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String)
        {
            text.Append(content.GetString());
        }
        else if (value.TryGetProperty("output", out var output))
        {
            text.Append(output[0].GetProperty("content")[0].GetProperty("text").GetString());
        }
        else if (value.TryGetProperty("content", out var blocks) && blocks.ValueKind == JsonValueKind.Array)
        {
            text.Append(blocks[0].GetProperty("text").GetString());
        }
    }
}
