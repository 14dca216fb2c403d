using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>Makes contents of the recorded parts of a message or a tool's result.</summary>
internal static class ResponsesRecordedParts
{
    public static List<AIContent> Of(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => [new TextContent(content.GetString())],
        JsonValueKind.Array => [.. content.EnumerateArray().Select(OfPart)],
        _ => [],
    };

    private static AIContent OfPart(JsonElement part)
    {
        switch (ResponsesConversation.Text(part, "type"))
        {
            case "input_text" or "output_text" or "text":
                return With(new TextContent(ResponsesConversation.Text(part, "text")), Said(part, "type", "text"));
            case "refusal":
                return new ErrorContent(ResponsesConversation.Text(part, "refusal")) { ErrorCode = "Refusal" };
            case "input_image":
                return With(
                    ResponsesConversation.Text(part, "file_id") is { } image ? new HostedFileContent(image) { MediaType = "image/*" } : Addressed(ResponsesConversation.Text(part, "image_url")!, "image/*"),
                    Said(part, "type", "file_id", "image_url"));
            case "input_file" when ResponsesConversation.Text(part, "file_id") is { } file:
                return With(new HostedFileContent(file), Said(part, "type", "file_id"));
            case "input_file" when ResponsesConversation.Text(part, "file_url") is { } url:
                return With(Addressed(url, "application/octet-stream"), Said(part, "type", "file_url"));
            case "input_file" when ResponsesConversation.Text(part, "file_data") is { } data && data.StartsWith("data:", StringComparison.Ordinal):
                return With(new DataContent(data) { Name = ResponsesConversation.Text(part, "filename") }, Said(part, "type", "file_data", "filename"));
            case "input_audio" when part.GetProperty("input_audio") is var audio:
                return With(
                    new DataContent(audio.GetProperty("data").GetBytesFromBase64(), audio.GetProperty("format").GetString() is var format && format == "mp3" ? "audio/mpeg" : $"audio/{format}"),
                    Said(part, "type", "input_audio"));
            default:
                return new AIContent { RawRepresentation = part };
        }
    }

    private static AIContent Addressed(string address, string mediaType) =>
        address.StartsWith("data:", StringComparison.Ordinal) ? new DataContent(address) : new UriContent(new Uri(address), mediaType);

    private static AIContent With(AIContent content, AdditionalPropertiesDictionary? properties)
    {
        content.AdditionalProperties = properties;
        return content;
    }

    /// <summary>What else was said of a part; an empty list says nothing.</summary>
    private static AdditionalPropertiesDictionary? Said(JsonElement part, params ReadOnlySpan<string> except)
    {
        var rest = ResponsesConversation.Rest(part, except) ?? [];
        foreach (var name in rest.Where(static member => member.Value is JsonElement { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0).Select(static member => member.Key).ToList())
        {
            rest.Remove(name);
        }

        return rest.Count > 0 ? rest : null;
    }
}
