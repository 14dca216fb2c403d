using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>A recorded request of the Responses API as an application says it.</summary>
internal static class ResponsesConversation
{
    public static Conversation Of(JsonElement body)
    {
        var options = new ChatOptions { AdditionalProperties = [] };
        var messages = new List<ChatMessage>();
        foreach (var field in body.EnumerateObject())
        {
            var value = field.Value;
            switch (field.Name)
            {
                case "stream" or "tool_choice":
                case var _ when value.ValueKind == JsonValueKind.Null:
                    break;
                case "model": options.ModelId = value.GetString(); break;
                case "input": messages = ResponsesMessages.Of(value); break;
                case "instructions": options.Instructions = value.GetString(); break;
                case "temperature": options.Temperature = value.GetSingle(); break;
                case "top_p": options.TopP = value.GetSingle(); break;
                case "max_output_tokens": options.MaxOutputTokens = value.GetInt32(); break;
                case "frequency_penalty": options.FrequencyPenalty = value.GetSingle(); break;
                case "presence_penalty": options.PresencePenalty = value.GetSingle(); break;
                case "parallel_tool_calls": options.AllowMultipleToolCalls = value.GetBoolean(); break;
                case "background": options.AllowBackgroundResponses = value.GetBoolean(); break;
                case "previous_response_id": options.ConversationId = value.GetString(); break;
                case "conversation" when value.ValueKind == JsonValueKind.String: options.ConversationId = value.GetString(); break;
                case "reasoning" when value.ValueKind == JsonValueKind.Object: ReadReasoning(options, value); break;
                case "text" when value.ValueKind == JsonValueKind.Object: ReadText(options, value); break;
                case "tools" when value.ValueKind == JsonValueKind.Array: options.Tools = [.. value.EnumerateArray().Select(ResponsesRecordedTools.Of)]; break;
                default: options.AdditionalProperties[field.Name] = value; break;
            }
        }

        if (body.TryGetProperty("tool_choice", out var choice) && choice.ValueKind != JsonValueKind.Null)
        {
            ReadChoice(options, choice);
        }

        return new Conversation(messages, options);
    }

    private static void ReadReasoning(ChatOptions options, JsonElement reasoning)
    {
        var known = new ReasoningOptions();
        var rest = new Dictionary<string, object?>();
        foreach (var member in reasoning.EnumerateObject())
        {
            switch (member.Name, member.Value.ToString())
            {
                case ("effort", "none"): known.Effort = ReasoningEffort.None; break;
                case ("effort", "low"): known.Effort = ReasoningEffort.Low; break;
                case ("effort", "medium"): known.Effort = ReasoningEffort.Medium; break;
                case ("effort", "high"): known.Effort = ReasoningEffort.High; break;
                case ("effort", "xhigh"): known.Effort = ReasoningEffort.ExtraHigh; break;
                case ("summary", "auto"): known.Output = ReasoningOutput.Summary; break;
                case ("summary", "detailed"): known.Output = ReasoningOutput.Full; break;
                default: rest[member.Name] = member.Value; break;
            }
        }

        options.Reasoning = known;
        if (rest.Count > 0)
        {
            options.AdditionalProperties!["reasoning"] = rest;
        }
    }

    private static void ReadText(ChatOptions options, JsonElement text)
    {
        var rest = new Dictionary<string, object?>();
        foreach (var member in text.EnumerateObject())
        {
            if (member.Name == "format" && member.Value.ValueKind == JsonValueKind.Object)
            {
                ReadFormat(options, member.Value);
            }
            else
            {
                rest[member.Name] = member.Value;
            }
        }

        if (rest.Count > 0)
        {
            options.AdditionalProperties!["text"] = rest;
        }
    }

    private static void ReadFormat(ChatOptions options, JsonElement format)
    {
        options.ResponseFormat = format.GetProperty("type").GetString() switch
        {
            "json_schema" => ChatResponseFormat.ForJsonSchema(format.GetProperty("schema"), Text(format, "name"), Text(format, "description")),
            "json_object" => ChatResponseFormat.Json,
            _ => ChatResponseFormat.Text,
        };
        if (options.ResponseFormat is ChatResponseFormatJson { Schema: not null })
        {
            options.AdditionalProperties!["strict"] = format.TryGetProperty("strict", out var strict) && strict.ValueKind == JsonValueKind.True;
        }
    }

    private static void ReadChoice(ChatOptions options, JsonElement choice)
    {
        options.ToolMode = choice.ValueKind == JsonValueKind.String
            ? choice.GetString() switch { "none" => ChatToolMode.None, "required" => ChatToolMode.RequireAny, _ => ChatToolMode.Auto }
            : (Text(choice, "type") is "function" or "custom" ? Text(choice, "name") : null) is { } name ? ChatToolMode.RequireSpecific(name)
            : null;
        if (options.ToolMode is null)
        {
            // A tool that the provider runs, named by a type that need not be the declared one's; or a list of allowed tools.
            options.AdditionalProperties!["tool_choice"] = choice;
        }
    }

    public static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The members that have no place of their own in Microsoft.Extensions.AI.</summary>
    public static AdditionalPropertiesDictionary? Rest(JsonElement json, params ReadOnlySpan<string> except)
    {
        var rest = new AdditionalPropertiesDictionary();
        foreach (var member in json.EnumerateObject())
        {
            if (!except.Contains(member.Name))
            {
                rest[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : member.Value;
            }
        }

        return rest.Count > 0 ? rest : null;
    }
}
