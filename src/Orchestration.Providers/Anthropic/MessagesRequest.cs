using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Schemas;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>Writes requests. Safe for many threads.</summary>
internal sealed class MessagesRequest(string defaultModel, int defaultMaxTokens, CacheLifetime? caching)
{
    private const string OutputConfig = "output_config";

    /// <returns>The caller's to dispose of.</returns>
    public RequestBody Write(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStream)
    {
        var body = new RequestBody(options?.AdditionalProperties);
        try
        {
            Write(body, messages, options ?? new ChatOptions(), isStream);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private void Write(RequestBody body, IEnumerable<ChatMessage> messages, ChatOptions options, bool isStream)
    {
        var model = options.ModelId ?? defaultModel;
        var thinking = Thinking.For(model, options, defaultMaxTokens);
        var (system, turns) = Turn.Divide(messages, Instructions(body, options));
        var isMarking = caching is not null && !Breakpoints.AreGiven(system, turns, options);
        var mark = isMarking ? CacheBreakpoint.Mark(caching) : (JsonElement?)null;
        var marksTools = isMarking && Breakpoints.Set(system, turns);

        body.Field("model", model);
        body.Field("max_tokens", thinking.MaxTokens);
        if (isStream)
        {
            body.Field("stream", true);
        }

        body.Field("temperature", options.Temperature);
        body.Field("top_p", options.TopP);
        body.Field("top_k", options.TopK);
        body.Field("stop_sequences", options.StopSequences);
        thinking.Write(body);
        var isConfigWritten = WriteOutput(body, options, thinking.Effort);
        ToolWriter.Write(body, options, marksTools ? mark : null);
        ToolWriter.WriteChoice(body, options);
        WriteSystem(body, system, mark);
        WriteMessages(body, turns, mark);
        body.Finish(isConfigWritten ? [OutputConfig] : []);
    }

    private static void WriteSystem(RequestBody body, List<Block> system, JsonElement? mark)
    {
        if (system.Count > 0 && !body.IsGiven("system"))
        {
            body.Json.WritePropertyName("system");
            WriteBlocks(body.Json, system, mark);
        }
    }

    private static void WriteMessages(RequestBody body, List<Turn> turns, JsonElement? mark)
    {
        if (body.IsGiven("messages"))
        {
            return;
        }

        body.Json.WriteStartArray("messages");
        foreach (var turn in turns)
        {
            body.Json.WriteStartObject();
            body.Json.WriteString("role", turn.Role);
            body.Json.WritePropertyName("content");
            WriteBlocks(body.Json, turn.Blocks, mark);
            RequestBody.WriteAll(body.Json, turn.Properties);
            body.Json.WriteEndObject();
        }

        body.Json.WriteEndArray();
    }

    private static void WriteBlocks(Utf8JsonWriter json, List<Block> blocks, JsonElement? mark)
    {
        json.WriteStartArray();
        foreach (var block in blocks)
        {
            BlockWriter.Write(json, block.Content, block.IsBreakpoint ? mark : null);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the effort and the answer's schema into <c>output_config</c>, beside what the caller put there.</summary>
    private static bool WriteOutput(RequestBody body, ChatOptions options, string? effort)
    {
        var format = IsFormatAsked(body, options, out var asked) ? SchemaDialects.Anthropic.Of(asked) : null;
        if (effort is null && format is null)
        {
            return false;
        }

        var given = options.AdditionalProperties?.GetValueOrDefault(OutputConfig);
        var json = body.Json;
        json.WriteStartObject(OutputConfig);
        var members = Members(given);
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            RequestBody.WriteValue(json, name, value);
        }

        if (effort is not null && !members.ContainsKey("effort"))
        {
            json.WriteString("effort", effort);
        }

        if (format is not null && !members.ContainsKey("format"))
        {
            json.WriteStartObject("format");
            json.WriteString("type", "json_schema");
            json.WritePropertyName("schema");
            format.Value.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        return true;
    }

    /// <summary>The caller's instructions. A schema that structured output has no words for, as one that contains itself, is told there.</summary>
    private static string? Instructions(RequestBody body, ChatOptions options)
    {
        if (!IsFormatAsked(body, options, out var format) || SchemaDialects.Anthropic.Of(format) is not null || HasFormat(options))
        {
            return options.Instructions;
        }

        var asked = $"Answer with one JSON value and nothing else. It must be valid against this JSON Schema:\n{format.Schema!.Value.GetRawText()}";
        return string.IsNullOrEmpty(options.Instructions) ? asked : $"{options.Instructions}\n\n{asked}";
    }

    private static bool IsFormatAsked(RequestBody body, ChatOptions options, [NotNullWhen(true)] out ChatResponseFormatJson? format)
    {
        format = options.ResponseFormat is ChatResponseFormatJson { Schema: not null } asked && !body.IsGiven("output_format") ? asked : null;
        return format is not null;
    }

    private static bool HasFormat(ChatOptions options) => Members(options.AdditionalProperties?.GetValueOrDefault(OutputConfig)).ContainsKey("format");

    private static Dictionary<string, object?> Members(object? given) => given switch
    {
        JsonElement { ValueKind: JsonValueKind.Object } json => json.EnumerateObject().ToDictionary(static member => member.Name, static member => (object?)member.Value, StringComparer.Ordinal),
        JsonObject members => members.ToDictionary(static member => member.Key, static member => (object?)member.Value, StringComparer.Ordinal),
        IEnumerable<KeyValuePair<string, object?>> members => new(members, StringComparer.Ordinal),
        _ => new(StringComparer.Ordinal),
    };
}
