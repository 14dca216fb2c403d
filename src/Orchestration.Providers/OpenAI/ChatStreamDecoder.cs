using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads the chunks of Chat Completions; a whole response is to it a stream of one.</summary>
/// <param name="dialect">How the server counts.</param>
/// <param name="facts">What the headers said; goes with the first update.</param>
/// <param name="failure">Makes the failure of an error.</param>
internal sealed class ChatStreamDecoder(OpenAIDialect dialect, AdditionalPropertiesDictionary? facts, Func<ProviderError, ModelCallException> failure) : StreamDecoder
{
    private readonly List<ChatChoice> _choices = [];
    private AdditionalPropertiesDictionary? _facts = facts;
    private string? _id;
    private string? _model;
    private DateTimeOffset? _created;
    private UsageContent? _usage;
    private List<AIAnnotation>? _sources;
    private int _live;
    private bool _isDone;

    /// <summary>A finish reason of every choice, or the end mark: some send only the one, some only the other.</summary>
    public override bool IsComplete => _isDone || HasAnswer && _choices.TrueForAll(static choice => choice.IsFinished);

    public override bool IsOver => _isDone;

    /// <summary>Whether a piece of text can only be the next piece of the one answer there is.</summary>
    private bool IsPlain => _choices is [{ Index: 0, IsPlain: true }];

    /// <summary>Whether there was a choice at all.</summary>
    public bool HasAnswer => _choices.Count > 0;

    public override void Read(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> data, List<ChatResponseUpdate> updates)
    {
        var text = data.Span.Trim(" \t\r\n"u8);
        if (text.SequenceEqual("[DONE]"u8))
        {
            _isDone = true;
        }
        else if (IsPlain && name.IsEmpty && ChatTextDelta.Read(text) is { } piece)
        {
            updates.Add(Update(_choices[0], [new TextContent(piece)]));
        }
        else if (!text.IsEmpty)
        {
            using var json = JsonDocument.Parse(data);
            Read(name, json.RootElement, updates);
        }
    }

    /// <summary>Takes a chunk, or a whole response.</summary>
    public void Read(ReadOnlySpan<byte> name, JsonElement chunk, List<ChatResponseUpdate> updates)
    {
        if (ChatErrors.In(name, chunk) is { } error)
        {
            throw failure(error);
        }

        Head(chunk);
        foreach (var choice in chunk.Items("choices"))
        {
            Choice(chunk, choice, updates);
        }
    }

    public override void Flush(List<ChatResponseUpdate> updates)
    {
        for (var i = 0; i < _choices.Count; i++)
        {
            var contents = new List<AIContent>();
            _choices[i].Finish(contents);
            if (contents.Count > 0)
            {
                Emit(_choices[i], Update(_choices[i], contents), updates);
            }

            updates.AddRange(_choices[i].Held);
            _choices[i].Held.Clear();
            _live = Math.Max(_live, i + 1);
        }

        if (_sources is not null)
        {
            updates.Add(Update(null, [new TextContent(string.Empty) { Annotations = _sources }]));
        }

        if (_usage is not null)
        {
            updates.Add(Update(null, [_usage]));
        }
    }

    /// <summary>What stands in every chunk. The id is the first one's: some servers give each chunk its own, and it is what joins them.</summary>
    private void Head(JsonElement chunk)
    {
        _id ??= chunk.Text("id") is { Length: > 0 } id ? id : null;
        _model ??= chunk.Text("model") is { Length: > 0 } model ? model : null;
        _created ??= chunk.Count("created") is > 0 and < 253402300800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

        // The last one is the final one. Groq says the same once more in an envelope of its own.
        Usage(chunk.Child("usage") ?? (_usage is null ? chunk.Child("x_groq")?.Child("usage") : null));
        _sources = ChatCitations.Sources(chunk) ?? _sources;
    }

    private void Usage(JsonElement? usage)
    {
        if (usage is { ValueKind: JsonValueKind.Object } counts && counts.EnumerateObject().Any())
        {
            _usage = new UsageContent(ChatUsage.Read(counts, dialect)) { RawRepresentation = counts.Clone() };
        }
    }

    private void Choice(JsonElement chunk, JsonElement json, List<ChatResponseUpdate> updates)
    {
        var choice = Find((int)Math.Clamp(json.Count("index") ?? 0, 0, 1000));
        var contents = new List<AIContent>();
        var hasUnknown = false;
        if (_usage is null)
        {
            // Moonshot's place for it.
            Usage(json.Child("usage"));
        }

        // Perplexity sends both: the message so far beside a delta, and beside a whole message an empty delta.
        var isWhole = chunk.Text("object") == "chat.completion";
        if ((isWhole ? json.Child("message") ?? json.Child("delta") : json.Child("delta") ?? json.Child("message")) is { ValueKind: JsonValueKind.Object } delta)
        {
            choice.Read(delta, contents);
            hasUnknown = ChatChoice.HasUnknown(delta);
        }

        ChatFinishReason? reason = null;
        if ((json.Label("finish_reason") ?? json.Child("finish_details")?.Label("type")) is { } raw && !choice.IsFinished)
        {
            choice.Finish(contents);
            choice.IsFinished = true;
            reason = Reason(raw);
        }

        var logProbabilities = json.Child("logprobs") is { } given && (given.Child("content") ?? given.Child("refusal") ?? given.Child("tokens")) is not null ? given.Clone() : (JsonElement?)null;
        if (contents.Count > 0 || reason is not null || hasUnknown || logProbabilities is not null)
        {
            var update = Update(choice, contents);
            update.RawRepresentation = hasUnknown ? chunk.Clone() : null;
            if (logProbabilities is { } list)
            {
                (update.AdditionalProperties ??= [])[ResponseProperties.LogProbabilities] = list;
            }

            // One answer has one finish reason: the first choice's. Those of the others are found in the raw chunk.
            if (choice == _choices[0])
            {
                update.FinishReason = reason;
            }
            else if (reason is not null)
            {
                update.RawRepresentation = chunk.Clone();
            }

            Emit(choice, update, updates);
        }

        Advance(updates);
    }

    private ChatChoice Find(int index)
    {
        foreach (var known in _choices)
        {
            if (known.Index == index)
            {
                return known;
            }
        }

        var choice = new ChatChoice(index);
        _choices.Add(choice);
        return choice;
    }

    private ChatResponseUpdate Update(ChatChoice? choice, IList<AIContent> contents)
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = choice is null ? null : choice.Index == 0 ? _id : $"{_id}/{choice.Index}",
            ModelId = _model,
            CreatedAt = _created,
            AdditionalProperties = _facts,
        };
        _facts = null;
        return update;
    }

    // Updates are joined into a message only where they follow each other, and choices come in turns: so the first one flows, and each further one waits for those before it.
    private void Emit(ChatChoice choice, ChatResponseUpdate update, List<ChatResponseUpdate> updates) =>
        (_choices.IndexOf(choice) <= _live ? updates : choice.Held).Add(update);

    private void Advance(List<ChatResponseUpdate> updates)
    {
        while (_live < _choices.Count && _choices[_live].IsFinished)
        {
            _live++;
            if (_live < _choices.Count)
            {
                updates.AddRange(_choices[_live].Held);
                _choices[_live].Held.Clear();
            }
        }
    }

    private static ChatFinishReason Reason(string raw) => raw switch
    {
        "stop" => ChatFinishReason.Stop,
        "length" or "max_tokens" or "model_length" => ChatFinishReason.Length,
        "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
        "content_filter" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(raw),
    };
}
