using System.Collections.Immutable;

namespace Orchestration.Models;

/// <summary>What a provider charges for a model's tokens, from a date on.</summary>
/// <remarks>
/// All figures are US dollars per million tokens, at least 0, with at most nine decimals. <see langword="null"/> = not listed: the token is
/// charged as its parent, cached and cache-write tokens as input, reasoning tokens as output. Two prices are equal when all their members are,
/// tier by tier.
/// </remarks>
public sealed record Price
{
    private readonly ValueArray<LongContextTier> _longContext;

    /// <summary>Input tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Here and in the other rates: negative, or more than nine decimals.</exception>
    public required decimal InputUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <summary>Output tokens.</summary>
    public required decimal OutputUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <summary>Input tokens read from the provider's prompt cache.</summary>
    public decimal? CachedInputUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <summary>Input tokens written to the provider's prompt cache for 5 minutes, or for as long as it keeps them by default.</summary>
    public decimal? CacheWriteUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <summary>Input tokens written to the provider's prompt cache for 1 hour.</summary>
    public decimal? CacheWrite1hUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <summary>Output tokens spent on reasoning.</summary>
    public decimal? ReasoningUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <summary>Prices of requests with a long input, by rising threshold. Empty when the length makes no difference.</summary>
    /// <exception cref="ArgumentException">The thresholds do not rise.</exception>
    public ImmutableArray<LongContextTier> LongContext
    {
        get => _longContext.Items;
        init => _longContext = new(RisingOnly(value));
    }

    /// <summary>What the same tokens cost in a batch, at any length; <see langword="null"/> when the provider lists no batch price.</summary>
    public Price? Batch { get; init; }

    /// <summary>The first day of this price, from 00:00 UTC; <see langword="null"/> = as far back as anyone needs.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>Where the figures come from.</summary>
    public string? Source { get; init; }

    /// <summary>The day on which the source listed the figures.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>A price of input and output alone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative or has more than nine decimals.</exception>
    public static Price PerMillionTokens(decimal inputUsd, decimal outputUsd) => new() { InputUsdPerMillion = inputUsd, OutputUsdPerMillion = outputUsd };

    /// <summary>What tokens cost at this price, in US dollars; <see langword="null"/> when the input or the output is not known.</summary>
    /// <param name="usage">The tokens of one request: long-context tiers go by its input.</param>
    public decimal? CostOf(Usage usage) => Cost.Of(usage, this)?.ToUsd();

    private static ImmutableArray<LongContextTier> RisingOnly(ImmutableArray<LongContextTier> tiers)
    {
        for (var i = 1; !tiers.IsDefault && i < tiers.Length; i++)
        {
            if (tiers[i].AboveInputTokens <= tiers[i - 1].AboveInputTokens)
            {
                throw new ArgumentException("Long-context tiers are listed by rising threshold.", nameof(tiers));
            }
        }

        return tiers;
    }
}

/// <summary>The rates of a request whose input is longer than a threshold. They apply to the whole request, not to the tokens above it.</summary>
/// <remarks>US dollars per million tokens; what is <see langword="null"/> is charged as its parent in this tier.</remarks>
public sealed record LongContextTier
{
    /// <summary>The tier applies to requests of more input tokens than this, cached ones included.</summary>
    public required long AboveInputTokens { get; init; }

    /// <inheritdoc cref="Price.InputUsdPerMillion"/>
    public required decimal InputUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <inheritdoc cref="Price.OutputUsdPerMillion"/>
    public required decimal OutputUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <inheritdoc cref="Price.CachedInputUsdPerMillion"/>
    public decimal? CachedInputUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <inheritdoc cref="Price.CacheWriteUsdPerMillion"/>
    public decimal? CacheWriteUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <inheritdoc cref="Price.CacheWrite1hUsdPerMillion"/>
    public decimal? CacheWrite1hUsdPerMillion { get; init => field = Rate.Checked(value); }

    /// <inheritdoc cref="Price.ReasoningUsdPerMillion"/>
    public decimal? ReasoningUsdPerMillion { get; init => field = Rate.Checked(value); }
}
