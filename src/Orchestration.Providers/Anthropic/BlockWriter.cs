using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>Writes contents as the protocol's blocks.</summary>
internal static class BlockWriter
{
    /// <summary>The name among a content's properties for the kind of block that it came from, where the content does not tell.</summary>
    public const string Kind = "type";

    /// <summary>Whether a content has a place in a request. Empty text has none, and is refused by the provider; thoughts without a signature and notes on usage and errors are not sent back.</summary>
    public static bool CanWrite(AIContent content) => content switch
    {
        TextContent text => text.Text.Length > 0,
        TextReasoningContent thoughts => thoughts.ProtectedData is { Length: > 0 },
        DataContent or UriContent or HostedFileContent or FunctionCallContent or FunctionResultContent => true,
        _ => content.RawRepresentation is JsonElement { ValueKind: JsonValueKind.Object } raw && raw.TryGetProperty("type", out _),
    };

    /// <param name="json">Stands where a block is due.</param>
    /// <param name="content">One that can be written.</param>
    /// <param name="mark">The breakpoint that the adapter sets on it, if it does.</param>
    public static void Write(Utf8JsonWriter json, AIContent content, JsonElement? mark)
    {
        json.WriteStartObject();
        switch (content)
        {
            case TextContent text: WriteText(json, text); break;
            case TextReasoningContent thoughts: WriteThoughts(json, thoughts); break;
            case DataContent data: WriteData(json, data); break;
            case UriContent uri: WriteSource(json, uri.HasTopLevelMediaType("image"), null, "url", "url", uri.Uri.AbsoluteUri); break;
            case HostedFileContent file: WriteSource(json, file.HasTopLevelMediaType("image"), file.Name, "file", "file_id", file.FileId); break;
            case FunctionCallContent call: WriteCall(json, call); break;
            case FunctionResultContent result: WriteResult(json, result); break;
            default:
                foreach (var member in ((JsonElement)content.RawRepresentation!).EnumerateObject())
                {
                    if (content.AdditionalProperties?.ContainsKey(member.Name) != true)
                    {
                        member.WriteTo(json);
                    }
                }

                break;
        }

        foreach (var (name, value) in content.AdditionalProperties ?? [])
        {
            if (name != Kind)
            {
                json.WritePropertyName(name);
                RequestBody.WriteValue(json, name, value);
            }
        }

        if (mark is { } breakpoint && content.AdditionalProperties?.ContainsKey(CacheBreakpoint.Property) != true)
        {
            json.WritePropertyName(CacheBreakpoint.Property);
            breakpoint.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, TextContent text)
    {
        json.WriteString("type", "text");
        json.WriteString("text", text.Text);
        var citations = text.Annotations?.Select(static annotation => annotation.RawRepresentation).OfType<JsonElement>().ToList();
        if (citations is { Count: > 0 })
        {
            json.WriteStartArray("citations");
            citations.ForEach(citation => citation.WriteTo(json));
            json.WriteEndArray();
        }
    }

    private static void WriteThoughts(Utf8JsonWriter json, TextReasoningContent thoughts)
    {
        if (thoughts.AdditionalProperties?.TryGetValue(Kind, out string? kind) == true && kind == "redacted_thinking")
        {
            json.WriteString("type", kind);
            json.WriteString("data", thoughts.ProtectedData);
        }
        else
        {
            json.WriteString("type", "thinking");
            json.WriteString("thinking", thoughts.Text);
            json.WriteString("signature", thoughts.ProtectedData);
        }
    }

    private static void WriteData(Utf8JsonWriter json, DataContent data)
    {
        var isImage = data.HasTopLevelMediaType("image");
        var isText = data.MediaType == "text/plain";
        BeginSource(json, isImage, data.Name, isText ? "text" : "base64");
        json.WriteString("media_type", data.MediaType);
        if (isText)
        {
            json.WriteString("data", Encoding.UTF8.GetString(data.Data.Span));
        }
        else
        {
            json.WriteString("data", data.Base64Data.Span);
        }

        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, bool isImage, string? title, string kind, string member, string value)
    {
        BeginSource(json, isImage, title, kind);
        json.WriteString(member, value);
        json.WriteEndObject();
    }

    private static void BeginSource(Utf8JsonWriter json, bool isImage, string? title, string kind)
    {
        json.WriteString("type", isImage ? "image" : "document");
        if (!isImage && title is not null)
        {
            json.WriteString("title", title);
        }

        json.WriteStartObject("source");
        json.WriteString("type", kind);
    }

    private static void WriteCall(Utf8JsonWriter json, FunctionCallContent call)
    {
        json.WriteString("type", "tool_use");
        json.WriteString("id", call.CallId);
        json.WriteString("name", call.Name);
        json.WritePropertyName("input");

        // Arguments that a limit cut off are no JSON; the protocol takes nothing else.
        var text = call.Arguments is null ? string.Empty : RequestBody.ArgumentsText(call);
        json.WriteRawValue(string.IsNullOrWhiteSpace(text) ? "{}" : text);
    }

    private static void WriteResult(Utf8JsonWriter json, FunctionResultContent result)
    {
        json.WriteString("type", "tool_result");
        json.WriteString("tool_use_id", result.CallId);
        IEnumerable<AIContent>? contents = result.Result switch
        {
            AIContent one => [one],
            IEnumerable<AIContent> many => many,
            _ => null,
        };
        if (contents is not null)
        {
            json.WriteStartArray("content");
            foreach (var content in contents.Where(CanWrite))
            {
                Write(json, content, null);
            }

            json.WriteEndArray();
        }
        else if (result.Result is not null || result.Exception is not null)
        {
            json.WriteString("content", RequestBody.ResultText(result));
        }

        if (result.Exception is not null)
        {
            json.WriteBoolean("is_error", true);
        }
    }
}
