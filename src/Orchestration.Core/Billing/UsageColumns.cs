namespace Orchestration.Billing;

/// <summary>Which column of a CSV export holds what, by the names in its header. Case, spaces, dots and underscores make no difference.</summary>
/// <remarks>A <see langword="null"/> name is looked for under the names that providers and gateways commonly use; a name that is given must be there.</remarks>
public sealed record UsageColumns
{
    /// <summary>The day, or an instant in it: ISO 8601, or seconds since 1970.</summary>
    public string? Day { get; init; }

    /// <summary>Who charges.</summary>
    public string? Provider { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>All input tokens, cached ones included.</summary>
    public string? InputTokens { get; init; }

    /// <summary>Input tokens beside the cached and the cache-write ones, where the export counts them apart, as Anthropic does.</summary>
    public string? UncachedInputTokens { get; init; }

    /// <summary>Input tokens read from the prompt cache.</summary>
    public string? CachedInputTokens { get; init; }

    /// <summary>Input tokens written to the prompt cache.</summary>
    public string? CacheWriteTokens { get; init; }

    /// <summary>Output tokens, reasoning included.</summary>
    public string? OutputTokens { get; init; }

    /// <summary>The output tokens that were reasoning.</summary>
    public string? ReasoningTokens { get; init; }

    /// <summary>US dollars.</summary>
    public string? CostUsd { get; init; }

    /// <summary>How many requests a line sums.</summary>
    public string? Requests { get; init; }
}
