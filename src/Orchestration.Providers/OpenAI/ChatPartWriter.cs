using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Writes the parts of a message's content.</summary>
internal sealed class ChatPartWriter(Utf8JsonWriter json, OpenAIDialect dialect)
{
    /// <summary>Whether a content has a place among the parts. Calls, results and thoughts stand elsewhere in a message; what other providers' own tools did has no place here.</summary>
    public static bool IsPart(AIContent content) =>
        content is TextContent or DataContent or UriContent or HostedFileContent || (content.GetType() == typeof(AIContent) && content.RawRepresentation is JsonElement { ValueKind: JsonValueKind.Object });

    public void Parts(IEnumerable<AIContent> parts)
    {
        json.WriteStartArray("content");
        foreach (var part in parts)
        {
            if (IsPart(part))
            {
                Part(part);
            }
        }

        json.WriteEndArray();
    }

    public void Part(AIContent part)
    {
        if (part.GetType() == typeof(AIContent))
        {
            ((JsonElement)part.RawRepresentation!).WriteTo(json);
            return;
        }

        json.WriteStartObject();
        switch (part)
        {
            case TextContent text:
                json.WriteString("type", "text");
                json.WriteString("text", text.Text);
                break;
            case HostedFileContent file:
                Begin("file");
                json.WriteString("file_id", file.FileId);
                json.WriteEndObject();
                break;
            case DataContent data when data.HasTopLevelMediaType("audio") && dialect.HasBareParts:
                json.WriteString("type", "input_audio");
                json.WriteString("input_audio", data.Base64Data.Span);
                break;
            case DataContent data when data.HasTopLevelMediaType("audio"):
                Begin("input_audio");
                json.WriteString("data", data.Base64Data.Span);
                json.WriteString("format", AudioFormat(data.MediaType));
                json.WriteEndObject();
                break;
            case DataContent data when data.HasTopLevelMediaType("image") || data.HasTopLevelMediaType("video"):
                Address(data.HasTopLevelMediaType("image") ? "image_url" : "video_url", data.Uri, data.AdditionalProperties);
                break;
            case DataContent data when dialect.HasBareParts:
                Document(data.Uri, data.Name);
                break;
            case UriContent uri when dialect.HasBareParts && !IsMedia(uri):
                Document(uri.Uri.OriginalString, null);
                break;
            case DataContent data:
                File(data.Uri, data.Name ?? "file");
                break;
            case UriContent uri when IsMedia(uri):
                Address($"{uri.MediaType.AsSpan(0, 5)}_url", uri.Uri.OriginalString, uri.AdditionalProperties);
                break;
            case UriContent uri:
                File(uri.Uri.OriginalString, uri.Uri.IsAbsoluteUri && Path.GetFileName(uri.Uri.AbsolutePath) is { Length: > 0 } name ? name : "file");
                break;
        }

        foreach (var (name, value) in part.AdditionalProperties ?? [])
        {
            if (name != "detail")
            {
                json.WritePropertyName(name);
                RequestBody.WriteValue(json, name, value);
            }
        }

        json.WriteEndObject();
    }

    private void Begin(string type)
    {
        json.WriteString("type", type);
        json.WriteStartObject(type);
    }

    private void Address(string type, string address, AdditionalPropertiesDictionary? properties)
    {
        Begin(type);
        json.WriteString("url", address);
        if (properties?.TryGetValue("detail", out var detail) == true)
        {
            json.WritePropertyName("detail");
            RequestBody.WriteValue(json, "detail", detail);
        }

        json.WriteEndObject();
    }

    private void Document(string address, string? name)
    {
        json.WriteString("type", "document_url");
        json.WriteString("document_url", address);
        if (name is not null)
        {
            json.WriteString("document_name", name);
        }
    }

    private void File(string data, string name)
    {
        Begin("file");
        json.WriteString("file_data", data);
        json.WriteString("filename", name);
        json.WriteEndObject();
    }

    private static bool IsMedia(UriContent uri) => uri.HasTopLevelMediaType("image") || uri.HasTopLevelMediaType("video") || uri.HasTopLevelMediaType("audio");

    // The format is named by the file's ending, which for MP3 and WAV differs from the media type.
    private static string AudioFormat(string mediaType) => mediaType["audio/".Length..] switch
    {
        "mpeg" or "mp3" or "x-mp3" or "mpeg3" => "mp3",
        "wav" or "x-wav" or "wave" or "vnd.wave" => "wav",
        "x-m4a" or "mp4" => "m4a",
        var other => other,
    };
}
