using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Orchestration.Prompts;

/// <summary>What a prompt asks of the model besides its messages. <see langword="null"/> everywhere = the model's own default.</summary>
public sealed record PromptOptions
{
    /// <summary>Randomness, from 0; the upper end differs by provider.</summary>
    public float? Temperature { get; init; }

    /// <summary>Nucleus sampling: the probability mass considered, in (0, 1].</summary>
    public float? TopP { get; init; }

    /// <summary>The most tokens the answer may take, reasoning included. With a budget, also what the reservation is made for.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Texts at which the model stops; they are not part of the answer.</summary>
    public ImmutableArray<string> StopSequences { get; init; } = [];

    /// <summary>Asks for repeatable sampling, where the provider has it.</summary>
    public long? Seed { get; init; }

    /// <summary>How much the model should think first, where it can.</summary>
    public ReasoningEffort? ReasoningEffort { get; init; }

    /// <summary>Tools the model may ask to call. The runtime never calls them: use <see cref="PromptBuilder.AsCompletion"/> and an <c>Effect</c>.</summary>
    public ImmutableArray<AITool> Tools { get; init; } = [];

    /// <summary>Whether the model may, must not or must call a tool.</summary>
    public ChatToolMode? ToolMode { get; init; }

    /// <summary>Further options by the provider's own names. Values are JSON-like: strings, numbers, booleans, <c>JsonElement</c>, lists and dictionaries of these.</summary>
    public ImmutableSortedDictionary<string, object?> Additional { get; init; } = ImmutableSortedDictionary.Create<string, object?>(StringComparer.Ordinal);

    internal ChatOptions ToChatOptions(ChatResponseFormat? format)
    {
        var options = new ChatOptions
        {
            Temperature = Temperature,
            TopP = TopP,
            MaxOutputTokens = MaxOutputTokens,
            Seed = Seed,
            ToolMode = ToolMode,
            ResponseFormat = format,
        };
        if (ReasoningEffort is { } effort)
        {
            options.Reasoning = new ReasoningOptions { Effort = effort };
        }

        if (!StopSequences.IsDefaultOrEmpty)
        {
            options.StopSequences = [.. StopSequences];
        }

        if (!Tools.IsDefaultOrEmpty)
        {
            options.Tools = [.. Tools];
        }

        if (!Additional.IsEmpty)
        {
            options.AdditionalProperties = new AdditionalPropertiesDictionary(Additional);
        }

        return options;
    }
}
