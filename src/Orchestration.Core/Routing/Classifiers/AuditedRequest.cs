using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Prompts;

namespace Orchestration.Routing.Classifiers;

/// <summary>Reads a canonical request of the audit log back, as far as a classifier looks at it: texts, attachments by type, how many tools, the schema, the effort.</summary>
internal static class AuditedRequest
{
    private static readonly Uri Elsewhere = new("about:blank");

    public static ClassifiedRequest Parse(JsonBytes request)
    {
        using var document = JsonDocument.Parse(request.Utf8, new JsonDocumentOptions { MaxDepth = 256 });
        var root = document.RootElement;
        var options = new ChatOptions
        {
            Instructions = Text(root, "instructions"),
            ResponseFormat = Format(root),
            Reasoning = Enum.TryParse<ReasoningEffort>(Text(root, "reasoning_effort"), out var effort) ? new ReasoningOptions { Effort = effort } : null,
            Tools = root.TryGetProperty("tools", out var tools) ? [.. tools.EnumerateArray().Select(static tool => new ProviderTool(tool))] : null,
        };
        return new ClassifiedRequest { Messages = [.. root.GetProperty("messages").EnumerateArray().Select(Message)], Options = options };
    }

    private static ChatMessage Message(JsonElement message) =>
        new(new ChatRole(Text(message, "role") ?? string.Empty), message.TryGetProperty("contents", out var contents) ? [.. contents.EnumerateArray().Select(Content).OfType<AIContent>()] : []);

    private static AIContent? Content(JsonElement content) => Text(content, "type") switch
    {
        null => new TextContent(Text(content, "text")),
        "data" or "uri" => new UriContent(Elsewhere, Text(content, "media_type") ?? "application/octet-stream"),
        _ => null,
    };

    private static ChatResponseFormatJson? Format(JsonElement root) =>
        !root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.Object ? null
        : format.TryGetProperty("schema", out var schema) ? ChatResponseFormat.ForJsonSchema(schema.Clone())
        : ChatResponseFormat.Json;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
