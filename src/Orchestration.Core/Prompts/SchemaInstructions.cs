using Microsoft.Extensions.AI;

namespace Orchestration.Prompts;

/// <summary>Asks a model for JSON that has no structured output of its own: what the answer must be stands in its instructions.</summary>
internal static class SchemaInstructions
{
    private const string Schema = "{schema}";

    /// <summary>Whether the request asks for structured output.</summary>
    public static bool AreNeeded(ChatOptions options) => options.ResponseFormat is ChatResponseFormatJson { Schema: not null };

    /// <summary>The messages, with the instructions behind the standing ones.</summary>
    public static List<ChatMessage> Messages(IReadOnlyList<ChatMessage> asked, ChatOptions options, string template)
    {
        var schema = ((ChatResponseFormatJson)options.ResponseFormat!).Schema!.Value.GetRawText();
        var instructions = new ChatMessage(ChatRole.System, template.Replace(Schema, schema, StringComparison.Ordinal));
        var messages = new List<ChatMessage>(asked);
        var standing = messages.FindIndex(static message => message.Role != ChatRole.System);
        messages.Insert(standing < 0 ? messages.Count : standing, instructions);
        return messages;
    }

    /// <summary>The options without the format that the model does not know.</summary>
    public static ChatOptions Options(ChatOptions asked)
    {
        var options = asked.Clone();
        options.ResponseFormat = null;
        return options;
    }
}
