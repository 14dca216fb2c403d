using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads the usage of Chat Completions and of its many cousins into one meaning.</summary>
internal static class ChatUsage
{
    // Read into members of UsageDetails, so not counted again under their own names.
    private static readonly string[] Understood =
        ["prompt_tokens", "completion_tokens", "total_tokens", "cached_tokens", "cache_write_tokens", "reasoning_tokens", "num_cached_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "prompt_cache_hit_tokens"];

    public static UsageDetails Read(JsonElement usage, OpenAIDialect dialect)
    {
        var (prompt, completion) = (usage.Child("prompt_tokens_details") ?? default, usage.Child("completion_tokens_details") ?? default);
        var (input, output, total) = (usage.Count("prompt_tokens"), usage.Count("completion_tokens"), usage.Count("total_tokens"));
        var reasoning = completion.Count("reasoning_tokens") ?? usage.Count("reasoning_tokens");
        var audio = prompt.Count("audio_tokens");

        // The total tells what the two counts leave out: the reasoning at xAI, the sound at Mistral.
        var apart = total - (input ?? 0) - (output ?? 0);
        if (reasoning > 0 && (apart == reasoning || (apart is null && dialect.CountsReasoningApart)))
        {
            output = (output ?? 0) + reasoning;
        }
        else if (audio > 0 && apart == audio)
        {
            input = (input ?? 0) + audio;
        }

        var cached = prompt.Count("cached_tokens") ?? usage.Count("prompt_cache_hit_tokens") ?? usage.Count("cache_read_input_tokens") ?? usage.Count("num_cached_tokens") ?? usage.Count("cached_tokens");
        var details = new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = total ?? (input + output),

            // Some report more of the prompt as cached than there was of it.
            CachedInputTokenCount = input is { } all && cached > all ? all : cached,
            ReasoningTokenCount = reasoning,
        };
        if ((prompt.Count("cache_write_tokens") ?? usage.Count("cache_creation_input_tokens")) is { } written)
        {
            (details.AdditionalCounts ??= [])["cache_creation_input_tokens"] = written;
        }

        AddOthers(details, usage, string.Empty);
        AddOthers(details, prompt, "prompt_tokens_details.");
        AddOthers(details, completion, "completion_tokens_details.");
        return details;
    }

    private static void AddOthers(UsageDetails details, JsonElement counts, string prefix)
    {
        if (counts.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in counts.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var count) && count != 0 && !Understood.Contains(member.Name))
            {
                (details.AdditionalCounts ??= [])[prefix + member.Name] = count;
            }
        }
    }
}
