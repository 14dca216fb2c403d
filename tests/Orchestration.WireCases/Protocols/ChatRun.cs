using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.WireCases.Protocols;

/// <summary>What it means that an answer has several messages.</summary>
internal enum SeveralMessages
{
    /// <summary>Each is an answer of its own; the first is compared.</summary>
    Choices,

    /// <summary>All together are the answer.</summary>
    Parts,

    /// <summary>The answer was begun anew; the last is it.</summary>
    Restarts,
}

/// <summary>Asks a chat client, whole or streamed, and notes what came.</summary>
internal static class ChatRun
{
    /// <summary>What a request without a recorded conversation says.</summary>
    public static readonly Conversation Hello = new([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions());

    /// <param name="client">The client.</param>
    /// <param name="conversation">What it is asked.</param>
    /// <param name="isStreaming">Whether it answers in a stream.</param>
    /// <param name="meaning">What several messages of an answer are.</param>
    public static async Task<Outcome> AskAsync(IChatClient client, Conversation conversation, bool isStreaming, SeveralMessages meaning = SeveralMessages.Choices)
    {
        if (!isStreaming)
        {
            try
            {
                return Of(await client.GetResponseAsync(conversation.Messages, conversation.Options), null, meaning);
            }
            catch (ModelCallException e)
            {
                return Of(new ChatResponse(), e, meaning);
            }
        }

        var updates = new List<ChatResponseUpdate>();
        ModelCallException? failure = null;
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(conversation.Messages, conversation.Options))
            {
                updates.Add(update);
            }
        }
        catch (ModelCallException e)
        {
            failure = e;
        }

        return Of(updates.ToChatResponse(), failure, meaning);
    }

    /// <summary>What came, in terms that all protocols share.</summary>
    private static Outcome Of(ChatResponse response, ModelCallException? failure, SeveralMessages meaning)
    {
        var messages = meaning switch { SeveralMessages.Parts => response.Messages, SeveralMessages.Restarts => response.Messages.TakeLast(1), _ => response.Messages.Take(1) };
        var contents = messages.SelectMany(static message => message.Contents).ToList();
        return new Outcome
        {
            Text = string.Concat(contents.OfType<TextContent>().Select(static text => text.Text)),
            Reasoning = string.Concat(contents.OfType<TextReasoningContent>().Select(static thought => thought.Text)),
            Refusal = contents.OfType<ErrorContent>().FirstOrDefault(static error => error.ErrorCode == "Refusal")?.Message,
            FinishReason = response.FinishReason?.Value,
            ToolCalls = [.. contents.OfType<FunctionCallContent>().Select(static call => ((string?)call.CallId, call.Name, (string)call.RawRepresentation!))],
            Choices = [.. response.Messages.Select(static message => message.Text)],
            OtherItems = [.. contents.Select(static content => TypeOf(content.RawRepresentation)).OfType<string>()],
            InputTokens = response.Usage?.InputTokenCount,
            OutputTokens = response.Usage?.OutputTokenCount,
            CachedInputTokens = response.Usage?.CachedInputTokenCount,
            CacheWriteTokens = response.Usage?.AdditionalCounts?.GetValueOrDefault("cache_creation_input_tokens"),
            ReasoningTokens = response.Usage?.ReasoningTokenCount,
            Failure = failure?.Reason,
            ProviderCode = failure?.ProviderCode,
            RequestId = failure?.RequestId,
            RetryAfter = failure?.RetryAfter,
        };
    }

    private static string? TypeOf(object? raw) =>
        raw is JsonElement { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
}
