using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>Says a block of a recorded request as a content.</summary>
internal static class AnthropicContent
{
    public static AIContent Of(JsonElement block) => AnthropicConversation.Text(block, "type") switch
    {
        "text" => With(TextOf(block), block, "text", "citations"),
        "thinking" => With(new TextReasoningContent(AnthropicConversation.Text(block, "thinking")) { ProtectedData = AnthropicConversation.Text(block, "signature") }, block, "thinking", "signature"),
        "redacted_thinking" => new TextReasoningContent(string.Empty) { ProtectedData = AnthropicConversation.Text(block, "data"), AdditionalProperties = new() { ["type"] = "redacted_thinking" } },
        "tool_use" => With(CallOf(block), block, "id", "name", "input"),
        "tool_result" => With(ResultOf(block), block, "tool_use_id", "content", "is_error"),
        "image" or "document" when FileOf(block) is { } file => file is UriContent ? With(file, block, "source") : With(file, block, "source", "title"),
        _ => new AIContent { RawRepresentation = block },
    };

    private static AIContent With(AIContent content, JsonElement block, params string[] said)
    {
        foreach (var member in block.EnumerateObject())
        {
            if (member.Name != "type" && !said.Contains(member.Name))
            {
                (content.AdditionalProperties ??= [])[member.Name] = member.Value;
            }
        }

        return content;
    }

    private static TextContent TextOf(JsonElement block) => new(AnthropicConversation.Text(block, "text"))
    {
        Annotations = AnthropicConversation.Member(block, "citations") is { } citations
            ? [.. citations.EnumerateArray().Select(static citation => new CitationAnnotation { RawRepresentation = citation })]
            : null,
    };

    private static FunctionCallContent CallOf(JsonElement block) => new(
        block.GetProperty("id").GetString()!,
        block.GetProperty("name").GetString()!,
        block.GetProperty("input") is { ValueKind: JsonValueKind.Object } input ? input.EnumerateObject().ToDictionary(static member => member.Name, static member => (object?)member.Value) : null);

    private static FunctionResultContent ResultOf(JsonElement block)
    {
        object? result = AnthropicConversation.Member(block, "content") switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { } blocks => blocks.EnumerateArray().Select(Of).ToList(),
        };
        var isError = block.TryGetProperty("is_error", out var error) && error.ValueKind == JsonValueKind.True;
        return new FunctionResultContent(block.GetProperty("tool_use_id").GetString()!, result) { Exception = isError ? new InvalidOperationException(result as string) : null };
    }

    /// <summary>Nothing for a source that Microsoft.Extensions.AI has no class for, such as a document made of blocks.</summary>
    private static AIContent? FileOf(JsonElement block)
    {
        var isImage = AnthropicConversation.Text(block, "type") == "image";
        var title = AnthropicConversation.Text(block, "title");
        var source = block.GetProperty("source");
        return AnthropicConversation.Text(source, "type") switch
        {
            "base64" => new DataContent(Convert.FromBase64String(source.GetProperty("data").GetString()!), source.GetProperty("media_type").GetString()!) { Name = title },
            "text" => new DataContent(Encoding.UTF8.GetBytes(source.GetProperty("data").GetString()!), "text/plain") { Name = title },
            "file" => new HostedFileContent(source.GetProperty("file_id").GetString()!) { MediaType = isImage ? "image/*" : null, Name = title },
            "url" => new UriContent(source.GetProperty("url").GetString()!, isImage ? "image/*" : "application/pdf"),
            _ => null,
        };
    }
}
