namespace Orchestration.Models;

/// <summary>The tokens of one attempt, or their sum over several.</summary>
/// <remarks>
/// Every count is in tokens; <see langword="null"/> means unknown, which is not 0. Cached, cache-write and reasoning tokens are subsets:
/// the first two are contained in <see cref="InputTokens"/>, the last in <see cref="OutputTokens"/>; adding them would count twice.
/// </remarks>
public sealed record Usage
{
    /// <summary>Nothing known: what every sum begins with.</summary>
    internal static Usage None { get; } = new();

    /// <summary>Tokens of the prompt, cached ones included.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens of the answer, reasoning included.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that the provider read from its prompt cache.</summary>
    public long? CachedInputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that the provider wrote to its prompt cache for 5 minutes.</summary>
    public long? CacheWriteTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that the provider wrote to its prompt cache for 1 hour.</summary>
    public long? CacheWrite1hTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was spent on reasoning.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Adds two usages. An unknown count stays unknown only where both are unknown.</summary>
    public static Usage operator +(Usage left, Usage right) => ReferenceEquals(left, None) ? right : new()
    {
        InputTokens = Sum(left.InputTokens, right.InputTokens),
        OutputTokens = Sum(left.OutputTokens, right.OutputTokens),
        CachedInputTokens = Sum(left.CachedInputTokens, right.CachedInputTokens),
        CacheWriteTokens = Sum(left.CacheWriteTokens, right.CacheWriteTokens),
        CacheWrite1hTokens = Sum(left.CacheWrite1hTokens, right.CacheWrite1hTokens),
        ReasoningTokens = Sum(left.ReasoningTokens, right.ReasoningTokens),
    };

    /// <inheritdoc cref="op_Addition"/>
    public static Usage Add(Usage left, Usage right) => left + right;

    private static long? Sum(long? left, long? right) => left is null ? right : left + (right ?? 0);
}
