using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>Reads <c>usageMetadata</c>, whose counts stand beside each other: thoughts are not among the candidates' tokens, what tools read is not in the prompt; cached tokens are.</summary>
internal static class GeminiUsage
{
    private const string ToolUse = "toolUsePromptTokenCount";

    /// <returns><see langword="null"/> if nothing is counted, as in the early events of Vertex AI.</returns>
    public static UsageDetails? Read(JsonElement usage)
    {
        var (prompt, tools, total) = (usage.Count("promptTokenCount"), usage.Count(ToolUse), usage.Count("totalTokenCount"));
        var (answers, thoughts) = (usage.Count("candidatesTokenCount"), usage.Count("thoughtsTokenCount"));
        if ((prompt ?? tools ?? total ?? answers ?? thoughts) is null)
        {
            return null;
        }

        // A count that is nought is left out.
        var details = new UsageDetails
        {
            InputTokenCount = (prompt ?? 0) + (tools ?? 0),
            OutputTokenCount = (answers ?? 0) + (thoughts ?? 0),
            CachedInputTokenCount = usage.Count("cachedContentTokenCount"),
            ReasoningTokenCount = thoughts,
        };
        details.TotalTokenCount = total ?? details.InputTokenCount + details.OutputTokenCount;
        if (tools is { } count)
        {
            (details.AdditionalCounts ??= [])[ToolUse] = count;
        }

        AddModalities(details, usage, "promptTokensDetails");
        AddModalities(details, usage, "candidatesTokensDetails");
        return details;
    }

    /// <summary>Sound and pictures have prices of their own.</summary>
    private static void AddModalities(UsageDetails details, JsonElement usage, string name)
    {
        foreach (var part in usage.Items(name))
        {
            if (part.Text("modality") is { } modality and not "TEXT" && part.Count("tokenCount") is { } count)
            {
                (details.AdditionalCounts ??= [])[$"{name}.{modality}"] = count;
            }
        }
    }
}
