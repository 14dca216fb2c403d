using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads a response of the Responses API: the whole of one, and what its streams tell at their beginning and end.</summary>
internal static class ResponsesReader
{
    /// <summary>A whole answer. Each message item begins a message; what stands around it is in the message before.</summary>
    public static ChatResponse Read(JsonElement response)
    {
        var message = new ChatMessage(ChatRole.Assistant, []);
        var messages = new List<ChatMessage> { message };
        foreach (var item in response.Items("output"))
        {
            if (item.Text("type") == "message")
            {
                if (message.MessageId is not null && message.MessageId != item.Text("id"))
                {
                    message = new ChatMessage(ChatRole.Assistant, []);
                    messages.Add(message);
                }

                message.MessageId = item.Text("id");
            }

            ResponsesOutput.Read(item, message.Contents);
        }

        messages.RemoveAll(static message => message.Contents.Count == 0);
        return new ChatResponse(messages)
        {
            ResponseId = response.Text("id"),
            ModelId = response.Text("model"),
            CreatedAt = CreatedAt(response),
            ConversationId = ConversationId(response),
            FinishReason = FinishReason(response, messages.Exists(static message => message.Contents.Any(static content => content is FunctionCallContent))),
            Usage = Usage(response),
            AdditionalProperties = ResponsesOutput.LogProbabilities(response) is { } logprobs ? new() { [ResponseProperties.LogProbabilities] = logprobs } : null,
            RawRepresentation = response.Clone(),
        };
    }

    /// <summary>The error that a response with a status of success is, or tells of.</summary>
    /// <returns><see langword="null"/> if it did not fail.</returns>
    public static ProviderError? ErrorIn(JsonElement response) =>
        response.Text("status") == "failed" || response.Child("error") is not null || response.Text("type") == "error"
            ? Error(response)
            : null;

    /// <summary>What an error event, or a response that failed, says.</summary>
    public static ProviderError Error(JsonElement json)
    {
        if (json.Child("error") is null && json.Text("type") != "error")
        {
            return new ProviderError { Message = "The response failed, without a word why." };
        }

        // In the flat form, the event's own type stands where the error's is looked for.
        var error = ProviderError.From(json) ?? new ProviderError();
        return error.Type == "error" ? error with { Type = null } : error;
    }

    public static DateTimeOffset? CreatedAt(JsonElement response) =>
        response.Count("created_at") is { } seconds and >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>What <see cref="ChatOptions.ConversationId"/> takes to go on from here: the conversation, or the response, if OpenAI keeps it.</summary>
    public static string? ConversationId(JsonElement response) =>
        response.Child("conversation")?.Text("id") ?? response.Text("conversation") ?? (response.Flag("store") == true ? response.Text("id") : null);

    /// <param name="response">The response.</param>
    /// <param name="hasCalls">Whether the caller's tools are called. The status does not tell.</param>
    public static ChatFinishReason? FinishReason(JsonElement response, bool hasCalls) => response.Label("status") switch
    {
        null => null,
        "completed" => hasCalls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        "incomplete" => response.Child("incomplete_details")?.Label("reason") switch
        {
            null => new ChatFinishReason("incomplete"),
            "max_output_tokens" or "max_tokens" => ChatFinishReason.Length,
            "content_filter" => ChatFinishReason.ContentFilter,
            var other => new ChatFinishReason(other),
        },
        var other => new ChatFinishReason(other),
    };

    public static UsageDetails? Usage(JsonElement response)
    {
        if (response.Child("usage") is not { } usage)
        {
            return null;
        }

        var (input, output) = (usage.Child("input_tokens_details"), usage.Child("output_tokens_details"));
        var details = new UsageDetails
        {
            InputTokenCount = usage.Count("input_tokens"),
            OutputTokenCount = usage.Count("output_tokens"),
            TotalTokenCount = usage.Count("total_tokens") ?? usage.Count("input_tokens") + usage.Count("output_tokens"),
            CachedInputTokenCount = input?.Count("cached_tokens"),
            ReasoningTokenCount = output?.Count("reasoning_tokens"),
        };
        Add("cache_creation_input_tokens", input?.Count("cache_write_tokens"));
        Add("input_audio_tokens", input?.Count("audio_tokens"));
        Add("output_audio_tokens", output?.Count("audio_tokens"));
        foreach (var member in usage.ValueKind == JsonValueKind.Object ? usage.EnumerateObject() : default)
        {
            if (member.Name is not ("input_tokens" or "output_tokens" or "total_tokens"))
            {
                Add(member.Name, usage.Count(member.Name));
            }
        }

        return details;

        void Add(string name, long? count)
        {
            if (count is { } number)
            {
                (details.AdditionalCounts ??= [])[name] = number;
            }
        }
    }
}
