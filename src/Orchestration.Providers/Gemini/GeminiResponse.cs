using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Reads the body of an answer that came whole.</summary>
internal static class GeminiResponse
{
    /// <exception cref="ModelCallException">It holds the provider's error, or cannot be read.</exception>
    public static ChatResponse Read(ReadOnlyMemory<byte> body, HttpResponseMessage response, ProviderConnection connection)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? ReadObject(json.RootElement, response, connection) : ReadEvents(body, response, connection);
        }
        catch (JsonException e)
        {
            throw new ModelCallException(FailureReason.ServerError, "The answer is not what the protocol says: it cannot be read.", e);
        }
    }

    private static ChatResponse ReadObject(JsonElement json, HttpResponseMessage response, ProviderConnection connection)
    {
        if (json.Child("error") is not null && ProviderError.From(json) is { } error)
        {
            throw connection.Failure(error, response);
        }

        var answer = new GeminiAnswer();
        answer.Read(json);
        var result = new ChatResponse { AdditionalProperties = ResponseFacts.Of(response), RawRepresentation = json.Clone() };
        GeminiCandidate? first = null;
        foreach (var item in json.Items("candidates"))
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                var candidate = new GeminiCandidate(answer, result.Messages.Count);
                var message = new ChatMessage(ChatRole.Assistant, Contents(candidate, item)) { MessageId = answer.MessageId(candidate.Index), CreatedAt = answer.CreatedAt };
                NoteLogProbabilities(item, first is null ? result.AdditionalProperties ??= [] : message.AdditionalProperties ??= []);
                result.Messages.Add(message);
                first ??= candidate;
            }
        }

        (result.ResponseId, result.ModelId, result.CreatedAt, result.Usage) = (answer.Id, answer.ModelId, answer.CreatedAt, answer.Usage);
        result.FinishReason = answer.FinishReasonOf(first);
        if (answer.FinishMessageOf(first) is { } words)
        {
            (result.AdditionalProperties ??= [])[ResponseProperties.FinishMessage] = words;
        }

        return result;
    }

    private static List<AIContent> Contents(GeminiCandidate candidate, JsonElement item)
    {
        var contents = new List<AIContent>();
        candidate.Read(item, contents);
        candidate.Finish(contents);
        return contents;
    }

    private static void NoteLogProbabilities(JsonElement candidate, AdditionalPropertiesDictionary properties)
    {
        if (candidate.Child("logprobsResult") is { } said)
        {
            properties[ResponseProperties.LogProbabilities] = said.Clone();
        }
    }

    /// <summary>A gateway may answer with the list that a stream would be.</summary>
    private static ChatResponse ReadEvents(ReadOnlyMemory<byte> body, HttpResponseMessage response, ProviderConnection connection)
    {
        var decoder = new GeminiStreamDecoder(connection, response);
        var updates = new List<ChatResponseUpdate>();
        decoder.Read([], body, updates);
        decoder.Flush(updates);
        return updates.ToChatResponse();
    }
}
