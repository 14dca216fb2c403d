using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>What an answer says of itself beside its candidates. Every event of a stream says it again; the last word counts.</summary>
internal sealed class GeminiAnswer
{
    private int _calls;

    public string? Id { get; private set; }

    public string? ModelId { get; private set; }

    public DateTimeOffset? CreatedAt { get; private set; }

    public UsageDetails? Usage { get; private set; }

    /// <summary>Why the prompt was refused; <see langword="null"/> if it was not. There are no candidates then.</summary>
    public string? BlockReason { get; private set; }

    public string? BlockMessage { get; private set; }

    public void Read(JsonElement answer)
    {
        Id ??= answer.Text("responseId");
        ModelId ??= answer.Text("modelVersion");
        if (CreatedAt is null && answer.Child("createTime") is { ValueKind: JsonValueKind.String } time && time.TryGetDateTimeOffset(out var createdAt))
        {
            CreatedAt = createdAt;
        }

        if (answer.Child("usageMetadata") is { } usage)
        {
            Usage = GeminiUsage.Read(usage) ?? Usage;
        }

        if (answer.Child("promptFeedback") is { } feedback && feedback.Text("blockReason") is { } reason)
        {
            BlockReason = reason;
            BlockMessage = feedback.Text("blockReasonMessage");
        }
    }

    /// <summary>Whether an event holds more than is read of it.</summary>
    public static bool HoldsMore(JsonElement answer)
    {
        foreach (var member in answer.EnumerateObject())
        {
            if (!(member.NameEquals("candidates"u8) || member.NameEquals("usageMetadata"u8) || member.NameEquals("modelVersion"u8) || member.NameEquals("responseId"u8) || member.NameEquals("createTime"u8)))
            {
                return true;
            }
        }

        return false;
    }

    public string MessageId(int candidate) => candidate == 0 ? Id ?? string.Empty : $"{Id}/{candidate}";

    public string NextCallId() => GeminiNames.MakeUpId(Id, _calls++);

    /// <summary>What an answer's end is called in the words of Microsoft.Extensions.AI; the provider's own word where those have none.</summary>
    /// <param name="reason">The provider's word.</param>
    /// <param name="hasCalls">Whether the model waits for results: Gemini says <c>STOP</c> then too.</param>
    public static ChatFinishReason? FinishReason(string? reason, bool hasCalls) => reason switch
    {
        null => null,
        "STOP" => hasCalls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        "MAX_TOKENS" => ChatFinishReason.Length,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "MODEL_ARMOR" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason),
    };

    /// <summary>How the answer ended: by its first candidate, or by the refusal of the prompt.</summary>
    public ChatFinishReason? FinishReasonOf(GeminiCandidate? first) =>
        first?.FinishReason ?? (BlockReason is null ? null : ChatFinishReason.ContentFilter);

    /// <summary>The provider's words on that end.</summary>
    public string? FinishMessageOf(GeminiCandidate? first) =>
        first?.FinishMessage ?? (BlockReason is null ? null : BlockMessage ?? $"The prompt was blocked: {BlockReason}.");
}
