using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>A recorded message of Chat Completions, said as an application says it.</summary>
internal static class ChatConversationMessage
{
    public static ChatMessage Read(JsonElement json)
    {
        var message = new ChatMessage { Role = new ChatRole(json.GetProperty("role").GetString()!) };
        if (message.Role == ChatRole.Tool || message.Role.Value == "function")
        {
            Result(message, json);
            return message;
        }

        var own = new AdditionalPropertiesDictionary();
        var answer = new List<AIContent>();
        foreach (var member in json.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null))
        {
            switch (member.Name)
            {
                case "role" or "reasoning" when member.Name == "role" || HasDetails(json):
                    break;
                case "content":
                    Parts(message.Contents, member.Value);
                    break;
                case "name":
                    message.AuthorName = member.Value.GetString();
                    break;
                case "reasoning" or "reasoning_content" when member.Value.ValueKind == JsonValueKind.String:
                    if (!message.Contents.OfType<TextReasoningContent>().Any())
                    {
                        message.Contents.Add(new TextReasoningContent(member.Value.GetString()));
                    }

                    break;
                case "reasoning_details":
                    message.Contents.Insert(0, new TextReasoningContent(string.Empty) { ProtectedData = member.Value.GetRawText() });
                    break;
                case "refusal":
                    answer.Add(new ErrorContent(member.Value.GetString()) { ErrorCode = "Refusal" });
                    break;
                case "audio" when member.Value.TryGetProperty("id", out var id):
                    answer.Add(new DataContent(ReadOnlyMemory<byte>.Empty, "audio/*") { Name = id.GetString() });
                    break;
                case "tool_calls":
                    answer.AddRange(member.Value.EnumerateArray().Select(Call));
                    break;
                case "function_call":
                    answer.Add(Call("call_0", member.Value, "arguments"));
                    break;
                case "annotations":
                    // What was cited is told, not asked.
                    break;
                default:
                    own[member.Name] = member.Value;
                    break;
            }
        }

        foreach (var content in answer)
        {
            message.Contents.Add(content);
        }

        message.AdditionalProperties = own.Count > 0 ? own : null;
        return message;
    }

    private static bool HasDetails(JsonElement json) => json.TryGetProperty("reasoning_details", out var details) && details.ValueKind == JsonValueKind.Array;

    private static void Result(ChatMessage message, JsonElement json)
    {
        message.Role = ChatRole.Tool;
        var content = json.TryGetProperty("content", out var given) ? given : default;
        object? result = string.Empty;
        if (content.ValueKind == JsonValueKind.Array)
        {
            var parts = new List<AIContent>();
            Parts(parts, content);
            result = parts;
        }
        else if (content.ValueKind == JsonValueKind.String)
        {
            result = content.GetString();
        }

        var own = new AdditionalPropertiesDictionary();
        foreach (var member in json.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null && member.Name is not ("role" or "content" or "tool_call_id" or "name")))
        {
            own[member.Name] = member.Value;
        }

        message.AuthorName = json.TryGetProperty("name", out var name) ? name.GetString() : null;
        message.AdditionalProperties = own.Count > 0 ? own : null;
        message.Contents.Add(new FunctionResultContent(json.TryGetProperty("tool_call_id", out var id) ? id.GetString()! : "call_0", result));
    }

    private static FunctionCallContent Call(JsonElement call)
    {
        var isCustom = call.TryGetProperty("custom", out var custom);
        var content = Call(call.TryGetProperty("id", out var id) ? id.GetString()! : "call_0", isCustom ? custom : call.GetProperty("function"), isCustom ? "input" : "arguments");
        foreach (var member in call.EnumerateObject().Where(member => member.Name is not ("id" or "function" or "custom" or "index") && (member.Name != "type" || isCustom)))
        {
            (content.AdditionalProperties ??= [])[member.Name] = member.Name == "type" ? member.Value.GetString() : member.Value;
        }

        return content;
    }

    private static FunctionCallContent Call(string id, JsonElement function, string arguments)
    {
        var text = function.TryGetProperty(arguments, out var given) ? given.ToString() : string.Empty;
        try
        {
            using var json = JsonDocument.Parse(text);
            return new FunctionCallContent(id, function.GetProperty("name").GetString()!, json.RootElement.EnumerateObject().ToDictionary(static member => member.Name, static member => (object?)member.Value.Clone()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new FunctionCallContent(id, function.GetProperty("name").GetString()!) { RawRepresentation = text };
        }
    }

    private static void Parts(IList<AIContent> contents, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            contents.Add(new TextContent(content.GetString()));
            return;
        }

        foreach (var part in content.EnumerateArray())
        {
            contents.Add(ChatConversationPart.Read(part));
        }
    }
}
