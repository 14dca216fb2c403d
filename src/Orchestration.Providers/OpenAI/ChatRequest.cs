using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Writes a conversation and its options as a request of Chat Completions.</summary>
internal static class ChatRequest
{
    public static RequestBody Write(OpenAIDialect dialect, string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStream)
    {
        var body = new RequestBody(options?.AdditionalProperties);
        body.Field("model", model);
        if (!body.IsGiven("messages"))
        {
            body.Json.WriteStartArray("messages");
            new ChatMessageWriter(body.Json, dialect).Write(options?.Instructions, messages);
            body.Json.WriteEndArray();
        }

        if (isStream)
        {
            Stream(body, dialect);
        }

        if (options is not null)
        {
            Sampling(body, dialect, options);
            Reasoning(body, dialect, options.Reasoning);
            ChatToolWriter.Write(body, options);
            Format(body, dialect, options);
        }

        // "strict" is no field of the request's: it says how the schema of the answer is meant.
        body.Finish(except: "strict");
        return body;
    }

    private static void Stream(RequestBody body, OpenAIDialect dialect)
    {
        body.Field("stream", true);
        if (dialect.KnowsStreamOptions && !body.IsGiven("stream_options"))
        {
            body.Json.WriteStartObject("stream_options");
            body.Json.WriteBoolean("include_usage", true);
            body.Json.WriteEndObject();
        }
    }

    private static void Sampling(RequestBody body, OpenAIDialect dialect, ChatOptions options)
    {
        if (!body.IsGiven("max_tokens") && !body.IsGiven("max_completion_tokens"))
        {
            body.Field(dialect.MaxTokensField, options.MaxOutputTokens);
        }

        body.Field("temperature", options.Temperature);
        body.Field("top_p", options.TopP);
        body.Field("top_k", dialect.KnowsTopK ? options.TopK : null);
        body.Field("frequency_penalty", options.FrequencyPenalty);
        body.Field("presence_penalty", options.PresencePenalty);
        body.Field(dialect.SeedField, options.Seed);
        body.Field("stop", options.StopSequences is { Count: > 0 } stops ? stops : null);
    }

    private static void Reasoning(RequestBody body, OpenAIDialect dialect, ReasoningOptions? reasoning)
    {
        var effort = reasoning?.Effort switch
        {
            ReasoningEffort.None => "none",
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            ReasoningEffort.ExtraHigh => "xhigh",
            _ => null,
        };
        switch (dialect.ReasoningSwitch)
        {
            case OpenAIReasoningSwitch.Reasoning when reasoning is not null && !body.IsGiven("reasoning"):
                body.Json.WriteStartObject("reasoning");
                if (effort is not null)
                {
                    body.Json.WriteString("effort", effort);
                }

                if (reasoning.Output == ReasoningOutput.None)
                {
                    body.Json.WriteBoolean("exclude", true);
                }

                body.Json.WriteEndObject();
                break;
            case OpenAIReasoningSwitch.Thinking when effort == "none":
                if (!body.IsGiven("thinking"))
                {
                    body.Json.WriteStartObject("thinking");
                    body.Json.WriteString("type", "disabled");
                    body.Json.WriteEndObject();
                }

                break;
            case OpenAIReasoningSwitch.EffortField or OpenAIReasoningSwitch.Thinking:
                body.Field("reasoning_effort", effort);
                break;
        }
    }

    private static bool? AsksStrict(ChatOptions options) => options.AdditionalProperties?.GetValueOrDefault("strict") switch
    {
        bool strict => strict,
        JsonElement { ValueKind: JsonValueKind.True or JsonValueKind.False } strict => strict.GetBoolean(),
        _ => null,
    };

    private static void Format(RequestBody body, OpenAIDialect dialect, ChatOptions options)
    {
        if (options.ResponseFormat is null || body.IsGiven("response_format"))
        {
            return;
        }

        var json = body.Json;
        json.WriteStartObject("response_format");
        switch (options.ResponseFormat)
        {
            case ChatResponseFormatJson { Schema: not null } format:
                var (schema, isStrict) = StrictSchema.Of(format, dialect.Schemas, AsksStrict(options));
                json.WriteString("type", "json_schema");
                json.WriteStartObject("json_schema");
                json.WriteString("name", StrictSchema.Name(format.SchemaName));
                if (format.SchemaDescription is { Length: > 0 } description)
                {
                    json.WriteString("description", description);
                }

                json.WriteBoolean("strict", isStrict);
                json.WritePropertyName("schema");
                schema.WriteTo(json);
                json.WriteEndObject();
                break;
            case ChatResponseFormatJson:
                json.WriteString("type", "json_object");
                break;
            default:
                json.WriteString("type", "text");
                break;
        }

        json.WriteEndObject();
    }
}
