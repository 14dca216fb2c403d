using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Diagnostics;

/// <summary>Prompts and answers in the form that the conventions give <c>gen_ai.input.messages</c> and <c>gen_ai.output.messages</c>: roles and parts as JSON. Attachments are named, not copied.</summary>
internal static class TracedContent
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IReadOnlyList<ChatMessage> messages) => Write(messages, static (json, messages) =>
    {
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, message.Role.Value);
            json.WriteStartArray("parts"u8);
            foreach (var content in message.Contents)
            {
                WritePart(json, content);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    });

    public static string Of(Completion completion) => Write(completion, static (json, completion) =>
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("parts"u8);
        WriteText(json, "reasoning", completion.Reasoning);
        WriteText(json, "text", completion.Text);
        foreach (var call in completion.ToolCalls)
        {
            WriteCall(json, call.Id, call.Name, call.ArgumentsJson);
        }

        json.WriteEndArray();
        json.WriteString("finish_reason"u8, completion.FinishReason ?? "stop");
        json.WriteEndObject();
    });

    private static string Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartArray();
            write(json, value);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WritePart(Utf8JsonWriter json, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                WriteText(json, "text", text.Text);
                break;
            case TextReasoningContent reasoning:
                WriteText(json, "reasoning", reasoning.Text);
                break;
            case FunctionCallContent call:
                WriteCall(json, call.CallId, call.Name, null);
                break;
            case FunctionResultContent result:
                json.WriteStartObject();
                json.WriteString("type"u8, "tool_call_response"u8);
                json.WriteString("id"u8, result.CallId);
                json.WriteString("response"u8, result.Result?.ToString());
                json.WriteEndObject();
                break;
            case DataContent data:
                json.WriteStartObject();
                json.WriteString("type"u8, "blob"u8);
                json.WriteString("mime_type"u8, data.MediaType);
                json.WriteNumber("bytes"u8, data.Data.Length);
                json.WriteEndObject();
                break;
            case UriContent uri:
                json.WriteStartObject();
                json.WriteString("type"u8, "uri"u8);
                json.WriteString("mime_type"u8, uri.MediaType);
                json.WriteString("uri"u8, uri.Uri.OriginalString);
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, string type, string? text)
    {
        if (text is { Length: > 0 })
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteString("content"u8, text);
            json.WriteEndObject();
        }
    }

    private static void WriteCall(Utf8JsonWriter json, string id, string name, string? arguments)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_call"u8);
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, name);
        if (arguments is not null)
        {
            json.WriteString("arguments"u8, arguments);
        }

        json.WriteEndObject();
    }
}
