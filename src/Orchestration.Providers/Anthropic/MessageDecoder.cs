using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>Reads a streamed message: https://docs.anthropic.com/en/docs/build-with-claude/streaming.</summary>
/// <remarks>
/// A second <c>message_start</c> begins anew, as happens behind proxies that try again unseen: open blocks and usage of the first are dropped, and what
/// follows is another message, unless nothing had come before.
/// </remarks>
internal sealed class MessageDecoder(ProviderConnection connection, HttpResponseMessage response) : StreamDecoder
{
    private readonly SortedDictionary<long, OpenBlock> _open = [];
    private MessageUsage _usage = new();
    private string? _id;
    private string? _messageId;
    private string? _model;
    private int _restarts;
    private bool _hasBegun;
    private bool _hasContent;
    private bool _isComplete;
    private bool _isUsageGiven;

    public override bool IsComplete => _isComplete;

    public override bool IsOver => _isComplete;

    public override void Read(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> data, List<ChatResponseUpdate> updates)
    {
        if (data.Span.TrimStart(" \t"u8) is not [(byte)'{', ..])
        {
            // Some servers end every stream with OpenAI's [DONE].
            return;
        }

        using var document = JsonDocument.Parse(data);
        var json = document.RootElement;
        switch (json.Text("type"))
        {
            case "ping": break;
            case "message_start": Start(json.Child("message") ?? json, updates); break;
            case "content_block_start": Begin(json, updates); break;
            case "content_block_delta": Add(json, updates); break;
            case "content_block_stop": End(json.Count("index") ?? 0, updates); break;
            case "message_delta": Finish(json, updates); break;
            case "message_stop": Complete(updates); break;
            case "message": TakeWhole(json, updates); break;
            default:
                WholeMessage.ThrowIfError(json, connection, response);
                updates.Add(Update([], json));
                break;
        }
    }

    public override void Flush(List<ChatResponseUpdate> updates)
    {
        EndAll(updates);
        if (!_isUsageGiven && _usage.Details() is { } details)
        {
            _isUsageGiven = true;
            updates.Add(Update([new UsageContent(details)]));
        }
    }

    private void Start(JsonElement message, List<ChatResponseUpdate> updates)
    {
        var id = message.Text("id");
        _restarts += _hasContent || _open.Count > 0 ? 1 : 0;
        _messageId = _restarts > 0 && id == _id ? $"{id}#{_restarts}" : id;
        (_id, _model) = (id, message.Text("model") ?? _model);
        _open.Clear();
        _hasContent = false;
        _usage = new MessageUsage();
        _usage.Take(message.Child("usage"));
        updates.Add(OfResponse(message, _hasBegun ? null : ResponseFacts.Of(response)));
        _hasBegun = true;
        if (WholeMessage.Contents(message) is { Count: > 0 } contents)
        {
            updates.Add(Update(Note(contents)));
        }
    }

    private void Begin(JsonElement json, List<ChatResponseUpdate> updates)
    {
        var index = json.Count("index") ?? 0;

        // A server that forgets to end a block ends it by beginning the next in its place.
        End(index, updates);
        if (json.Child("content_block") is { ValueKind: JsonValueKind.Object } block)
        {
            _open[index] = OpenBlock.Begin(block);
        }
    }

    private void Add(JsonElement json, List<ChatResponseUpdate> updates)
    {
        var index = json.Count("index") ?? 0;
        if (json.Child("delta") is not { ValueKind: JsonValueKind.Object } delta)
        {
            return;
        }

        if (!_open.TryGetValue(index, out var block) && OpenBlock.BeginFor(delta) is { } begun)
        {
            _open[index] = block = begun;
        }

        if (block is not RawBlock && !OpenBlock.Knows(delta))
        {
            updates.Add(Update([], json));
        }
        else if (block?.Add(delta) is { } content)
        {
            updates.Add(Update(Note([content])));
        }
    }

    private void End(long index, List<ChatResponseUpdate> updates)
    {
        if (_open.Remove(index, out var block) && block.End() is { } content)
        {
            updates.Add(Update(Note([content])));
        }
    }

    private void EndAll(List<ChatResponseUpdate> updates)
    {
        foreach (var index in _open.Keys.ToArray())
        {
            End(index, updates);
        }
    }

    private void Finish(JsonElement json, List<ChatResponseUpdate> updates)
    {
        _usage.Take(json.Child("usage"));
        if (json.Child("delta") is not { } delta || MessageEnd.FinishReason(delta) is not { } reason)
        {
            // Usage alone, while the message goes on.
            return;
        }

        EndAll(updates);
        if (MessageEnd.Refusal(delta) is { } refusal)
        {
            updates.Add(Update(Note([refusal])));
        }

        var update = OfResponse(json, MessageEnd.Properties(json, MessageEnd.Properties(delta, null)));
        update.FinishReason = reason;
        updates.Add(update);
    }

    private void Complete(List<ChatResponseUpdate> updates)
    {
        _isComplete = true;
        Flush(updates);
    }

    /// <summary>A message in one piece, though a stream was asked for.</summary>
    private void TakeWhole(JsonElement message, List<ChatResponseUpdate> updates)
    {
        Start(message, updates);
        var update = OfResponse(message, MessageEnd.Properties(message, null));
        update.FinishReason = MessageEnd.FinishReason(message);
        updates.Add(update);
        Complete(updates);
    }

    private List<AIContent> Note(List<AIContent> contents)
    {
        _hasContent |= contents.Count > 0;
        return contents;
    }

    /// <summary>An update without a message's id: only so are its properties those of the response, and not of the message, which may be sent back.</summary>
    private ChatResponseUpdate OfResponse(JsonElement raw, AdditionalPropertiesDictionary? properties)
    {
        var update = Update([], raw);
        update.MessageId = null;
        update.AdditionalProperties = properties;
        return update;
    }

    private ChatResponseUpdate Update(List<AIContent> contents, JsonElement? raw = null) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _id,
        MessageId = _messageId,
        ModelId = _model,
        RawRepresentation = raw?.Clone(),
    };
}
