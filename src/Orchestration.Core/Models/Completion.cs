using System.Collections.Immutable;

namespace Orchestration.Models;

/// <summary>A model's raw answer, complete, as it was received. The validated value made of it is the step's output.</summary>
public sealed record Completion
{
    /// <summary>The answer's text exactly as received; empty when the model only called tools.</summary>
    public required string Text { get; init; }

    /// <summary>Where the text was cut while it streamed, in order; the lengths add up to that of <see cref="Text"/>.</summary>
    public ImmutableArray<Chunk> Chunks { get; init; } = [];

    /// <summary>The model's visible reasoning, if it sent any. Never part of the output.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The tools that the model asks to call, in its order.</summary>
    public ImmutableArray<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Why the model stopped, in the words of <see cref="Microsoft.Extensions.AI.ChatFinishReason"/>: stop, length, tool_calls, content_filter.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The model's own name for itself, as reported; more exact than the name it was asked by.</summary>
    public string? ModelId { get; init; }

    /// <summary>What the provider reported; <see langword="null"/> when it reported nothing.</summary>
    public Usage? Usage { get; init; }
}

/// <summary>One piece of a streamed answer.</summary>
/// <param name="Length">UTF-16 code units of the text that arrived together.</param>
/// <param name="At">Time since the request was sent.</param>
public readonly record struct Chunk(int Length, TimeSpan At);

/// <summary>A model's request to call a tool.</summary>
/// <param name="Id">The provider's id of this call; the result refers to it.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="ArgumentsJson">The arguments as JSON text, as the model wrote them.</param>
public sealed record ToolCall(string Id, string Name, string ArgumentsJson);
