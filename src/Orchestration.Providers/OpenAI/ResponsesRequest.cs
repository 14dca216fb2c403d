using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Schemas;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Writes the request of the Responses API.</summary>
internal static class ResponsesRequest
{
    // Fields that are read here instead of being written as they stand.
    private const string Strict = "strict";
    private const string Text = "text";
    private const string Reasoning = "reasoning";

    public static RequestBody Write(IEnumerable<ChatMessage> messages, ChatOptions? options, string model, bool isStream)
    {
        var body = new RequestBody(options?.AdditionalProperties);
        body.Field("model", options?.ModelId ?? model);
        body.Field("stream", isStream ? true : null);
        if (!body.IsGiven("input"))
        {
            body.Json.WriteStartArray("input");
            new ResponsesInput(body.Json).Write(messages);
            body.Json.WriteEndArray();
        }

        if (options is null)
        {
            body.Finish();
            return body;
        }

        body.Field("instructions", options.Instructions);
        body.Field("temperature", options.Temperature);
        body.Field("top_p", options.TopP);
        body.Field("max_output_tokens", options.MaxOutputTokens);
        body.Field("frequency_penalty", options.FrequencyPenalty);
        body.Field("presence_penalty", options.PresencePenalty);
        body.Field("parallel_tool_calls", options.AllowMultipleToolCalls);
        body.Field("background", options.AllowBackgroundResponses);
        WriteConversation(body, options.ConversationId);
        ResponsesTools.Write(body, options);
        body.Finish(Strict, WriteReasoning(body, options), WriteText(body, options));
        return body;
    }

    private static void WriteConversation(RequestBody body, string? id)
    {
        if (id is not null && !body.IsGiven("conversation") && !body.IsGiven("previous_response_id"))
        {
            body.Json.WriteString(id.StartsWith("conv_", StringComparison.Ordinal) ? "conversation" : "previous_response_id", id);
        }
    }

    /// <returns>The field, if it has been written; then the caller's own is in it.</returns>
    private static string WriteReasoning(RequestBody body, ChatOptions options)
    {
        var effort = options.Reasoning?.Effort switch
        {
            null => null,
            ReasoningEffort.None => "none",
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            _ => "xhigh",
        };
        var summary = options.Reasoning?.Output switch
        {
            ReasoningOutput.Summary => "auto",
            ReasoningOutput.Full => "detailed",
            _ => null,
        };
        if (effort is null && summary is null)
        {
            return string.Empty;
        }

        using var given = Given(options, Reasoning);
        body.Json.WriteStartObject(Reasoning);
        Member("effort", effort);
        Member("summary", summary);
        WriteMembers(body.Json, given);
        body.Json.WriteEndObject();
        return Reasoning;

        void Member(string name, string? value)
        {
            if (value is not null && given?.RootElement.TryGetProperty(name, out _) != true)
            {
                body.Json.WriteString(name, value);
            }
        }
    }

    /// <returns>The field, if it has been written; then the caller's own is in it.</returns>
    private static string WriteText(RequestBody body, ChatOptions options)
    {
        using var given = Given(options, Text);
        if (options.ResponseFormat is not { } format || given?.RootElement.TryGetProperty("format", out _) == true)
        {
            return string.Empty;
        }

        var json = body.Json;
        json.WriteStartObject(Text);
        json.WriteStartObject("format");
        switch (format)
        {
            case ChatResponseFormatJson { Schema: not null } structured:
                var asked = options.AdditionalProperties?.GetValueOrDefault(Strict);
                var (schema, isStrict) = StrictSchema.Of(structured, SchemaDialects.OpenAIStrict, asked switch { null => null, false or JsonElement { ValueKind: JsonValueKind.False } => false, _ => true });
                json.WriteString("type", "json_schema");
                json.WriteString("name", StrictSchema.Name(structured.SchemaName));
                if (structured.SchemaDescription is { } description)
                {
                    json.WriteString("description", description);
                }

                json.WritePropertyName("schema");
                schema.WriteTo(json);
                json.WritePropertyName(Strict);
                RequestBody.WriteValue(json, Strict, asked ?? isStrict);
                break;
            case ChatResponseFormatJson:
                json.WriteString("type", "json_object");
                break;
            default:
                json.WriteString("type", "text");
                break;
        }

        json.WriteEndObject();
        WriteMembers(json, given);
        json.WriteEndObject();
        return Text;
    }

    /// <summary>An object of the caller's, in whichever form it was given.</summary>
    private static JsonDocument? Given(ChatOptions options, string name)
    {
        if (options.AdditionalProperties?.TryGetValue(name, out var value) != true || value is null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            RequestBody.WriteValue(json, name, value);
        }

        var given = JsonDocument.Parse(buffer.WrittenMemory);
        return given.RootElement.ValueKind == JsonValueKind.Object ? given : throw new ArgumentException($"'{name}' is an object, and was given as {given.RootElement.ValueKind}.", nameof(options));
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonDocument? given)
    {
        if (given is not null)
        {
            foreach (var member in given.RootElement.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }
    }
}
