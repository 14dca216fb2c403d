namespace Orchestration.Simulator;

/// <summary>How a model caches prompts: by prefixes that end with a message; at Anthropic only up to messages that carry <c>cache_control</c>.</summary>
public sealed record PromptCaching
{
    /// <summary>The shortest prefix that is cached.</summary>
    public int MinimumTokens { get; init; } = 1024;

    /// <summary>How long a prefix lives after its last use.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromMinutes(5);
}
