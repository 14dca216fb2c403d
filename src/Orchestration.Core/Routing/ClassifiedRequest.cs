using Microsoft.Extensions.AI;

namespace Orchestration.Routing;

/// <summary>What a classifier may look at.</summary>
public sealed record ClassifiedRequest
{
    /// <summary>The conversation that the model will be sent, oldest first. Not to be changed.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The options that the model will be sent. Not to be changed.</summary>
    public ChatOptions? Options { get; init; }

    /// <summary>The path of the step; <see langword="null"/> for a call outside a graph.</summary>
    public string? Step { get; init; }

    /// <summary>The name of the graph; <see langword="null"/> for a call outside a graph.</summary>
    public string? Graph { get; init; }

    /// <summary>Who pays; empty for an application without tenants.</summary>
    public string Tenant { get; init; } = string.Empty;

    /// <summary>Our estimate of the prompt in tokens; 0 = not estimated.</summary>
    public long EstimatedInputTokens { get; init; }
}
