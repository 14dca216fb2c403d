namespace Orchestration.Simulator;

/// <summary>What a model's tokens cost, in US dollars a million. The default is nothing.</summary>
public sealed record PriceProfile
{
    /// <summary>Input tokens that were neither read from nor written to the prompt cache.</summary>
    public decimal InputUsd { get; init; }

    /// <summary>Output tokens, reasoning included.</summary>
    public decimal OutputUsd { get; init; }

    /// <summary>Input tokens read from the prompt cache.</summary>
    /// <value><see langword="null"/>, the default: as <see cref="InputUsd"/>.</value>
    public decimal? CachedInputUsd { get; init; }

    /// <summary>Input tokens written to the prompt cache.</summary>
    /// <value><see langword="null"/>, the default: as <see cref="InputUsd"/>.</value>
    public decimal? CacheWriteUsd { get; init; }

    /// <summary>The cost of a request's tokens, not rounded.</summary>
    public decimal CostUsd(BilledTokens tokens) =>
        (((tokens.Input - tokens.CachedInput - tokens.CacheWrite) * InputUsd) + (tokens.CachedInput * (CachedInputUsd ?? InputUsd))
            + (tokens.CacheWrite * (CacheWriteUsd ?? InputUsd)) + (tokens.Output * OutputUsd)) / 1_000_000m;
}

/// <summary>The tokens of one request.</summary>
public readonly record struct BilledTokens
{
    /// <summary>All input tokens, those of the prompt cache included.</summary>
    public int Input { get; init; }

    /// <summary>Input tokens read from the prompt cache.</summary>
    public int CachedInput { get; init; }

    /// <summary>Input tokens written to the prompt cache.</summary>
    public int CacheWrite { get; init; }

    /// <summary>All output tokens, reasoning included.</summary>
    public int Output { get; init; }

    /// <summary>Output tokens of reasoning.</summary>
    public int Reasoning { get; init; }
}
