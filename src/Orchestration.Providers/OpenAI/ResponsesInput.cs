using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Writes messages as the items of <c>input</c>. Used for one request.</summary>
internal sealed class ResponsesInput(Utf8JsonWriter json)
{
    private readonly List<AIContent> _parts = [];
    private readonly List<TextReasoningContent> _reasoning = [];
    private readonly HashSet<string> _customCalls = new(StringComparer.Ordinal);

    /// <summary>Writes all items into the list that the writer stands in.</summary>
    public void Write(IEnumerable<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            if (message.Role != ChatRole.Assistant)
            {
                // A turn that was cut off while the model was thinking.
                WriteReasoning(leadsOn: false);
            }

            foreach (var content in message.Contents)
            {
                Take(message, content);
            }

            WriteMessage(message);
        }

        WriteReasoning(leadsOn: false);
    }

    private void Take(ChatMessage message, AIContent content)
    {
        switch (content)
        {
            case UsageContent:
                break;
            case TextReasoningContent thought:
                WriteMessage(message);
                _reasoning.Add(thought);
                break;
            case FunctionCallContent call:
                WriteMessage(message);
                WriteReasoning(leadsOn: true);
                WriteCall(call);
                break;
            case FunctionResultContent result:
                WriteMessage(message);
                WriteResult(result);
                break;
            case ToolApprovalResponseContent approval:
                WriteMessage(message);
                ResponsesMcp.WriteApproval(json, approval);
                break;
            case ToolCallContent or ToolResultContent or ToolApprovalRequestContent:
                // One without memory is another provider's, or the second half of an item.
                WriteItem(message, ResponsesMemory.ItemOf(content));
                break;
            case var _ when content.GetType() == typeof(AIContent) && (ResponsesMemory.ItemOf(content) ?? content.RawRepresentation as JsonElement?) is { } raw && !ResponsesParts.IsPart(raw):
                WriteItem(message, raw);
                break;
            case var part when ResponsesParts.CanWrite(part):
                if (_parts.Count > 0 && ResponsesMemory.ItemOf(part) is not null)
                {
                    WriteMessage(message);
                }

                _parts.Add(part);
                break;
        }
    }

    private void WriteItem(ChatMessage message, JsonElement? item)
    {
        if (item is { } known)
        {
            WriteMessage(message);
            WriteReasoning(leadsOn: true);
            known.WriteTo(json);
        }
    }

    /// <summary>Writes the reasoning held back until it is known whether its item follows: OpenAI refuses one that has an id and lost it.</summary>
    private void WriteReasoning(bool leadsOn)
    {
        foreach (var thought in _reasoning)
        {
            ResponsesReasoning.Write(json, thought, leadsOn);
        }

        _reasoning.Clear();
    }

    private void WriteMessage(ChatMessage message)
    {
        if (_parts.Count == 0)
        {
            return;
        }

        var isAssistant = message.Role == ChatRole.Assistant;
        WriteReasoning(leadsOn: isAssistant);
        var item = ResponsesMemory.ItemOf(_parts[0]);
        json.WriteStartObject();

        // There is no role for a tool: its text without a call's id is as good as the user's.
        json.WriteString("role", message.Role == ChatRole.Tool ? ChatRole.User.Value : message.Role.Value);
        ResponsesMemory.WriteRest(json, item, message.AdditionalProperties);
        json.WritePropertyName("content");
        ResponsesParts.WriteContent(json, _parts, isAssistant, mayBeText: item is null);
        RequestBody.WriteAll(json, message.AdditionalProperties);
        json.WriteEndObject();
        _parts.Clear();
    }

    private void WriteCall(FunctionCallContent call)
    {
        var item = ResponsesMemory.ItemOf(call);
        var given = call.AdditionalProperties?.TryGetValue("type", out var value) == true ? value?.ToString() : null;
        var type = given ?? item?.Text("type");
        json.WriteStartObject();
        if (type is null)
        {
            json.WriteString("type", "function_call");
        }

        ResponsesMemory.WriteRest(json, item, call.AdditionalProperties);
        json.WriteString("call_id", call.CallId);
        json.WriteString("name", call.Name);
        if (type == ResponsesOutput.CustomCall)
        {
            _customCalls.Add(call.CallId);
            json.WriteString("input", ResponsesOutput.InputOf(call));
        }
        else
        {
            json.WriteString("arguments", RequestBody.ArgumentsText(call));
        }

        RequestBody.WriteAll(json, call.AdditionalProperties);
        json.WriteEndObject();
    }

    private void WriteResult(FunctionResultContent result)
    {
        json.WriteStartObject();
        if (result.AdditionalProperties?.ContainsKey("type") != true)
        {
            json.WriteString("type", _customCalls.Contains(result.CallId) ? "custom_tool_call_output" : "function_call_output");
        }

        json.WriteString("call_id", result.CallId);
        json.WritePropertyName("output");
        switch (result.Result)
        {
            case IEnumerable<AIContent> contents:
                ResponsesParts.WriteContent(json, [.. contents.Where(ResponsesParts.CanWrite)], isAssistant: false, mayBeText: false);
                break;
            case AIContent content and not TextContent when ResponsesParts.CanWrite(content):
                ResponsesParts.WriteContent(json, [content], isAssistant: false, mayBeText: false);
                break;
            default:
                json.WriteStringValue(RequestBody.ResultText(result));
                break;
        }

        RequestBody.WriteAll(json, result.AdditionalProperties);
        json.WriteEndObject();
    }
}
