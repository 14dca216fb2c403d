using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.WireCases.Protocols;

/// <summary>A recorded part of a message's content, said as an application says it.</summary>
internal static class ChatConversationPart
{
    public static AIContent Read(JsonElement part)
    {
        var type = part.TryGetProperty("type", out var named) ? named.GetString()! : "text";
        AIContent content = type switch
        {
            "text" => new TextContent(part.GetProperty("text").GetString()),
            "thinking" when part.GetProperty("thinking").ValueKind == JsonValueKind.Array =>
                new TextReasoningContent(string.Concat(part.GetProperty("thinking").EnumerateArray().Select(static piece => piece.GetProperty("text").GetString()))),
            "image_url" or "video_url" or "audio_url" => Address(part.GetProperty(type), $"{type[..5]}/*"),
            "input_audio" => Sound(part.GetProperty(type)),
            "document_url" => Address(part.GetProperty(type), "application/octet-stream"),
            "file" => File(part.GetProperty("file")),
            _ => new AIContent { RawRepresentation = part },
        };
        foreach (var member in part.EnumerateObject())
        {
            if (member.Name == "document_name" && content is DataContent document)
            {
                document.Name = member.Value.GetString();
            }
            else if (member.Name != "type" && member.Name != type && content.GetType() != typeof(AIContent) && member.Value.ValueKind != JsonValueKind.Null)
            {
                (content.AdditionalProperties ??= [])[member.Name] = member.Value;
            }
        }

        return content;
    }

    private static AIContent Address(JsonElement address, string mediaType)
    {
        var url = (address.ValueKind == JsonValueKind.Object ? address.GetProperty("url") : address).GetString()!;
        AIContent content = IsData(url) ? new DataContent(url) : new UriContent(url, mediaType);
        if (address.ValueKind == JsonValueKind.Object && address.TryGetProperty("detail", out var detail))
        {
            content.AdditionalProperties = new() { ["detail"] = detail };
        }

        return content;
    }

    // What only looks like data is an address that nobody can follow, and can be sent all the same.
    private static bool IsData(string url)
    {
        try
        {
            return url.StartsWith("data:", StringComparison.Ordinal) && !new DataContent(url).Data.IsEmpty;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static DataContent Sound(JsonElement sound) => sound.ValueKind == JsonValueKind.String
        ? new DataContent($"data:audio/mpeg;base64,{sound.GetString()}")
        : new DataContent($"data:audio/{(sound.GetProperty("format").ValueEquals("mp3") ? "mpeg" : sound.GetProperty("format").GetString())};base64,{sound.GetProperty("data").GetString()}");

    private static AIContent File(JsonElement file)
    {
        if (file.TryGetProperty("file_id", out var id) && id.ValueKind == JsonValueKind.String)
        {
            return new HostedFileContent(id.GetString()!);
        }

        var data = file.GetProperty("file_data").GetString()!;
        return data.StartsWith("data:", StringComparison.Ordinal)
            ? new DataContent(data) { Name = file.TryGetProperty("filename", out var name) ? name.GetString() : null }
            : new UriContent(data, "application/octet-stream");
    }
}
