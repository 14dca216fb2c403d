using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Writes the messages of a Chat Completions request, into the array that the writer stands in.</summary>
internal sealed class ChatMessageWriter(Utf8JsonWriter json, OpenAIDialect dialect)
{
    private readonly ChatPartWriter _parts = new(json, dialect);

    public void Write(string? instructions, IEnumerable<ChatMessage> messages)
    {
        if (!string.IsNullOrEmpty(instructions))
        {
            Message(new ChatMessage(ChatRole.System, instructions));
        }

        foreach (var message in messages)
        {
            Message(message);
        }
    }

    private void Message(ChatMessage message)
    {
        // Each result is a message of its own here, and must follow the calls at once.
        var hasResult = false;
        foreach (var content in message.Contents)
        {
            if (content is FunctionResultContent result)
            {
                hasResult = true;
                Result(message, result);
            }
        }

        if (message.Role == ChatRole.Assistant)
        {
            Answer(message);
        }
        else if (!hasResult || message.Contents.Any(static content => content is not FunctionResultContent))
        {
            Begin(message, hasResult && message.Role == ChatRole.Tool ? ChatRole.User : message.Role);
            Content(message, [.. message.Contents.Where(ChatPartWriter.IsPart)]);
            End(message);
        }
    }

    private void Result(ChatMessage message, FunctionResultContent result)
    {
        Begin(message, ChatRole.Tool);
        json.WriteString("tool_call_id", result.CallId);
        var parts = result.Result switch
        {
            TextContent => null,
            AIContent one => [one],
            IEnumerable<AIContent> several => several,
            _ => null,
        };
        if (parts is null)
        {
            json.WriteString("content", RequestBody.ResultText(result));
        }
        else
        {
            _parts.Parts(parts);
        }

        RequestBody.WriteAll(json, result.AdditionalProperties);
        End(message);
    }

    private void Answer(ChatMessage message)
    {
        Begin(message, message.Role);
        var parts = message.Contents.Where(content => ChatPartWriter.IsPart(content) && !IsAudio(content) && content is not TextContent { Text: "", Annotations: not null }).ToList();
        if (dialect.ReasoningField == OpenAIDialect.ContentPart && message.Contents.Any(static content => content is TextReasoningContent { Text: not "" }))
        {
            Thoughts(message.Contents);
        }
        else if (parts.Count == 0 && message.Contents.Any(static content => content is FunctionCallContent or ErrorContent or DataContent))
        {
            json.WriteNull("content");
        }
        else
        {
            // An answer is one text, in however many pieces it came.
            var isText = parts.TrueForAll(static part => part is TextContent { AdditionalProperties: null });
            Content(message, isText ? [new TextContent(string.Concat(parts.Cast<TextContent>().Select(static part => part.Text)))] : parts);
        }

        Reasoning([.. message.Contents.OfType<TextReasoningContent>()]);
        Calls([.. message.Contents.OfType<FunctionCallContent>()]);
        if (message.Contents.OfType<ErrorContent>().FirstOrDefault(static error => error.ErrorCode == "Refusal") is { } refusal)
        {
            json.WriteString("refusal", refusal.Message);
        }

        if (message.Contents.OfType<DataContent>().FirstOrDefault(static data => IsAudio(data) && data.Name is not null) is { } audio)
        {
            // What the model said aloud is kept at the provider, and named by its id.
            json.WriteStartObject("audio");
            json.WriteString("id", audio.Name);
            json.WriteEndObject();
        }

        End(message);
    }

    private void Begin(ChatMessage message, ChatRole role)
    {
        json.WriteStartObject();
        json.WriteString("role", role.Value);
        if (message.AuthorName is { } name)
        {
            json.WriteString("name", name);
        }
    }

    private void End(ChatMessage message)
    {
        RequestBody.WriteAll(json, message.AdditionalProperties);
        json.WriteEndObject();
    }

    private void Content(ChatMessage message, List<AIContent> parts)
    {
        if (parts is [TextContent { AdditionalProperties: null } only])
        {
            json.WriteString("content", only.Text);
        }
        else if (parts.Count > 0)
        {
            _parts.Parts(parts);
        }
        else if (message.AdditionalProperties?.ContainsKey("content") != true)
        {
            json.WriteString("content", string.Empty);
        }
    }

    private void Thoughts(IList<AIContent> contents)
    {
        json.WriteStartArray("content");
        foreach (var content in contents)
        {
            if (content is TextReasoningContent { Text: not "" } thought)
            {
                json.WriteStartObject();
                json.WriteString("type", "thinking");
                json.WriteStartArray("thinking");
                _parts.Part(new TextContent(thought.Text));
                json.WriteEndArray();
                RequestBody.WriteAll(json, thought.AdditionalProperties);
                json.WriteEndObject();
            }
            else if (ChatPartWriter.IsPart(content))
            {
                _parts.Part(content);
            }
        }

        json.WriteEndArray();
    }

    private void Reasoning(List<TextReasoningContent> thoughts)
    {
        if (dialect.ReasoningField is not { } field || thoughts.Count == 0)
        {
            return;
        }

        // What a router gave with its signatures goes back as it came, and holds the text.
        var details = thoughts.Where(static thought => thought.ProtectedData is ['[', ..]).Select(static thought => thought.ProtectedData!).ToList();
        if (details.Count > 0)
        {
            json.WriteStartArray("reasoning_details");
            foreach (var detail in details)
            {
                using var list = JsonDocument.Parse(detail);
                foreach (var item in list.RootElement.EnumerateArray())
                {
                    item.WriteTo(json);
                }
            }

            json.WriteEndArray();
        }
        else if (string.Concat(thoughts.Select(static thought => thought.Text)) is { Length: > 0 } text && field != OpenAIDialect.ContentPart)
        {
            json.WriteString(field, text);
        }
    }

    private void Calls(List<FunctionCallContent> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.CallId);
            var isCustom = call.AdditionalProperties?.TryGetValue("type", out string? type) == true && type == "custom";
            if (!isCustom)
            {
                json.WriteString("type", "function");
            }

            json.WriteStartObject(isCustom ? "custom" : "function");
            json.WriteString("name", call.Name);
            json.WriteString(isCustom ? "input" : "arguments", RequestBody.ArgumentsText(call) is { Length: > 0 } text || isCustom ? RequestBody.ArgumentsText(call) : "{}");
            json.WriteEndObject();
            RequestBody.WriteAll(json, call.AdditionalProperties);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool IsAudio(AIContent content) => content is DataContent data && data.HasTopLevelMediaType("audio");
}
