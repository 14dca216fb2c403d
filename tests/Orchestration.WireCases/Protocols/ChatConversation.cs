using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;
using Orchestration.Providers.OpenAI;

namespace Orchestration.WireCases.Protocols;

/// <summary>A recorded request of Chat Completions, said as an application says it.</summary>
internal static class ChatConversation
{
    public static Conversation Read(JsonElement request, OpenAIDialect dialect)
    {
        var options = new ChatOptions { AdditionalProperties = [] };
        foreach (var field in request.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Null)
            {
                Option(options, field.Name, field.Value, dialect);
            }
        }

        return new Conversation([.. request.GetProperty("messages").EnumerateArray().Select(ChatConversationMessage.Read)], options);
    }

    private static void Option(ChatOptions options, string name, JsonElement value, OpenAIDialect dialect)
    {
        switch (name)
        {
            case "model" or "messages" or "stream" or "stream_options":
                break;
            case "temperature":
                options.Temperature = value.GetSingle();
                break;
            case "top_p":
                options.TopP = value.GetSingle();
                break;
            case "top_k" when dialect.KnowsTopK:
                options.TopK = value.GetInt32();
                break;
            case "max_tokens" or "max_completion_tokens":
                options.MaxOutputTokens = value.GetInt32();
                break;
            case "frequency_penalty":
                options.FrequencyPenalty = value.GetSingle();
                break;
            case "presence_penalty":
                options.PresencePenalty = value.GetSingle();
                break;
            case "seed" or "random_seed":
                options.Seed = value.GetInt64();
                break;
            case "stop":
                options.StopSequences = value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [.. value.EnumerateArray().Select(static stop => stop.GetString()!)];
                break;
            case "parallel_tool_calls":
                options.AllowMultipleToolCalls = value.GetBoolean();
                break;
            case "tools" or "functions":
                options.Tools = [.. value.EnumerateArray().Select(Tool), .. options.Tools ?? []];
                break;
            case "web_search_options":
                options.Tools = [.. options.Tools ?? [], new HostedWebSearchTool(value.EnumerateObject().ToDictionary(static member => member.Name, static member => (object?)member.Value))];
                break;
            case "tool_choice" or "function_call":
                options.ToolMode = Mode(value);
                break;
            case "response_format":
                Format(options, value);
                break;
            case "reasoning_effort" when Effort(value) is { } effort && dialect.ReasoningSwitch != OpenAIReasoningSwitch.Reasoning && (effort != ReasoningEffort.None || dialect.ReasoningSwitch == OpenAIReasoningSwitch.EffortField):
                options.Reasoning = new ReasoningOptions { Effort = effort };
                break;
            case "reasoning" when dialect.ReasoningSwitch == OpenAIReasoningSwitch.Reasoning && value.EnumerateObject().All(static member => member.Name == "effort") && value.TryGetProperty("effort", out var word) && Effort(word) is { } effort:
                options.Reasoning = new ReasoningOptions { Effort = effort };
                break;
            case "thinking" when dialect.ReasoningSwitch == OpenAIReasoningSwitch.Thinking && value.TryGetProperty("type", out var type) && type.ValueEquals("disabled"):
                options.Reasoning = new ReasoningOptions { Effort = ReasoningEffort.None };
                break;
            default:
                options.AdditionalProperties![name] = value;
                break;
        }
    }

    private static AITool Tool(JsonElement tool)
    {
        var function = tool.TryGetProperty("function", out var inner) ? inner : tool;
        if (!function.TryGetProperty("name", out var name) || (tool.TryGetProperty("type", out var type) && !type.ValueEquals("function")))
        {
            return new ProviderTool(tool);
        }

        var extras = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in tool.EnumerateObject().Concat(function.EnumerateObject()))
        {
            if (member.Name is not ("type" or "function" or "name" or "description" or "parameters"))
            {
                extras[member.Name] = member.Value;
            }
        }

        var parameters = function.TryGetProperty("parameters", out var schema) && schema.ValueKind == JsonValueKind.Object ? schema : JsonElement.Parse("{}");
        return new DeclaredFunction(name.GetString()!, function.TryGetProperty("description", out var description) ? description.GetString() ?? string.Empty : string.Empty, parameters, extras);
    }

    private static ChatToolMode? Mode(JsonElement choice) => choice.ValueKind switch
    {
        JsonValueKind.String when choice.ValueEquals("none") => ChatToolMode.None,
        JsonValueKind.String when choice.ValueEquals("auto") => ChatToolMode.Auto,
        JsonValueKind.String => ChatToolMode.RequireAny,
        JsonValueKind.Object when (choice.TryGetProperty("function", out var function) ? function : choice).TryGetProperty("name", out var name) => ChatToolMode.RequireSpecific(name.GetString()!),
        _ => null,
    };

    private static void Format(ChatOptions options, JsonElement format)
    {
        switch (format.GetProperty("type").GetString())
        {
            case "json_schema" when format.TryGetProperty("json_schema", out var named) && named.TryGetProperty("schema", out var schema):
                options.ResponseFormat = ChatResponseFormat.ForJsonSchema(
                    schema, named.TryGetProperty("name", out var name) ? name.GetString() : null, named.TryGetProperty("description", out var description) ? description.GetString() : null);
                options.AdditionalProperties!["strict"] = named.TryGetProperty("strict", out var strict) && strict.ValueKind == JsonValueKind.True;
                break;
            case "json_object" when !format.TryGetProperty("schema", out _):
                options.ResponseFormat = ChatResponseFormat.Json;
                break;
            case "text":
                options.ResponseFormat = ChatResponseFormat.Text;
                break;
            default:
                options.AdditionalProperties!["response_format"] = format;
                break;
        }
    }

    private static ReasoningEffort? Effort(JsonElement word) => word.ValueKind != JsonValueKind.String ? null : word.GetString() switch
    {
        "none" => ReasoningEffort.None,
        "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        "xhigh" => ReasoningEffort.ExtraHigh,
        _ => null,
    };

    private sealed class DeclaredFunction(string name, string description, JsonElement schema, IReadOnlyDictionary<string, object?> extras) : AIFunctionDeclaration
    {
        public override string Name => name;

        public override string Description => description;

        public override JsonElement JsonSchema => schema;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties => extras;
    }
}
