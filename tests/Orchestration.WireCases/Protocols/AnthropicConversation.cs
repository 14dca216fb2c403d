using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>Says a recorded request as an application would: messages and options. What those have no word for are fields of the caller's own.</summary>
internal static class AnthropicConversation
{
    private static readonly HashSet<string> Said =
        ["model", "messages", "system", "max_tokens", "stream", "temperature", "top_p", "top_k", "stop_sequences", "tools", "tool_choice"];

    public static Conversation Of(JsonElement body)
    {
        var options = new ChatOptions
        {
            ModelId = Text(body, "model"),
            MaxOutputTokens = Number(body, "max_tokens") is { } most ? (int)most : null,
            Temperature = (float?)Number(body, "temperature"),
            TopP = (float?)Number(body, "top_p"),
            TopK = Number(body, "top_k") is { } top ? (int)top : null,
            StopSequences = Member(body, "stop_sequences") is { } stops ? [.. stops.EnumerateArray().Select(static stop => stop.GetString()!)] : null,
            Tools = Member(body, "tools") is { } tools ? [.. tools.EnumerateArray().Select(AnthropicTools.Tool)] : null,
        };
        AnthropicTools.Choose(options, Member(body, "tool_choice"));
        var output = AnthropicOutput.Say(options, body);
        foreach (var member in body.EnumerateObject())
        {
            if (!Said.Contains(member.Name) && !output.Contains(member.Name))
            {
                (options.AdditionalProperties ??= [])[member.Name] = member.Value;
            }
        }

        var messages = new List<ChatMessage>();
        switch (Member(body, "system"))
        {
            case { ValueKind: JsonValueKind.String } system: options.Instructions = system.GetString(); break;
            case { ValueKind: JsonValueKind.Array } system: messages.Add(new ChatMessage(ChatRole.System, [.. system.EnumerateArray().Select(AnthropicContent.Of)])); break;
        }

        foreach (var message in body.GetProperty("messages").EnumerateArray())
        {
            messages.AddRange(Messages(message));
        }

        return new Conversation(messages, options);
    }

    public static JsonElement? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static double? Number(JsonElement json, string name) => Member(json, name)?.GetDouble();

    /// <summary>An application says results of tools and what the user says after them in messages of their own.</summary>
    private static List<ChatMessage> Messages(JsonElement message)
    {
        var role = message.GetProperty("role").GetString() switch { "assistant" => ChatRole.Assistant, "system" => ChatRole.System, _ => ChatRole.User };
        var content = message.GetProperty("content");
        if (content.ValueKind == JsonValueKind.String)
        {
            return [new ChatMessage(role, content.GetString())];
        }

        var messages = new List<ChatMessage>();
        foreach (var block in content.ValueKind == JsonValueKind.Array ? content.EnumerateArray() : default)
        {
            var said = AnthropicContent.Of(block);
            var sayer = said is FunctionResultContent ? ChatRole.Tool : role;
            if (messages.Count == 0 || messages[^1].Role != sayer)
            {
                messages.Add(new ChatMessage(sayer, new List<AIContent>()));
            }

            messages[^1].Contents.Add(said);
        }

        return messages;
    }
}
