using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Schemas;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Makes the two objects of a request that options become: <c>generationConfig</c> and <c>toolConfig</c>.</summary>
internal static class GeminiConfig
{
    public static JsonObject OfGeneration(ChatOptions options, string model)
    {
        var config = new JsonObject();
        Add(config, "temperature", options.Temperature is { } temperature ? JsonValue.Create(temperature) : null);
        Add(config, "topP", options.TopP is { } topP ? JsonValue.Create(topP) : null);
        Add(config, "topK", options.TopK is { } topK ? JsonValue.Create(topK) : null);
        Add(config, "maxOutputTokens", options.MaxOutputTokens is { } tokens ? JsonValue.Create(tokens) : null);
        Add(config, "stopSequences", options.StopSequences is { Count: > 0 } stops ? new JsonArray([.. stops.Select(static stop => JsonValue.Create(stop))]) : null);
        Add(config, "seed", options.Seed is { } seed ? JsonValue.Create(seed) : null);
        Add(config, "presencePenalty", options.PresencePenalty is { } presence ? JsonValue.Create(presence) : null);
        Add(config, "frequencyPenalty", options.FrequencyPenalty is { } frequency ? JsonValue.Create(frequency) : null);
        if (options.ResponseFormat is ChatResponseFormatJson format)
        {
            config["responseMimeType"] = "application/json";
            Add(config, "responseJsonSchema", format.Schema is { } schema ? Node(SchemaDialects.Gemini.Of(format) ?? schema) : null);
        }

        if (options.Reasoning is { } reasoning)
        {
            Add(config, "thinkingConfig", GeminiThinking.Config(reasoning, model));
        }

        if (GeminiTools.MakesImages(options.Tools))
        {
            config["responseModalities"] = new JsonArray("TEXT", "IMAGE");
        }

        return config;
    }

    public static JsonObject OfTools(ChatOptions options)
    {
        JsonObject? calling = options.ToolMode switch
        {
            AutoChatToolMode => new JsonObject { ["mode"] = "AUTO" },
            NoneChatToolMode => new JsonObject { ["mode"] = "NONE" },
            RequiredChatToolMode { RequiredFunctionName: { } name } => new JsonObject { ["mode"] = "ANY", ["allowedFunctionNames"] = new JsonArray(name) },
            RequiredChatToolMode => new JsonObject { ["mode"] = "ANY" },
            _ => null,
        };
        var config = new JsonObject();
        Add(config, "functionCallingConfig", calling);
        return config;
    }

    /// <summary>Joins the caller's own object into one made of the options. Where both say something the caller's word counts.</summary>
    /// <exception cref="ArgumentException">It is no JSON object.</exception>
    public static void Join(JsonObject config, string name, object given)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            RequestBody.WriteValue(json, name, given);
        }

        var node = JsonNode.Parse(buffer.WrittenSpan) as JsonObject ?? throw new ArgumentException($"'{name}' is a JSON object.", nameof(given));

        // A schema in the words of OpenAPI takes the place of the one in those of JSON Schema: the API refuses both together.
        if (node.ContainsKey("responseSchema"))
        {
            config.Remove("responseJsonSchema");
        }

        Join(config, node);
    }

    private static void Join(JsonObject config, JsonObject given)
    {
        foreach (var (name, value) in given.ToList())
        {
            // A schema is one thing, not a set of options.
            if (config[name] is JsonObject ours && value is JsonObject theirs && name != "responseJsonSchema")
            {
                Join(ours, theirs);
            }
            else
            {
                given.Remove(name);
                config[name] = value;
            }
        }
    }

    private static void Add(JsonObject config, string name, JsonNode? value)
    {
        if (value is not null)
        {
            config[name] = value;
        }
    }

    private static JsonNode? Node(JsonElement json) => json.ValueKind == JsonValueKind.Object ? JsonObject.Create(json) : JsonValue.Create(json);
}
