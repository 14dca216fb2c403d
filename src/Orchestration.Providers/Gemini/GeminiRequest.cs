using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Writes a conversation as the body of <c>generateContent</c>.</summary>
internal static class GeminiRequest
{
    public static void Write(RequestBody body, IEnumerable<ChatMessage> messages, ChatOptions options, string model, GeminiEndpoint endpoint)
    {
        var parts = new GeminiParts(body.Json, endpoint);
        var all = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        if (!body.IsGiven("contents"))
        {
            WriteContents(body.Json, all, parts);
        }

        if (!body.IsGiven("systemInstruction"))
        {
            WriteInstruction(body.Json, all, options.Instructions, parts);
        }

        if (!body.IsGiven("tools"))
        {
            GeminiTools.Write(body.Json, options.Tools);
        }

        WriteJoined(body, "toolConfig", GeminiConfig.OfTools(options), options);
        WriteJoined(body, "generationConfig", GeminiConfig.OfGeneration(options, model), options);
        body.Finish("toolConfig", "generationConfig");
    }

    /// <remarks>Results that came as messages of their own are one turn: Gemini wants as many in a turn as there were calls in the one before.</remarks>
    private static void WriteContents(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages, GeminiParts parts)
    {
        json.WriteStartArray("contents");
        ChatMessage? open = null;
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.System || !message.Contents.Any(GeminiParts.IsSent))
            {
                continue;
            }

            if (open is not null && !(open.Role == ChatRole.Tool && message.Role == ChatRole.Tool))
            {
                End(json, open);
                open = null;
            }

            if (open is null)
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role == ChatRole.Assistant ? "model" : "user");
                json.WriteStartArray("parts");
            }

            parts.Write(message.Contents);
            open = message;
        }

        if (open is not null)
        {
            End(json, open);
        }

        json.WriteEndArray();
    }

    private static void End(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteEndArray();
        RequestBody.WriteAll(json, message.AdditionalProperties);
        json.WriteEndObject();
    }

    private static void WriteInstruction(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages, string? instructions, GeminiParts parts)
    {
        List<AIContent> contents = instructions is null ? [] : [new TextContent(instructions)];
        contents.AddRange(messages.Where(static message => message.Role == ChatRole.System).SelectMany(static message => message.Contents));
        if (contents.Exists(GeminiParts.IsSent))
        {
            json.WriteStartObject("systemInstruction");
            json.WriteStartArray("parts");
            parts.Write(contents);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void WriteJoined(RequestBody body, string name, JsonObject config, ChatOptions options)
    {
        object? given = null;
        if (options.AdditionalProperties?.TryGetValue(name, out given) == true && given is not null)
        {
            GeminiConfig.Join(config, name, given);
        }

        if (config.Count > 0)
        {
            body.Json.WritePropertyName(name);
            config.WriteTo(body.Json);
        }
    }
}
