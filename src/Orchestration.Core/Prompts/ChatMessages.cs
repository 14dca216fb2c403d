using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Prompts;

/// <summary>Our messages in the words of Microsoft.Extensions.AI.</summary>
internal static class ChatMessages
{
    public static ChatMessage From(PromptMessage message)
    {
        var contents = new List<AIContent>(message.Parts.Length);
        foreach (var part in message.Parts)
        {
            contents.Add(From(part));
        }

        return new ChatMessage(RoleOf(message.Role), contents);
    }

    public static FunctionCallContent From(ToolCall call) => new(call.Id, call.Name, Arguments(call));

    private static ChatRole RoleOf(PromptRole role) => role switch
    {
        PromptRole.System => ChatRole.System,
        PromptRole.User => ChatRole.User,
        PromptRole.Assistant => ChatRole.Assistant,
        _ => ChatRole.Tool,
    };

    private static AIContent From(PromptPart part) => part switch
    {
        TextPart text => new TextContent(text.Text),
        ImagePart image => new DataContent(image.Bytes, image.MediaType),
        ImageLinkPart link => new UriContent(link.Uri, link.MediaType),
        ToolCallPart { Call: var call } => From(call),
        ToolResultPart result => new FunctionResultContent(result.CallId, result.Result),
        _ => throw new ArgumentException($"'{part.GetType()}' is not a kind of part that this version knows.", nameof(part)),
    };

    private static Dictionary<string, object?> Arguments(ToolCall call)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(call.ArgumentsJson.Length == 0 ? "{}" : call.ArgumentsJson);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            arguments[member.Name] = member.Value.Clone();
        }

        return arguments;
    }
}
