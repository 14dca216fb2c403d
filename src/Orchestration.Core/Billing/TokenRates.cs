using Orchestration.Models;

namespace Orchestration.Billing;

/// <summary>By how much a special token differs in US dollars from the plain one it is counted as; 0 when no price is known. Long-context tiers aside.</summary>
internal static class TokenRates
{
    public static decimal Cached(Price? price) => Beyond(price, price?.CachedInputUsdPerMillion);

    public static decimal Write(Price? price) => Beyond(price, price?.CacheWriteUsdPerMillion);

    public static decimal Write1h(Price? price) => Beyond(price, price?.CacheWrite1hUsdPerMillion ?? price?.CacheWriteUsdPerMillion);

    /// <summary>A token of reasoning whole: it stands for no token of text.</summary>
    public static decimal Reasoning(Price? price) => (price?.ReasoningUsdPerMillion ?? price?.OutputUsdPerMillion ?? 0) / 1_000_000;

    private static decimal Beyond(Price? price, decimal? rate) => price is null || rate is null ? 0 : (rate.Value - price.InputUsdPerMillion) / 1_000_000;
}
