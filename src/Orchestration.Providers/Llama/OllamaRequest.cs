using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Providers.Schemas;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Llama;

/// <summary>Writes the body of <c>/api/chat</c>: https://github.com/ollama/ollama/blob/main/docs/api.md, as of 2026.</summary>
internal static class OllamaRequest
{
    public static RequestBody Write(IEnumerable<ChatMessage> messages, ChatOptions? options, LlamaOptions server, string model, bool isStream)
    {
        var body = new RequestBody(options?.AdditionalProperties);
        model = options?.ModelId ?? model;
        body.Field("model", model);
        if (!body.IsGiven("messages"))
        {
            OllamaMessages.Write(body.Json, messages, options?.Instructions);
        }

        WriteTools(body, options);
        WriteFormat(body, options?.ResponseFormat);
        WriteThink(body, options?.Reasoning, model);
        OllamaFields.WriteOptions(body, options?.AdditionalProperties?.GetValueOrDefault(OllamaFields.Options), own =>
        {
            own.Field("num_ctx", server.ContextLength);
            own.Field("num_predict", options?.MaxOutputTokens);
            own.Field("temperature", options?.Temperature);
            own.Field("top_p", options?.TopP);
            own.Field("top_k", options?.TopK);
            own.Field("seed", options?.Seed);
            own.Field("frequency_penalty", options?.FrequencyPenalty);
            own.Field("presence_penalty", options?.PresencePenalty);
            own.Field("stop", options?.StopSequences is { Count: > 0 } stops ? stops : null);
        });
        OllamaFields.WriteKeepAlive(body, server.KeepAlive);

        // The server streams unless it is told not to.
        body.Field("stream", isStream);
        body.Finish(OllamaFields.Options);
        return body;
    }

    private static void WriteFormat(RequestBody body, ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson json || body.IsGiven("format"))
        {
            return;
        }

        body.Json.WritePropertyName("format");
        if (json.Schema is { } schema)
        {
            (SchemaDialects.Grammar.Of(json) ?? schema).WriteTo(body.Json);
        }
        else
        {
            body.Json.WriteStringValue("json");
        }
    }

    // Only gpt-oss knows degrees, and it knows nothing else; the server refuses a degree for other models.
    private static void WriteThink(RequestBody body, ReasoningOptions? reasoning, string model)
    {
        if (reasoning?.Effort is { } effort and not ReasoningEffort.None && model.Contains("gpt-oss", StringComparison.OrdinalIgnoreCase))
        {
            body.Field("think", effort switch { ReasoningEffort.Low => "low", ReasoningEffort.Medium => "medium", _ => "high" });
        }
        else
        {
            body.Field("think", reasoning switch
            {
                { Effort: { } any } => any != ReasoningEffort.None,
                { Output: ReasoningOutput.Full or ReasoningOutput.Summary } => true,
                _ => (bool?)null,
            });
        }
    }

    // There is no choice of tools on the wire: none are sent if none may be called, and a required call is the model's to make.
    private static void WriteTools(RequestBody body, ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools || options.ToolMode is NoneChatToolMode || body.IsGiven("tools"))
        {
            return;
        }

        body.Json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            switch (tool)
            {
                case AIFunctionDeclaration function:
                    WriteFunction(body.Json, function);
                    break;
                case ProviderTool own:
                    own.Declaration.WriteTo(body.Json);
                    break;
                default:
                    throw new ModelCallException(FailureReason.InvalidRequest, $"Ollama has no tool '{tool.Name}' of its own; it takes functions.");
            }
        }

        body.Json.WriteEndArray();
    }

    private static void WriteFunction(Utf8JsonWriter json, AIFunctionDeclaration function)
    {
        json.WriteStartObject();
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", function.Name);
        if (!string.IsNullOrEmpty(function.Description))
        {
            json.WriteString("description", function.Description);
        }

        json.WritePropertyName("parameters");
        function.JsonSchema.WriteTo(json);
        foreach (var (name, value) in function.AdditionalProperties)
        {
            json.WritePropertyName(name);
            RequestBody.WriteValue(json, name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
