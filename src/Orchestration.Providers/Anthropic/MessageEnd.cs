using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>Reads how a message ended, from a whole message or from the <c>delta</c> of a <c>message_delta</c>: both have the same members.</summary>
internal static class MessageEnd
{
    public static ChatFinishReason? FinishReason(JsonElement json) => json.Label("stop_reason") switch
    {
        null => null,
        "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
        "tool_use" => ChatFinishReason.ToolCalls,
        "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
        "refusal" => ChatFinishReason.ContentFilter,
        var other => new ChatFinishReason(other),
    };

    /// <summary>The refusal, if it ended by one. Its details are the category of the refusal, where the provider names it.</summary>
    public static ErrorContent? Refusal(JsonElement json)
    {
        if (json.Text("stop_reason") != "refusal")
        {
            return null;
        }

        var details = json.Child("stop_details");
        return new ErrorContent(details?.Text("explanation") ?? "The provider refused to go on and gave no reason.")
        {
            ErrorCode = "Refusal",
            Details = details?.Text("category"),
            RawRepresentation = details?.Clone(),
        };
    }

    /// <summary>Adds what else is said of the end: the stop sequence, the container that tools ran in, edits of the context.</summary>
    public static AdditionalPropertiesDictionary? Properties(JsonElement json, AdditionalPropertiesDictionary? properties)
    {
        if (json.Text("stop_sequence") is { } sequence)
        {
            (properties ??= [])[ResponseProperties.StopSequence] = sequence;
        }

        foreach (var name in (ReadOnlySpan<string>)["container", "context_management"])
        {
            if (json.Child(name) is { } said)
            {
                (properties ??= [])[name] = said.Clone();
            }
        }

        return properties;
    }
}
