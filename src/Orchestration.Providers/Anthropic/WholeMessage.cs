using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>Reads a message that came in one piece.</summary>
internal static class WholeMessage
{
    public static ChatResponse Read(ReadOnlyMemory<byte> body, ProviderConnection connection, HttpResponseMessage response)
    {
        JsonElement json;
        try
        {
            using var document = JsonDocument.Parse(body);
            json = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ModelCallException(FailureReason.ServerError, "The answer is no JSON.", e);
        }

        ThrowIfError(json, connection, response);
        var usage = new MessageUsage();
        usage.Take(json.Child("usage"));
        var id = json.Text("id");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, Contents(json)) { MessageId = id })
        {
            ResponseId = id,
            ModelId = json.Text("model"),
            FinishReason = MessageEnd.FinishReason(json),
            Usage = usage.Details(),
            AdditionalProperties = MessageEnd.Properties(json, ResponseFacts.Of(response)),
            RawRepresentation = json,
        };
    }

    /// <summary>The blocks, and the refusal that ended them.</summary>
    public static List<AIContent> Contents(JsonElement json)
    {
        var contents = new List<AIContent>();
        foreach (var block in json.Items("content"))
        {
            if (block.ValueKind == JsonValueKind.Object && OpenBlock.Begin(block).End() is { } content)
            {
                contents.Add(content);
            }
        }

        if (MessageEnd.Refusal(json) is { } refusal)
        {
            contents.Add(refusal);
        }

        return contents;
    }

    /// <summary>Throws for an error that came with a status of success, and for what is no message at all.</summary>
    public static void ThrowIfError(JsonElement json, ProviderConnection connection, HttpResponseMessage response)
    {
        if (json.Text("type") == "error" || json.Child("error") is not null || json.ValueKind != JsonValueKind.Object)
        {
            throw connection.Failure(ProviderError.From(json) ?? new ProviderError { Message = "The answer is no message." }, response);
        }
    }
}
