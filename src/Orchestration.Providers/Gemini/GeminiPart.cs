using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Reads a part that stands for itself: text, a thought, a file, or one of a kind of its own.</summary>
internal static class GeminiPart
{
    /// <returns><see langword="null"/> for a part that says nothing.</returns>
    public static AIContent? Read(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (part.Flag("thought") == true && (part.Text("text") ?? part.Text(GeminiNames.Signature)) is not null && part.Child("inlineData") is null)
        {
            return new TextReasoningContent(part.Text("text") ?? string.Empty)
            {
                ProtectedData = part.Text(GeminiNames.Signature),
                AdditionalProperties = Others(part, "text", "thought", GeminiNames.Signature),
            };
        }

        return part.Text("text") is { } text ? Text(part, text) : File(part) ?? Own(part);
    }

    /// <summary>The members of a part beside those named, the signature first of all: they are sent back on the same part.</summary>
    public static AdditionalPropertiesDictionary? Others(JsonElement part, params ReadOnlySpan<string> except)
    {
        AdditionalPropertiesDictionary? others = null;
        foreach (var member in part.EnumerateObject())
        {
            if (!IsOneOf(member, except) && member.Value.ValueKind != JsonValueKind.Null)
            {
                (others ??= [])[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : member.Value.Clone();
            }
        }

        return others;
    }

    private static bool IsOneOf(JsonProperty member, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (member.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private static TextContent? Text(JsonElement part, string text)
    {
        var others = Others(part, "text");
        if (others is null)
        {
            return text.Length > 0 ? new TextContent(text) : null;
        }

        // Texts that follow one another are joined, and only the first one's properties stay; an annotated one is left alone, and so keeps its signature.
        return new TextContent(text) { AdditionalProperties = others, Annotations = [new AIAnnotation()] };
    }

    private static AIContent? File(JsonElement part)
    {
        if (part.Child("inlineData") is { } data && MediaType(data) is { } type && data.Child("data") is { ValueKind: JsonValueKind.String } bytes && bytes.TryGetBytesFromBase64(out var decoded))
        {
            return new DataContent(decoded, type) { AdditionalProperties = Others(part, "inlineData") };
        }

        return part.Child("fileData") is { } file && file.Text("fileUri") is { } address
            ? new HostedFileContent(address) { MediaType = MediaType(file), AdditionalProperties = Others(part, "fileData") }
            : null;
    }

    /// <summary>A type that is none would be refused by the contents' own classes.</summary>
    private static string? MediaType(JsonElement file) => file.Text("mimeType") is { } type && MediaTypeHeaderValue.TryParse(type, out _) ? type : null;

    private static AIContent? Own(JsonElement part) => part.EnumerateObject().Any() ? new AIContent { RawRepresentation = part.Clone() } : null;
}
