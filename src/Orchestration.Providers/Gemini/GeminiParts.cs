using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Writes the parts of a conversation's turns. Used for one request, from its first message to its last.</summary>
internal sealed class GeminiParts(Utf8JsonWriter json, GeminiEndpoint endpoint)
{
    // A result is written with the name of its function, which only the call knows.
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Whether a content becomes a part. Empty text does only with a signature, which stands alone at the end of many a stream.</summary>
    public static bool IsSent(AIContent content) => content switch
    {
        TextContent text => text.Text.Length > 0 || text.AdditionalProperties is { Count: > 0 },
        TextReasoningContent thought => thought.Text.Length > 0 || !string.IsNullOrEmpty(thought.ProtectedData),
        DataContent or UriContent or HostedFileContent or FunctionCallContent or FunctionResultContent or ErrorContent => true,
        CodeInterpreterToolCallContent or CodeInterpreterToolResultContent => true,
        { RawRepresentation: JsonElement { ValueKind: JsonValueKind.Object } } => content.GetType() == typeof(AIContent),
        _ => false,
    };

    public void Write(IEnumerable<AIContent> contents)
    {
        foreach (var content in contents)
        {
            if (IsSent(content))
            {
                WritePart(content);
            }
        }
    }

    private void WritePart(AIContent content)
    {
        if (content.GetType() == typeof(AIContent) && content.RawRepresentation is JsonElement own)
        {
            own.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        switch (content)
        {
            case TextContent text: json.WriteString("text", text.Text); break;
            case TextReasoningContent thought: WriteThought(thought); break;
            case DataContent or UriContent or HostedFileContent: WriteFile(content); break;
            case FunctionCallContent call: WriteCall(call); break;
            case FunctionResultContent result: WriteResult(result); break;
            case CodeInterpreterToolCallContent or CodeInterpreterToolResultContent: GeminiCode.Write(json, content); break;
            case ErrorContent error: json.WriteString("text", error.Message); break;
        }

        RequestBody.WriteAll(json, content.AdditionalProperties);
        json.WriteEndObject();
    }

    private void WriteThought(TextReasoningContent thought)
    {
        if (thought.Text.Length > 0)
        {
            json.WriteString("text", thought.Text);
        }

        json.WriteBoolean("thought", true);
        if (thought.ProtectedData is { Length: > 0 } signature)
        {
            json.WriteString(GeminiNames.Signature, signature);
        }
    }

    private void WriteFile(AIContent content)
    {
        if (content is DataContent data)
        {
            json.WriteStartObject("inlineData");
            json.WriteString("mimeType", data.MediaType);
            json.WriteString("data", data.Base64Data.Span);
        }
        else
        {
            var (address, type) = content is UriContent uri ? (uri.Uri.OriginalString, uri.MediaType) : (endpoint.FileAddress(((HostedFileContent)content).FileId), ((HostedFileContent)content).MediaType);
            json.WriteStartObject("fileData");
            json.WriteString("fileUri", address);
            if (type is not null)
            {
                json.WriteString("mimeType", type);
            }
        }

        json.WriteEndObject();
    }

    private void WriteCall(FunctionCallContent call)
    {
        _names[call.CallId] = call.Name;
        json.WriteStartObject("functionCall");
        WriteId(call.CallId);
        json.WriteString("name", call.Name);
        json.WritePropertyName("args");

        // Only an object can stand here: a call that the token limit cut has none.
        json.WriteRawValue(call.Exception is null ? RequestBody.ArgumentsText(call) : "{}", skipInputValidation: true);
        json.WriteEndObject();
    }

    private void WriteResult(FunctionResultContent result)
    {
        json.WriteStartObject("functionResponse");
        if (_names.TryGetValue(result.CallId, out var name))
        {
            WriteId(result.CallId);
        }

        json.WriteString("name", name ?? result.CallId);
        List<AIContent> contents = result.Result switch
        {
            AIContent content => [content],
            IEnumerable<AIContent> several => [.. several],
            _ => [],
        };
        json.WriteStartObject("response");
        WriteAnswer(result, contents);
        json.WriteEndObject();
        var files = contents.Where(static content => content is DataContent or UriContent or HostedFileContent).ToList();
        if (files.Count > 0)
        {
            json.WriteStartArray("parts");
            Write(files);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>The members of the answer: those of an object as they are; what is none stands as <c>output</c>, a failure as <c>error</c>, the names that the API knows.</summary>
    private void WriteAnswer(FunctionResultContent result, List<AIContent> contents)
    {
        var name = result.Exception is null ? "output" : "error";
        if (contents.Count > 0)
        {
            if (contents.OfType<TextContent>().Any())
            {
                json.WriteString(name, string.Concat(contents.OfType<TextContent>().Select(static text => text.Text)));
            }
        }
        else if (result.Result is null)
        {
            if (result.Exception is { } exception)
            {
                json.WriteString(name, exception.Message);
            }
        }
        else if (result.Result is string or JsonElement { ValueKind: JsonValueKind.String })
        {
            json.WriteString(name, RequestBody.ResultText(result));
        }
        else
        {
            using var value = JsonDocument.Parse(RequestBody.ResultText(result));
            if (value.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in value.RootElement.EnumerateObject())
                {
                    member.WriteTo(json);
                }
            }
            else
            {
                json.WritePropertyName(name);
                value.RootElement.WriteTo(json);
            }
        }
    }

    private void WriteId(string id)
    {
        if (!GeminiNames.IsMadeUp(id))
        {
            json.WriteString("id", id);
        }
    }
}
