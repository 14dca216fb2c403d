using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Reads the events of <c>streamGenerateContent</c>, each of which looks like a whole answer. Nothing marks the end: it is there when every candidate has finished.</summary>
internal sealed class GeminiStreamDecoder(ProviderConnection connection, HttpResponseMessage response) : StreamDecoder
{
    private readonly GeminiAnswer _answer = new();
    private readonly SortedList<int, GeminiCandidate> _candidates = [];
    private bool _hasFacts;

    public override bool IsComplete => _candidates.Count > 0 ? _candidates.Values.All(static candidate => candidate.IsFinished) : _answer.BlockReason is not null;

    public override void Read(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> data, List<ChatResponseUpdate> updates)
    {
        // Some gateways end the stream as OpenAI does.
        if (data.Span.SequenceEqual("[DONE]"u8))
        {
            return;
        }

        using var json = JsonDocument.Parse(data);
        ReadEvents(json.RootElement, updates);
    }

    public override void Flush(List<ChatResponseUpdate> updates)
    {
        var first = _candidates.Values.FirstOrDefault();
        List<AIContent> last = [];
        foreach (var candidate in _candidates.Values)
        {
            var contents = _candidates.Count == 1 ? last : candidate.Held;
            candidate.Finish(contents);
            if (contents != last && contents.Count > 0)
            {
                updates.Add(Update(contents, _answer.MessageId(candidate.Index)));
            }
        }

        if (_answer.Usage is { } usage)
        {
            last.Add(new UsageContent(usage));
        }

        // Without a message of its own, it joins the last one, whichever candidate that is.
        var end = Update(last, _candidates.Count > 1 ? null : _answer.MessageId(0));
        end.FinishReason = _answer.FinishReasonOf(first);
        if (_answer.FinishMessageOf(first) is { } message)
        {
            (end.AdditionalProperties ??= [])[ResponseProperties.FinishMessage] = message;
        }

        updates.Add(end);
    }

    private void ReadEvents(JsonElement json, List<ChatResponseUpdate> updates)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                ReadEvents(item, updates);
            }
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            ReadEvent(json, updates);
        }
    }

    private void ReadEvent(JsonElement json, List<ChatResponseUpdate> updates)
    {
        if (json.Child("error") is not null && ProviderError.From(json) is { } error)
        {
            throw connection.Failure(error, response);
        }

        _answer.Read(json);
        var isKnown = !GeminiAnswer.HoldsMore(json);
        var contents = new List<AIContent>();
        JsonElement? logProbabilities = null;
        foreach (var item in json.Items("candidates"))
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                var candidate = CandidateOf(item);

                // Two messages cannot grow at once: the first candidate streams, the others follow it whole.
                isKnown &= !candidate.Read(item, candidate.Index == 0 ? contents : candidate.Held);
                logProbabilities ??= candidate.Index == 0 ? item.Child("logprobsResult") : null;
            }
        }

        if (contents.Count > 0 || !isKnown)
        {
            var update = Update(contents, _answer.MessageId(0));
            update.RawRepresentation = isKnown ? null : json.Clone();
            if (logProbabilities is { } said)
            {
                (update.AdditionalProperties ??= [])[ResponseProperties.LogProbabilities] = said.Clone();
            }

            updates.Add(update);
        }
    }

    private GeminiCandidate CandidateOf(JsonElement item)
    {
        var index = GeminiCandidate.IndexOf(item);
        if (!_candidates.TryGetValue(index, out var candidate))
        {
            _candidates.Add(index, candidate = new GeminiCandidate(_answer, index));
        }

        return candidate;
    }

    private ChatResponseUpdate Update(List<AIContent> contents, string? messageId)
    {
        var facts = _hasFacts ? null : ResponseFacts.Of(response);
        _hasFacts = true;
        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _answer.Id,
            MessageId = messageId,
            ModelId = _answer.ModelId,
            CreatedAt = _answer.CreatedAt,
            AdditionalProperties = facts,
        };
    }
}
