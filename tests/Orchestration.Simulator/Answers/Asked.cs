using System.Text.Json;

namespace Orchestration.Simulator.Answers;

/// <summary>What a request asks for, in no protocol's terms.</summary>
internal sealed record Asked
{
    public required string Model { get; init; }

    public bool IsStreaming { get; init; }

    /// <summary>The text of the last message.</summary>
    public string LastText { get; init; } = "";

    /// <summary>The answer that the last message may ask to carry on, and what that was the answer to.</summary>
    public (string Question, string Answer)? Before { get; init; }

    /// <summary>Whether the last message brings results of tools.</summary>
    public bool HasToolResults { get; init; }

    public ulong PromptHash { get; init; }

    public int InputTokens { get; init; }

    public IReadOnlyList<PromptPrefix> Prefixes { get; init; } = [];

    /// <summary>Whether prompts are cached without being asked to.</summary>
    public bool CachesAnyPrefix { get; init; } = true;

    public JsonElement? Schema { get; init; }

    public bool WantsJson { get; init; }

    public IReadOnlyList<AskedTool> Tools { get; init; } = [];

    /// <summary>Whether the answer must be a tool call.</summary>
    public bool MustCall { get; init; }

    /// <summary>The tool that must be called; <see langword="null"/> = any.</summary>
    public string? ForcedTool { get; init; }

    public int? MaxTokens { get; init; }

    public IReadOnlyList<string> Stops { get; init; } = [];

    /// <summary>Whether a stream shall end with its usage, where that is a choice.</summary>
    public bool WantsUsage { get; init; }

    /// <summary>Whether reasoning shall be shown, where that is a choice.</summary>
    public bool WantsThoughts { get; init; }

    /// <summary>Whether a stream is one JSON array instead of events.</summary>
    public bool AsArray { get; init; }

    /// <summary>The texts to embed.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    public int? Dimensions { get; init; }

    public bool AsBase64 { get; init; }

    /// <summary>Whether one embedding was asked for, where one and several differ in shape.</summary>
    public bool IsSingle { get; init; }

    public required JsonElement Body { get; init; }
}

/// <summary>A tool that a request declares.</summary>
internal sealed record AskedTool(string Name, JsonElement? Schema);
