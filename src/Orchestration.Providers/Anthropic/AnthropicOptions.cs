namespace Orchestration.Providers.Anthropic;

/// <summary>How to reach a server that speaks Anthropic's Messages protocol.</summary>
public sealed class AnthropicOptions
{
    /// <summary>The key, sent as <c>x-api-key</c>.</summary>
    /// <value>
    /// <see langword="null"/>, the default, means the environment variable <c>ANTHROPIC_API_KEY</c>, read when a client is made. Empty means that no key is sent:
    /// the HTTP client signs in itself.
    /// </value>
    public string? ApiKey { get; set; }

    /// <summary>The address that <c>/v1/messages</c> is appended to.</summary>
    public Uri BaseAddress { get; set; } = new("https://api.anthropic.com");

    /// <summary>The version of the protocol: header <c>anthropic-version</c>.</summary>
    /// <value><c>2023-06-01</c> unless set, the only one in use in 2026.</value>
    public string Version { get; set; } = "2023-06-01";

    /// <summary>Features that are not yet for all, as <c>files-api-2025-04-14</c>: header <c>anthropic-beta</c>.</summary>
    /// <value>Empty unless filled. What a hosted MCP server needs is added by itself.</value>
    public IList<string> Betas { get; } = [];

    /// <summary>The most tokens of an answer whose request does not say, for the protocol demands a number.</summary>
    /// <value>8,192 unless set. Where thinking has a budget of its own, that is added.</value>
    public int DefaultMaxTokens { get; set; } = 8192;

    /// <summary>Whether the client marks what is worth caching by itself: the end of tools and instructions, and the last content that the next request will hold as well.</summary>
    /// <value><see langword="null"/>, the default, means not. A request with marks of its own (<see cref="CacheBreakpoint"/>) is left as it is.</value>
    /// <remarks>
    /// In a conversation with answers that content is the last of all, since the next turn repeats it. In one without, it is the last before the last message,
    /// which alone is new. A cache write costs more than plain input: requests that share nothing lose by it.
    /// </remarks>
    public CacheLifetime? PromptCaching { get; set; }
}
