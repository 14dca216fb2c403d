using Orchestration.Models;

namespace Orchestration.Routing.Planning;

/// <summary>A model's prices in the shape in which an expectation is computed fastest. What is paid is computed exactly, by <see cref="Cost"/>.</summary>
internal sealed class ModelRates(ModelProfile profile)
{
    // Latest first.
    private readonly Period[] _periods = [.. profile.Prices.Reverse().Select(Period.Of)];

    /// <summary>Nano-USD that a call is expected to cost; not a number when no price is known for the instant.</summary>
    /// <param name="utcTicks">The instant.</param>
    /// <param name="input">Tokens of the prompt.</param>
    /// <param name="cached">How many of them the provider is likely to read from its cache.</param>
    /// <param name="output">Tokens of the answer.</param>
    public double Expected(long utcTicks, double input, double cached, double output)
    {
        foreach (var period in _periods)
        {
            if (utcTicks >= period.FromTicks)
            {
                ref readonly var tier = ref period.TierOf(input);
                return ((input - cached) * tier.Input) + (cached * tier.CachedInput) + (output * tier.Output);
            }
        }

        return double.NaN;
    }

    private sealed class Period(long fromTicks, Tier[] tiers)
    {
        public long FromTicks { get; } = fromTicks;

        public static Period Of(Price price) => new(
            price.EffectiveFrom?.ToDateTime(TimeOnly.MinValue).Ticks ?? 0,
            [
                new(-1, price.InputUsdPerMillion, price.CachedInputUsdPerMillion, price.OutputUsdPerMillion),
                .. price.LongContext.Select(static tier => new Tier(tier.AboveInputTokens, tier.InputUsdPerMillion, tier.CachedInputUsdPerMillion, tier.OutputUsdPerMillion)),
            ]);

        public ref readonly Tier TierOf(double input)
        {
            var last = tiers.Length - 1;
            while (last > 0 && input <= tiers[last].Above)
            {
                last--;
            }

            return ref tiers[last];
        }
    }

    /// <summary>Nano-USD per token.</summary>
    private readonly struct Tier(long above, decimal input, decimal? cachedInput, decimal output)
    {
        private const double NanoUsdPerToken = NanoUsd.PerUsd / 1e6;

        public readonly double Above = above;
        public readonly double Input = (double)input * NanoUsdPerToken;
        public readonly double CachedInput = (double)(cachedInput ?? input) * NanoUsdPerToken;
        public readonly double Output = (double)output * NanoUsdPerToken;
    }
}
