using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>Reads recorded messages of Ollama's. Calls without an id get one as the adapter would make it, and results find their call by id, by name or by order.</summary>
internal static class OllamaRecordedMessages
{
    public static List<ChatMessage> Read(JsonElement recorded)
    {
        var messages = new List<ChatMessage>();
        var calls = new List<(string Id, string Name)>();
        var made = 0;
        foreach (var json in recorded.EnumerateArray())
        {
            var role = OllamaExpectation.Text(json, "role") ?? "user";
            var message = new ChatMessage(new ChatRole(role), new List<AIContent>()) { AdditionalProperties = [] };
            messages.Add(message);
            if (role == "tool")
            {
                ReadResult(json, message, calls, ref made);
                continue;
            }

            calls.Clear();
            foreach (var member in json.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null))
            {
                ReadMember(member, message, calls, ref made);
            }
        }

        return messages;
    }

    private static void ReadMember(JsonProperty member, ChatMessage message, List<(string Id, string Name)> calls, ref int made)
    {
        switch (member.Name)
        {
            case "role":
                break;
            case "content":
                message.Contents.Add(new TextContent(member.Value.GetString()));
                break;
            case "thinking":
                message.Contents.Insert(0, new TextReasoningContent(member.Value.GetString()));
                break;
            case "images":
                foreach (var image in member.Value.EnumerateArray())
                {
                    message.Contents.Add(new DataContent(image.GetBytesFromBase64(), "image/png"));
                }

                break;
            case "tool_calls":
                foreach (var call in member.Value.EnumerateArray())
                {
                    var content = Call(call, ref made);
                    calls.Add((content.CallId, content.Name));
                    message.Contents.Add(content);
                }

                break;
            default:
                message.AdditionalProperties![member.Name] = member.Value;
                break;
        }
    }

    private static FunctionCallContent Call(JsonElement call, ref int made)
    {
        var function = call.GetProperty("function");
        var arguments = OllamaExpectation.Member(function, "arguments") is { ValueKind: JsonValueKind.Object } given
            ? given.EnumerateObject().ToDictionary(static argument => argument.Name, static argument => (object?)argument.Value, StringComparer.Ordinal)
            : [];
        return new FunctionCallContent(OllamaExpectation.Text(call, "id") is { Length: > 0 } id ? id : Made(ref made), function.GetProperty("name").GetString()!, arguments);
    }

    private static void ReadResult(JsonElement json, ChatMessage message, List<(string Id, string Name)> calls, ref int made)
    {
        var (id, name) = (OllamaExpectation.Text(json, "tool_call_id"), OllamaExpectation.Text(json, "tool_name"));
        var place = id is not null && calls.Exists(call => call.Id == id) ? calls.FindIndex(call => call.Id == id) : calls.FindIndex(call => name is null || call.Name == name);
        var callId = place >= 0 ? calls[place].Id : id ?? Made(ref made);
        message.Contents.Add(new FunctionResultContent(callId, OllamaExpectation.Text(json, "content") ?? string.Empty));
        foreach (var member in json.EnumerateObject().Where(static member => member.Name is not ("role" or "content") && member.Value.ValueKind != JsonValueKind.Null))
        {
            // The adapter says these itself when it knows the call.
            var isSaid = member.Name switch { "tool_name" => place >= 0, "tool_call_id" => callId == id, _ => false };
            if (!isSaid)
            {
                message.AdditionalProperties![member.Name] = member.Value;
            }
        }

        if (place >= 0)
        {
            calls.RemoveAt(place);
        }
    }

    private static string Made(ref int made) => $"{OllamaProtocol.MadeId}{made++}";
}
