using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Prompts;

namespace Orchestration.Streaming;

/// <summary>Reads the usage of Microsoft.Extensions.AI, whose counts beyond the common ones stand under names of the provider's.</summary>
internal static class ProviderUsage
{
    // Names that clients give the tokens written to a prompt cache: Anthropic's wire names and the forms .NET clients make of them.
    private static readonly string[] CacheWrite = ["cache_creation_input_tokens", "CacheCreationInputTokens", "CacheWriteTokens", "cache_write_tokens"];
    private static readonly string[] CacheWrite1h = ["ephemeral_1h_input_tokens", "Ephemeral1hInputTokens", "CacheWrite1hTokens", "cache_write_1h_tokens"];

    public static Usage Read(UsageDetails details) => new()
    {
        InputTokens = details.InputTokenCount,
        OutputTokens = details.OutputTokenCount,
        CachedInputTokens = details.CachedInputTokenCount,
        CacheWriteTokens = Count(details, CacheWrite),
        CacheWrite1hTokens = Count(details, CacheWrite1h),
        ReasoningTokens = details.ReasoningTokenCount,
    };

    public static JsonBytes Raw(UsageDetails details)
    {
        var writer = new CanonicalJsonWriter();
        writer.StartObject();
        Write(writer, "inputTokenCount"u8, details.InputTokenCount);
        Write(writer, "outputTokenCount"u8, details.OutputTokenCount);
        Write(writer, "totalTokenCount"u8, details.TotalTokenCount);
        Write(writer, "cachedInputTokenCount"u8, details.CachedInputTokenCount);
        Write(writer, "reasoningTokenCount"u8, details.ReasoningTokenCount);
        if (details.AdditionalCounts is { } additional)
        {
            foreach (var (name, count) in additional)
            {
                writer.Name(name);
                writer.Number(count);
            }
        }

        writer.EndObject();
        var json = new JsonBytes(writer.Written.ToArray());
        writer.Return();
        return json;
    }

    private static long? Count(UsageDetails details, string[] names)
    {
        foreach (var name in names)
        {
            if (details.AdditionalCounts?.TryGetValue(name, out var count) == true)
            {
                return count;
            }
        }

        return null;
    }

    private static void Write(CanonicalJsonWriter writer, ReadOnlySpan<byte> name, long? count)
    {
        if (count is { } known)
        {
            writer.Name(name);
            writer.Number(known);
        }
    }
}
