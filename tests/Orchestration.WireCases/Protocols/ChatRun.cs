using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.WireCases.Protocols;

/// <summary>Asks a chat client, whole or streamed, and notes what came.</summary>
internal static class ChatRun
{
    /// <summary>What a request without a recorded conversation says.</summary>
    public static readonly Conversation Hello = new([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions());

    /// <param name="client">The adapter.</param>
    /// <param name="conversation">What to ask.</param>
    /// <param name="isStreaming">Whether to ask for a stream.</param>
    /// <param name="restarts">Whether several messages are one answer begun anew, the last of them being it, and not several choices, the first of them.</param>
    public static async Task<Outcome> AskAsync(IChatClient client, Conversation conversation, bool isStreaming, bool restarts = false)
    {
        if (!isStreaming)
        {
            try
            {
                return Of(await client.GetResponseAsync(conversation.Messages, conversation.Options), null, restarts);
            }
            catch (ModelCallException e)
            {
                return Of(new ChatResponse(), e, restarts);
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

        return Of(updates.ToChatResponse(), failure, restarts);
    }

    /// <summary>What came, in terms that all protocols share.</summary>
    private static Outcome Of(ChatResponse response, ModelCallException? failure, bool restarts)
    {
        var contents = response.Messages.Count > 0 ? response.Messages[restarts ? ^1 : 0].Contents : [];
        return new Outcome
        {
            Text = string.Concat(contents.OfType<TextContent>().Select(static text => text.Text)),
            Reasoning = string.Concat(contents.OfType<TextReasoningContent>().Select(static thought => thought.Text)),
            Refusal = contents.OfType<ErrorContent>().FirstOrDefault(static error => error.ErrorCode == "Refusal")?.Message,
            FinishReason = response.FinishReason?.Value,
            ToolCalls = [.. contents.OfType<FunctionCallContent>().Select(static call => ((string?)call.CallId, call.Name, (string)call.RawRepresentation!))],
            Choices = [.. response.Messages.Select(static message => message.Text)],
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
}
