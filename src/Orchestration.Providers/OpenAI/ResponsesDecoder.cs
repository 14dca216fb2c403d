using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads the stream of one response.</summary>
/// <param name="fail">Makes the exception of an error in the stream.</param>
/// <param name="facts">What the headers said, for the first update.</param>
internal sealed class ResponsesDecoder(Func<ProviderError, ModelCallException> fail, AdditionalPropertiesDictionary? facts) : StreamDecoder
{
    // They say nothing that the events around them do not say as well.
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "response.in_progress", "response.content_part.added", "response.content_part.done", "response.output_text.done", "response.output_text.annotation.added", "response.refusal.done",
        "response.reasoning_summary_part.added", "response.reasoning_summary_part.done", "response.reasoning_summary_text.done", "response.reasoning_text.done",
        "response.function_call_arguments.done", "response.custom_tool_call_input.done", "keepalive",
    };

    private readonly List<ResponsesOpenItem> _open = [];
    private AdditionalPropertiesDictionary? _facts = facts;
    private string? _responseId;
    private string? _messageId;
    private string? _modelId;
    private string? _conversationId;
    private DateTimeOffset? _createdAt;
    private bool _hasItems;
    private bool _hasCalls;
    private bool _isComplete;

    public override bool IsComplete => _isComplete;

    public override bool IsOver => _isComplete;

    public override void Read(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> data, List<ChatResponseUpdate> updates)
    {
        if (ResponsesTextDelta.Read(name, data.Span) is { } text)
        {
            updates.Add(Update(TextOf(_open.Count > 0 ? _open[^1] : null, text)));
        }
        else if (!data.Span.SequenceEqual("[DONE]"u8))
        {
            using var json = JsonDocument.Parse(data);
            Read(json.RootElement, updates);
        }
    }

    public override void Flush(List<ChatResponseUpdate> updates)
    {
        foreach (var item in _open)
        {
            if (item.Unfinished() is { } content)
            {
                updates.Add(Update(content));
            }
        }

        _open.Clear();
    }

    private void Read(JsonElement data, List<ChatResponseUpdate> updates)
    {
        switch (data.Text("type"))
        {
            case "response.created" or "response.queued":
                Begin(data.Child("response") ?? default);
                updates.Add(Update());
                break;
            case "response.output_item.added":
                Open(data);
                break;
            case "response.refusal.delta" or "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta":
                Find(data)?.Append(data.Text("delta"));
                break;
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta" when data.Text("delta") is { } thought:
                Find(data)?.MarkSeen();
                updates.Add(Update(new TextReasoningContent(thought)));
                break;
            case "response.output_item.done":
                Close(data, updates);
                break;
            case "response.completed" or "response.incomplete" or "response.cancelled":
                End(data, data.Child("response") ?? default, updates);
                break;
            case "response.failed":
                Fail(data.Child("response") ?? default, updates);
                break;
            case "error":
                throw fail(ResponsesReader.Error(data));
            case null when data.Child("error") is not null:
                Fail(data, updates);
                break;
            case null when data.Text("object") == "response":
                ReadWhole(data, updates);
                break;
            case { } type when Silent.Contains(type):
                break;
            default:
                updates.Add(Update(raw: data));
                break;
        }
    }

    private void Begin(JsonElement response)
    {
        _responseId ??= response.Text("id");
        _modelId = response.Text("model") ?? _modelId;
        _conversationId ??= ResponsesReader.ConversationId(response);
        _createdAt ??= ResponsesReader.CreatedAt(response);
    }

    private void Open(JsonElement data)
    {
        if (data.Child("item") is { } item)
        {
            _hasItems = true;
            _messageId = item.Text("type") == "message" ? item.Text("id") : _messageId;
            _open.Add(new ResponsesOpenItem(data.Count("output_index"), item));
        }
    }

    /// <summary>The item that an event speaks of: by its place, for some servers change the ids on the way.</summary>
    private ResponsesOpenItem? Find(JsonElement data)
    {
        var (index, id) = (data.Count("output_index"), data.Text("item_id") ?? data.Child("item")?.Text("id"));
        return _open.FindLast(item => index is null ? item.Id == id : item.Index == index);
    }

    private void Close(JsonElement data, List<ChatResponseUpdate> updates)
    {
        if (data.Child("item") is not { } item)
        {
            return;
        }

        if (Find(data) is { } open)
        {
            _open.Remove(open);
        }
        else
        {
            _messageId = item.Text("type") == "message" ? item.Text("id") : _messageId;
            open = new ResponsesOpenItem(null, item);
        }

        _hasItems = true;
        var contents = open.Finish(item);
        _hasCalls |= contents.Exists(static content => content is FunctionCallContent);
        if (contents.Count > 0)
        {
            updates.Add(Update([.. contents]));
        }
    }

    private void End(JsonElement data, JsonElement response, List<ChatResponseUpdate> updates)
    {
        Begin(response);
        if (!_hasItems && response.Items("output").Any())
        {
            ReadWhole(response, updates);
            return;
        }

        _isComplete = true;
        _hasCalls |= _open.Exists(static item => item.IsCall);
        Flush(updates);
        var update = Update(ResponsesReader.Usage(response) is { } usage ? [new UsageContent(usage)] : []);
        update.FinishReason = ResponsesReader.FinishReason(response, _hasCalls);
        update.RawRepresentation = data.Clone();
        if (ResponsesOutput.LogProbabilities(response) is { } logprobs)
        {
            (update.AdditionalProperties ??= [])[ResponseProperties.LogProbabilities] = logprobs;
        }

        updates.Add(update);
    }

    /// <summary>A response at once, where a stream of events was asked for.</summary>
    private void ReadWhole(JsonElement response, List<ChatResponseUpdate> updates)
    {
        if (ResponsesReader.ErrorIn(response) is not null)
        {
            Fail(response, updates);
        }

        var whole = ResponsesReader.Read(response).ToChatResponseUpdates();
        foreach (var (name, value) in _facts ?? [])
        {
            (whole[0].AdditionalProperties ??= [])[name] = value;
        }

        updates.AddRange(whole);
        _facts = null;
        _isComplete = true;
    }

    private void Fail(JsonElement response, List<ChatResponseUpdate> updates)
    {
        if (ResponsesReader.Usage(response) is { } usage)
        {
            updates.Add(Update(new UsageContent(usage)));
        }

        throw fail(ResponsesReader.Error(response));
    }

    private static TextContent TextOf(ResponsesOpenItem? item, string text)
    {
        var content = new TextContent(text);
        return item?.TakeMemory() is { } memory ? content.WithItem(memory) : content;
    }

    private ChatResponseUpdate Update(params AIContent[] contents)
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _responseId,
            MessageId = _messageId,
            ModelId = _modelId,
            ConversationId = _conversationId,
            CreatedAt = _createdAt,
            AdditionalProperties = _facts,
        };
        _facts = null;
        return update;
    }

    private ChatResponseUpdate Update(JsonElement raw)
    {
        var update = Update();
        update.RawRepresentation = raw.Clone();
        return update;
    }
}
