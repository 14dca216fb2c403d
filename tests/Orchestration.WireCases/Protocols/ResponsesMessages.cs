using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>Makes messages of a recorded <c>input</c>. What the model put out in one turn is one message, as an application has it, but for a second text.</summary>
internal static class ResponsesMessages
{
    public static List<ChatMessage> Of(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            return [new ChatMessage(ChatRole.User, input.GetString())];
        }

        var messages = new List<ChatMessage>();
        var customCalls = new HashSet<string>();
        foreach (var item in input.EnumerateArray())
        {
            var type = ResponsesConversation.Text(item, "type");
            if (type is null or "message")
            {
                AddMessage(messages, item);
                continue;
            }

            if (type == "custom_tool_call")
            {
                customCalls.Add(item.GetProperty("call_id").GetString()!);
            }

            var content = Of(item, type, customCalls);
            var role = type.EndsWith("_output", StringComparison.Ordinal) ? ChatRole.Tool : type == "mcp_approval_response" ? ChatRole.User : ChatRole.Assistant;
            if (messages.Count == 0 || messages[^1].Role != role || role == ChatRole.User)
            {
                messages.Add(new ChatMessage(role, []));
            }

            messages[^1].Contents.Add(content);
        }

        return messages;
    }

    private static void AddMessage(List<ChatMessage> messages, JsonElement item)
    {
        var role = new ChatRole(item.GetProperty("role").GetString()!);
        if (role != ChatRole.Assistant || messages.Count == 0 || messages[^1].Role != role || messages[^1].Contents.Any(static content => content is TextContent or ErrorContent))
        {
            messages.Add(new ChatMessage(role, []));
        }

        var message = messages[^1];
        message.AdditionalProperties = ResponsesConversation.Rest(item, "role", "content");
        foreach (var part in ResponsesRecordedParts.Of(item.GetProperty("content")))
        {
            message.Contents.Add(part);
        }
    }

    private static AIContent Of(JsonElement item, string type, HashSet<string> customCalls)
    {
        switch (type)
        {
            case "function_call":
                return CallOf(item);
            case "custom_tool_call":
                return new FunctionCallContent(item.GetProperty("call_id").GetString()!, item.GetProperty("name").GetString()!, new Dictionary<string, object?> { ["input"] = item.GetProperty("input").GetString() })
                {
                    AdditionalProperties = ResponsesConversation.Rest(item, "call_id", "name", "input"),
                };
            case "function_call_output" or "custom_tool_call_output":
                var id = item.GetProperty("call_id").GetString()!;
                var output = item.GetProperty("output");
                return new FunctionResultContent(id, output.ValueKind == JsonValueKind.Array ? ResponsesRecordedParts.Of(output) : output.GetString())
                {
                    AdditionalProperties = type == "function_call_output" || customCalls.Contains(id)
                        ? ResponsesConversation.Rest(item, "type", "call_id", "output")
                        : ResponsesConversation.Rest(item, "call_id", "output"),
                };
            case "reasoning":
                return ReasoningOf(item);
            case "mcp_approval_response":
                var request = item.GetProperty("approval_request_id").GetString()!;
                return new ToolApprovalResponseContent(request, item.GetProperty("approve").GetBoolean(), new McpServerToolCallContent(request, "tool", null))
                {
                    Reason = ResponsesConversation.Text(item, "reason"),
                    AdditionalProperties = ResponsesConversation.Rest(item, "type", "approval_request_id", "approve", "reason"),
                };
            case "web_search_call":
                return Read(new WebSearchToolCallContent(item.GetProperty("id").GetString()!), item);
            case "code_interpreter_call":
                return Read(new CodeInterpreterToolCallContent(item.GetProperty("id").GetString()!), item);
            case "image_generation_call":
                return Read(new ImageGenerationToolCallContent(item.GetProperty("id").GetString()!), item);
            case "mcp_call":
                return Read(new McpServerToolCallContent(item.GetProperty("id").GetString()!, item.GetProperty("name").GetString()!, ResponsesConversation.Text(item, "server_label")), item);
            default:
                return new AIContent { RawRepresentation = item };
        }
    }

    private static FunctionCallContent CallOf(JsonElement item)
    {
        var arguments = item.GetProperty("arguments").GetString()!;
        var call = new FunctionCallContent(item.GetProperty("call_id").GetString()!, item.GetProperty("name").GetString()!)
        {
            AdditionalProperties = ResponsesConversation.Rest(item, "type", "call_id", "name", "arguments"),
        };
        try
        {
            using var json = JsonDocument.Parse(arguments);
            call.Arguments = json.RootElement.EnumerateObject().ToDictionary(static member => member.Name, static member => (object?)member.Value.Clone());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            call.RawRepresentation = arguments;
        }

        return call;
    }

    /// <summary>As the adapter has read it; or, where only the encrypted content was kept, as other clients do.</summary>
    private static TextReasoningContent ReasoningOf(JsonElement item)
    {
        var summary = item.TryGetProperty("summary", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(static part => ResponsesConversation.Text(part, "text") ?? string.Empty).ToList()
            : [];
        var isPlain = summary.Count < 2 && ResponsesConversation.Text(item, "encrypted_content") is not null && ResponsesConversation.Rest(item, "type", "summary", "encrypted_content") is null;
        return new TextReasoningContent(string.Concat(summary)) { ProtectedData = isPlain ? ResponsesConversation.Text(item, "encrypted_content") : item.GetRawText() };
    }

    private static AIContent Read(AIContent content, JsonElement item)
    {
        content.AdditionalProperties = new() { ["openai.item"] = item };
        return content;
    }
}
