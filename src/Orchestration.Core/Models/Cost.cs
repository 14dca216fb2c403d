namespace Orchestration.Models;

/// <summary>What an attempt costs at a price: integer arithmetic throughout, and one rounding at the end.</summary>
/// <remarks>
/// A rate is an integer of nano-USD per million tokens and a count an integer of tokens, so their products and the sum are exact in 128 bits.
/// The sum is divided by a million once per attempt: half a nano-USD and more is rounded up for a cost, any remainder for a reservation, so
/// a reservation is never below the cost of the same counts.
/// </remarks>
internal static class Cost
{
    private static readonly Int128 Million = 1_000_000;

    /// <summary>The cost of what was used; <see langword="null"/> = unknown, because the price, the input or the output is. What is free is free, however much it was.</summary>
    /// <remarks>
    /// An unknown subset counts as empty: its tokens are charged as their parent. Subsets that exceed their parent (a provider that counts them
    /// beside it) are charged in full, and nothing twice. Counts that no request can have, negative or past 9.2 billion dollars, are unknown.
    /// </remarks>
    public static NanoUsd? Of(Usage? usage, Price? price)
    {
        if (price is not null && IsFree(price))
        {
            return new NanoUsd(0);
        }

        if (price is null || usage is not { InputTokens: { } input, OutputTokens: { } output })
        {
            return null;
        }

        var (cached, write, write1h, reasoning) =
            (usage.CachedInputTokens ?? 0, usage.CacheWriteTokens ?? 0, usage.CacheWrite1hTokens ?? 0, usage.ReasoningTokens ?? 0);
        if (long.Min(long.Min(input, output), long.Min(long.Min(cached, write), long.Min(write1h, reasoning))) < 0)
        {
            return null;
        }

        var rates = Rates.For(price, input);
        var plainInput = Int128.Max(0, (Int128)input - cached - write - write1h);
        var plainOutput = Int128.Max(0, (Int128)output - reasoning);
        var sum = (plainInput * rates.Input) + (cached * rates.CachedInput) + (write * rates.CacheWrite) + (write1h * rates.CacheWrite1h)
            + (plainOutput * rates.Output) + (reasoning * rates.Reasoning);
        var nano = (sum + (Million / 2)) / Million;
        return nano <= long.MaxValue ? new NanoUsd((long)nano) : null;
    }

    /// <summary>The most that an attempt can cost: what a budget reserves before it.</summary>
    /// <remarks>
    /// Nothing is assumed to be read from a prompt cache, every output token may be reasoning, and every input token may be written to the
    /// prompt cache at the default surcharge. The 1-hour surcharge is left out: only a request that asks for it pays it, and counting
    /// it always would double the reservation of every prompt.
    /// </remarks>
    /// <exception cref="OverflowException">The cost exceeds 9.2 billion dollars.</exception>
    public static NanoUsd WorstCase(long inputTokens, long maxOutputTokens, Price price)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutputTokens);

        var rates = Rates.For(price, inputTokens);
        var sum = (inputTokens * Int128.Max(rates.Input, rates.CacheWrite)) + (maxOutputTokens * Int128.Max(rates.Output, rates.Reasoning));
        return new NanoUsd(checked((long)((sum + Million - 1) / Million)));
    }

    private static bool IsFree(Price price) =>
        price is { InputUsdPerMillion: 0, OutputUsdPerMillion: 0, CachedInputUsdPerMillion: null or 0, ReasoningUsdPerMillion: null or 0, LongContext.IsEmpty: true }
            and { CacheWriteUsdPerMillion: null or 0, CacheWrite1hUsdPerMillion: null or 0 };

    /// <summary>The rates of one request, each filled in: nano-USD per million tokens.</summary>
    private readonly record struct Rates(Int128 Input, Int128 CachedInput, Int128 CacheWrite, Int128 CacheWrite1h, Int128 Output, Int128 Reasoning)
    {
        public static Rates For(Price price, long inputTokens)
        {
            var tiers = price.LongContext;
            for (var i = tiers.Length - 1; i >= 0; i--)
            {
                if (tiers[i] is var tier && inputTokens > tier.AboveInputTokens)
                {
                    return Filled(
                        tier.InputUsdPerMillion, tier.CachedInputUsdPerMillion, tier.CacheWriteUsdPerMillion, tier.CacheWrite1hUsdPerMillion,
                        tier.OutputUsdPerMillion, tier.ReasoningUsdPerMillion);
                }
            }

            return Filled(
                price.InputUsdPerMillion, price.CachedInputUsdPerMillion, price.CacheWriteUsdPerMillion, price.CacheWrite1hUsdPerMillion,
                price.OutputUsdPerMillion, price.ReasoningUsdPerMillion);
        }

        private static Rates Filled(decimal input, decimal? cached, decimal? write, decimal? write1h, decimal output, decimal? reasoning) => new(
            Rate.NanoUsdPerMillion(input),
            Rate.NanoUsdPerMillion(cached ?? input),
            Rate.NanoUsdPerMillion(write ?? input),
            Rate.NanoUsdPerMillion(write1h ?? write ?? input),
            Rate.NanoUsdPerMillion(output),
            Rate.NanoUsdPerMillion(reasoning ?? output));
    }
}
