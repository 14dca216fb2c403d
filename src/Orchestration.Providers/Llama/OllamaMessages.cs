using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Llama;

/// <summary>Writes a conversation as Ollama's messages: one text each, images beside it, calls with arguments as objects, results by the tool's name.</summary>
internal static class OllamaMessages
{
    public static void Write(Utf8JsonWriter json, IEnumerable<ChatMessage> messages, string? instructions)
    {
        json.WriteStartArray("messages");
        if (!string.IsNullOrEmpty(instructions))
        {
            json.WriteStartObject();
            json.WriteString("role", "system");
            json.WriteString("content", instructions);
            json.WriteEndObject();
        }

        var toolNames = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            // A result stands before what is said of it, and after the call that a message may hold too.
            var resultsFirst = message.Role != ChatRole.Assistant;
            var hasResults = message.Contents.Any(static content => content is FunctionResultContent);
            if (hasResults && resultsFirst)
            {
                WriteResults(json, message, toolNames);
            }

            if (!hasResults || message.Contents.Any(static content => content is not FunctionResultContent))
            {
                WriteMessage(json, message, toolNames);
            }

            if (hasResults && !resultsFirst)
            {
                WriteResults(json, message, toolNames);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message, Dictionary<string, string> toolNames)
    {
        json.WriteStartObject();
        json.WriteString("role", message.Role == ChatRole.Tool ? ChatRole.User.Value : message.Role.Value);
        json.WriteString("content", message.Text);
        if (string.Concat(message.Contents.OfType<TextReasoningContent>().Select(static thought => thought.Text)) is { Length: > 0 } thinking)
        {
            json.WriteString("thinking", thinking);
        }

        WriteImages(json, message);
        WriteCalls(json, message, toolNames);
        WriteRest(json, message);
        json.WriteEndObject();
    }

    private static void WriteImages(Utf8JsonWriter json, ChatMessage message)
    {
        var isOpen = false;
        foreach (var content in message.Contents)
        {
            if (content is UriContent or HostedFileContent || (content is DataContent other && !other.HasTopLevelMediaType("image")))
            {
                throw new ModelCallException(FailureReason.InvalidRequest, $"Ollama takes images by their bytes; it cannot take a {content.GetType().Name} of type {TypeOf(content)}.");
            }

            if (content is DataContent image)
            {
                if (!isOpen)
                {
                    json.WriteStartArray("images");
                    isOpen = true;
                }

                json.WriteStringValue(image.Base64Data.Span);
            }
        }

        if (isOpen)
        {
            json.WriteEndArray();
        }
    }

    private static string TypeOf(AIContent content) => content switch
    {
        DataContent data => data.MediaType,
        UriContent uri => uri.MediaType,
        HostedFileContent { MediaType: { } type } => type,
        _ => "unknown",
    };

    private static void WriteCalls(Utf8JsonWriter json, ChatMessage message, Dictionary<string, string> toolNames)
    {
        var isOpen = false;
        foreach (var call in message.Contents.OfType<FunctionCallContent>())
        {
            if (!isOpen)
            {
                json.WriteStartArray("tool_calls");
                isOpen = true;
            }

            toolNames[call.CallId] = call.Name;
            json.WriteStartObject();
            if (!OllamaCallIds.IsMade(call.CallId))
            {
                json.WriteString("id", call.CallId);
            }

            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WritePropertyName("arguments");
            WriteArguments(json, call);
            json.WriteEndObject();
            RequestBody.WriteAll(json, call.AdditionalProperties);
            json.WriteEndObject();
        }

        if (isOpen)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteArguments(Utf8JsonWriter json, FunctionCallContent call)
    {
        // Arguments that were cut off have no form that the server would take.
        if (call.Exception is not null && call.Arguments is null)
        {
            json.WriteStartObject();
            json.WriteEndObject();
            return;
        }

        var text = RequestBody.ArgumentsText(call);
        json.WriteRawValue(text.AsSpan().IsWhiteSpace() ? "{}" : text);
    }

    private static void WriteResults(Utf8JsonWriter json, ChatMessage message, Dictionary<string, string> toolNames)
    {
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            json.WriteStartObject();
            json.WriteString("role", "tool");
            json.WriteString("content", RequestBody.ResultText(result));
            if (toolNames.TryGetValue(result.CallId, out var name))
            {
                json.WriteString("tool_name", name);
            }

            if (!OllamaCallIds.IsMade(result.CallId))
            {
                json.WriteString("tool_call_id", result.CallId);
            }

            RequestBody.WriteAll(json, result.AdditionalProperties);
            WriteRest(json, message);
            json.WriteEndObject();
        }
    }

    private static void WriteRest(Utf8JsonWriter json, ChatMessage message)
    {
        if (message.AuthorName is { } author)
        {
            json.WriteString("name", author);
        }

        RequestBody.WriteAll(json, message.AdditionalProperties);
    }
}
