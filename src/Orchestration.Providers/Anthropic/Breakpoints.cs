using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;

namespace Orchestration.Providers.Anthropic;

/// <summary>Chooses where a request's cached prefixes end, for requests that do not say so themselves: two places, of the four that the provider allows.</summary>
internal static class Breakpoints
{
    /// <summary>Whether the caller marked anything, and so has chosen.</summary>
    public static bool AreGiven(List<Block> system, List<Turn> turns, ChatOptions? options) =>
        options?.AdditionalProperties?.ContainsKey(CacheBreakpoint.Property) == true
        || options?.Tools?.Any(IsMarked) == true
        || system.Exists(IsMarked)
        || turns.Exists(static turn => turn.Blocks.Exists(IsMarked));

    /// <summary>Marks the end of the instructions, which stand after the tools, and of what the next request will repeat.</summary>
    /// <returns>Whether the last tool is to be marked instead, because there are no instructions.</returns>
    public static bool Set(List<Block> system, List<Turn> turns)
    {
        if (system.Count > 0)
        {
            system[^1].IsBreakpoint = true;
        }

        if (Repeated(turns) is { } block)
        {
            block.IsBreakpoint = true;
        }

        return system.Count == 0;
    }

    private static Block? Repeated(List<Turn> turns)
    {
        // An answer at the end is one to be continued: it changes.
        var asked = turns.FindLastIndex(static turn => !turn.IsAnswer);
        if (asked < 0)
        {
            return null;
        }

        // Thoughts cannot be marked, yet those asking have none.
        var blocks = turns[asked].Blocks;
        return turns.Exists(static turn => turn.IsAnswer) ? blocks[^1] : blocks.FindLast(block => block.Message < blocks[^1].Message);
    }

    private static bool IsMarked(Block block) =>
        block.Content.AdditionalProperties?.ContainsKey(CacheBreakpoint.Property) == true
        || (block.Content.RawRepresentation is JsonElement { ValueKind: JsonValueKind.Object } raw && raw.TryGetProperty(CacheBreakpoint.Property, out _));

    private static bool IsMarked(AITool tool) =>
        tool.AdditionalProperties.ContainsKey(CacheBreakpoint.Property) || (tool is ProviderTool { Declaration: var declaration } && declaration.TryGetProperty(CacheBreakpoint.Property, out _));
}
