using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Models;

public sealed class CostTests
{
    private static readonly Price Sonnet = new()
    {
        InputUsdPerMillion = 3m,
        OutputUsdPerMillion = 15m,
        CachedInputUsdPerMillion = 0.3m,
        CacheWriteUsdPerMillion = 3.75m,
        CacheWrite1hUsdPerMillion = 6m,
        LongContext = [new() { AboveInputTokens = 200_000, InputUsdPerMillion = 6m, OutputUsdPerMillion = 22.5m, CachedInputUsdPerMillion = 0.6m }],
    };

    [Fact]
    public void Cached_written_and_reasoning_tokens_are_parts_and_not_additions()
    {
        var price = Sonnet with { ReasoningUsdPerMillion = 20m };
        var usage = new Usage
        {
            InputTokens = 10_000, CachedInputTokens = 4_000, CacheWriteTokens = 2_000, CacheWrite1hTokens = 1_000, OutputTokens = 1_000, ReasoningTokens = 600,
        };

        var cost = Cost.Of(usage, price);

        // 3,000 x 3 + 4,000 x 0.3 + 2,000 x 3.75 + 1,000 x 6 + 400 x 15 + 600 x 20, per million.
        Assert.Equal(0.0417m, cost?.ToUsd());
    }

    [Fact]
    public void What_is_free_costs_nothing_even_if_nobody_says_how_much_it_was()
    {
        Assert.Equal(0m, Cost.Of(null, Price.PerMillionTokens(0, 0))?.ToUsd());
        Assert.Null(Cost.Of(null, Price.PerMillionTokens(0, 0) with { CacheWriteUsdPerMillion = 1m }));
    }

    [Fact]
    public void Parts_without_a_rate_of_their_own_cost_what_their_whole_costs()
    {
        var usage = new Usage { InputTokens = 1_000_000, CachedInputTokens = 900_000, CacheWrite1hTokens = 50_000, OutputTokens = 1_000_000, ReasoningTokens = 999_999 };

        Assert.Equal(12.5m, Cost.Of(usage, Price.PerMillionTokens(2.5m, 10m))?.ToUsd());
    }

    [Theory]
    [InlineData(200_000, "0.60")]
    [InlineData(200_001, "1.200006")]
    public void Above_the_threshold_the_whole_request_is_dearer(long input, string usd) =>
        Assert.Equal(decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture), Cost.Of(new Usage { InputTokens = input, OutputTokens = 0 }, Sonnet)?.ToUsd());

    [Fact]
    public void What_is_unknown_has_an_unknown_cost()
    {
        Assert.Null(Cost.Of(null, Sonnet));
        Assert.Null(Cost.Of(new Usage { InputTokens = 1 }, Sonnet));
        Assert.Null(Cost.Of(new Usage { OutputTokens = 1 }, Sonnet));
        Assert.Null(Cost.Of(new Usage { InputTokens = 1, OutputTokens = 1 }, null));
        Assert.Null(Cost.Of(new Usage { InputTokens = 1, OutputTokens = 1, CachedInputTokens = -1 }, Sonnet));
        Assert.Null(Cost.Of(new Usage { InputTokens = long.MaxValue, OutputTokens = 1 }, Sonnet));
        Assert.Equal(NanoUsd.Zero, Cost.Of(new Usage { InputTokens = 0, OutputTokens = 0 }, Sonnet));
    }

    [Theory]
    [InlineData("0.0004", 1, 0)]
    [InlineData("0.0005", 1, 1)]
    [InlineData("0.0015", 1, 2)]
    [InlineData("0.01875", 1, 19)]
    [InlineData("0.01875", 4, 75)]
    public void A_cost_is_rounded_once_half_up(string usdPerMillion, long tokens, long nano)
    {
        var price = Price.PerMillionTokens(decimal.Parse(usdPerMillion, System.Globalization.CultureInfo.InvariantCulture), 0m);

        Assert.Equal(nano, Cost.Of(new Usage { InputTokens = tokens, OutputTokens = 0 }, price)?.Value);
    }

    [Fact]
    public void Parts_that_exceed_their_whole_are_charged_in_full_and_the_rest_is_nothing() =>
        Assert.Equal(0.3m, Cost.Of(new Usage { InputTokens = 10, CachedInputTokens = 1_000_000, OutputTokens = 0 }, Sonnet)?.ToUsd());

    [Fact]
    public void The_worst_case_takes_the_dearest_rates()
    {
        var price = Sonnet with { ReasoningUsdPerMillion = 20m };

        Assert.Equal((100_000 * 3.75m / 1_000_000m) + (1_000 * 20m / 1_000_000m), Cost.WorstCase(100_000, 1_000, price).ToUsd());
        Assert.Equal(1, Cost.WorstCase(1, 0, Price.PerMillionTokens(0.000000001m, 0m)).Value);
        Assert.Equal(0, Cost.WorstCase(1_000_000, 1_000_000, Price.PerMillionTokens(0m, 0m)).Value);
    }

    [Fact]
    public void A_cost_is_the_exact_sum_and_never_above_the_worst_case()
    {
        var tokens = Gen.Choose(0, 2_000_000).Select(static count => (long)count);
        var rate = Gen.Choose(0, 2_000_000_000).Select(static nano => nano / 1_000_000_000m * 100);
        var cases = from input in tokens from cached in tokens from output in tokens from inputRate in rate from cachedRate in rate from outputRate in rate
            select (Input: input, Cached: Math.Min(cached, input), Output: output, InputRate: inputRate, CachedRate: Math.Min(cachedRate, inputRate), OutputRate: outputRate);

        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var price = Price.PerMillionTokens(c.InputRate, c.OutputRate) with { CachedInputUsdPerMillion = c.CachedRate };
            var cost = Cost.Of(new Usage { InputTokens = c.Input, CachedInputTokens = c.Cached, OutputTokens = c.Output }, price)!.Value;

            var exact = (((BigInteger)(c.Input - c.Cached)) * (BigInteger)(c.InputRate * 1_000_000_000m)) + (c.Cached * (BigInteger)(c.CachedRate * 1_000_000_000m))
                + (c.Output * (BigInteger)(c.OutputRate * 1_000_000_000m));
            return BigInteger.Abs((cost.Value * (BigInteger)1_000_000) - exact) <= 500_000 && cost <= Cost.WorstCase(c.Input, c.Output, price);
        }));
    }

    [Fact]
    public void Nano_dollars_are_exact_or_refused()
    {
        Assert.Equal(1, NanoUsd.FromUsd(0.000000001m).Value);
        Assert.Equal(123.456789012m, NanoUsd.FromUsd(123.456789012m).ToUsd());
        Assert.Throws<ArgumentException>(() => NanoUsd.FromUsd(0.0000000001m));
        Assert.Throws<OverflowException>(() => NanoUsd.FromUsd(10_000_000_000m));
        Assert.Throws<OverflowException>(() => new NanoUsd(long.MaxValue) + new NanoUsd(1));
        Assert.Throws<OverflowException>(() => new NanoUsd(long.MinValue) - new NanoUsd(1));
    }
}
