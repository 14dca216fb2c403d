using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Writes the content of a message or of a tool's result.</summary>
internal static class ResponsesParts
{
    /// <summary>Whether a content is a part of a message, rather than an item of its own or nothing that is sent.</summary>
    public static bool CanWrite(AIContent content) =>
        content is TextContent or DataContent or UriContent or HostedFileContent or ErrorContent { ErrorCode: ResponsesOutput.Refusal }
        || (content.GetType() == typeof(AIContent) && content.RawRepresentation is JsonElement raw && IsPart(raw));

    /// <summary>Whether raw JSON belongs inside of a message. Other raw JSON is an item.</summary>
    public static bool IsPart(JsonElement raw) =>
        raw.Text("type") is { } type && (type.StartsWith("input_", StringComparison.Ordinal) || type.StartsWith("output_", StringComparison.Ordinal) || type is "refusal" or "summary_text" or "text");

    /// <param name="json">Stands where the content is due.</param>
    /// <param name="parts">What <see cref="CanWrite"/> allows.</param>
    /// <param name="isAssistant">Whether the model has said it: output, not input.</param>
    /// <param name="mayBeText">Whether a single text may be a string instead of a list.</param>
    public static void WriteContent(Utf8JsonWriter json, IReadOnlyList<AIContent> parts, bool isAssistant, bool mayBeText)
    {
        if (mayBeText && parts is [TextContent { Annotations: null or { Count: 0 }, AdditionalProperties: null or { Count: 0 } } only])
        {
            json.WriteStringValue(only.Text);
            return;
        }

        json.WriteStartArray();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is TextContent text)
            {
                // In a stream the citations come after their text, as a text without letters.
                var citations = i + 1 < parts.Count && parts[i + 1] is TextContent { Text.Length: 0, Annotations.Count: > 0 } ? parts[++i] : text;
                WriteText(json, text, isAssistant ? "output_text" : "input_text", citations);
            }
            else
            {
                Write(json, parts[i]);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, TextContent text, string type, AIContent citations)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("text", text.Text);
        var raw = citations.Annotations?.Select(static citation => citation.RawRepresentation).OfType<JsonElement>().ToList();
        if (raw is { Count: > 0 } && text.AdditionalProperties?.ContainsKey("annotations") != true)
        {
            json.WriteStartArray("annotations");
            foreach (var citation in raw)
            {
                citation.WriteTo(json);
            }

            json.WriteEndArray();
        }

        RequestBody.WriteAll(json, text.AdditionalProperties);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AIContent content)
    {
        if (content.GetType() == typeof(AIContent))
        {
            ((JsonElement)content.RawRepresentation!).WriteTo(json);
            return;
        }

        json.WriteStartObject();
        switch (content)
        {
            case ErrorContent refusal:
                json.WriteString("type", "refusal");
                json.WriteString("refusal", refusal.Message);
                break;
            case DataContent image when image.HasTopLevelMediaType("image"):
                json.WriteString("type", "input_image");
                json.WriteString("image_url", image.Uri);
                break;
            case DataContent { Name: null } audio when audio.HasTopLevelMediaType("audio"):
                // Speech; a recording with a name is a file.
                json.WriteString("type", "input_audio");
                json.WriteStartObject("input_audio");
                json.WriteString("data", audio.Base64Data.Span);
                json.WriteString("format", audio.MediaType is "audio/wav" or "audio/x-wav" or "audio/wave" ? "wav" : audio.MediaType is "audio/mpeg" ? "mp3" : audio.MediaType[6..]);
                json.WriteEndObject();
                break;
            case DataContent file:
                json.WriteString("type", "input_file");
                if (file.AdditionalProperties?.ContainsKey("filename") != true)
                {
                    // OpenAI asks for a name, and goes by its ending.
                    json.WriteString("filename", file.Name ?? (file.MediaType == "application/pdf" ? "file.pdf" : "file"));
                }

                json.WriteString("file_data", file.Uri);
                break;
            case UriContent image when image.HasTopLevelMediaType("image"):
                json.WriteString("type", "input_image");
                json.WriteString("image_url", image.Uri.OriginalString);
                break;
            case UriContent file:
                json.WriteString("type", "input_file");
                json.WriteString("file_url", file.Uri.OriginalString);
                break;
            case HostedFileContent file:
                json.WriteString("type", file.HasTopLevelMediaType("image") ? "input_image" : "input_file");
                json.WriteString("file_id", file.FileId);
                break;
        }

        RequestBody.WriteAll(json, content.AdditionalProperties);
        json.WriteEndObject();
    }
}
