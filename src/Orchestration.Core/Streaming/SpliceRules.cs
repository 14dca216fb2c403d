using Microsoft.Extensions.AI;

namespace Orchestration.Streaming;

/// <summary>What may be continued by another model: plain text, and nothing that a provider signs, checks or counts.</summary>
internal static class SpliceRules
{
    // OpenAI's names, which most servers share; Gemini's.
    private static readonly string[] SeveralChoices = ["n", "candidateCount", "candidate_count"];
    private static readonly string[] LogProbabilities = ["logprobs", "top_logprobs", "responseLogprobs", "response_logprobs"];

    /// <summary>Whether an answer to such a request may be continued.</summary>
    public static bool Allow(ChatOptions options) =>
        options.ResponseFormat is null or ChatResponseFormatText
        && !Asks(options, SeveralChoices, static value => value is not (null or 1 or 1L))
        && !Asks(options, LogProbabilities, static value => value is not (null or false or 0 or 0L));

    /// <summary>Whether an answer may still be continued once it holds this.</summary>
    public static bool Allow(ChatResponseUpdate update)
    {
        for (var i = 0; i < update.Contents.Count; i++)
        {
            switch (update.Contents[i])
            {
                case TextContent { Annotations: null or { Count: 0 } }:
                case TextReasoningContent { ProtectedData: null }:
                case UsageContent or ErrorContent:
                    continue;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool Asks(ChatOptions options, string[] names, Func<object?, bool> wants)
    {
        foreach (var name in names)
        {
            if (options.AdditionalProperties?.TryGetValue(name, out var value) == true && wants(value is System.Text.Json.JsonElement json ? Plain(json) : value))
            {
                return true;
            }
        }

        return false;
    }

    private static object? Plain(System.Text.Json.JsonElement json) => json.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Number when json.TryGetInt64(out var number) => number,
        System.Text.Json.JsonValueKind.False => false,
        System.Text.Json.JsonValueKind.Null => null,
        _ => json,
    };
}
