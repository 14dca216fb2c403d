using FsCheck;
using FsCheck.Fluent;
using Orchestration.Routing;

namespace Orchestration.Core.Tests.Routing;

public sealed class DecayingQuantilesTests
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(30);

    // Half a bucket, and a little for rounding.
    private static readonly double Tolerance = Math.Pow(2, 0.5 / 10) * 1.0001;

    private readonly DecayingQuantiles _quantiles = new(HalfLife);

    [Fact]
    public void Nothing_added_has_no_quantile_and_no_weight()
    {
        Assert.Null(_quantiles.Quantile(0.5, TimeSpan.Zero));
        Assert.Equal(0, _quantiles.Weight(TimeSpan.Zero));
    }

    [Fact]
    public void A_quantile_lies_within_half_a_bucket_of_the_exact_weighted_one()
    {
        var duration = Gen.Choose(1_000, 600_000_000).Select(static number => TimeSpan.FromMicroseconds(Math.Pow(number, 0.5 + (number % 50 / 100.0)) + 1_000));
        var gap = Gen.Frequency((8, Gen.Choose(0, 20_000)), (1, Gen.Choose(0, 4_000_000))).Select(static milliseconds => TimeSpan.FromMilliseconds(milliseconds));
        var additions = Gen.Zip(duration, gap).ListOf().Where(static list => list.Count > 0);

        Prop.ForAll(additions.ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), static (list, percent) =>
        {
            var quantiles = new DecayingQuantiles(HalfLife, minimumWeight: 0);
            var exact = new List<(TimeSpan Value, TimeSpan At)>();
            var now = TimeSpan.Zero;
            foreach (var (value, wait) in list)
            {
                now += wait;
                quantiles.Add(value, now);
                exact.Add((value, now));
            }

            // A target that lies on the edge of two durations may fall to either.
            var q = percent / 100.0;
            var least = Exact(exact, q - 1e-6, now) / Tolerance;
            var most = Exact(exact, q + 1e-6, now) * Tolerance;
            Assert.InRange(quantiles.Quantile(q, now)!.Value, least, most);
            Assert.Equal(exact.Sum(entry => WeightOf(entry.At, now)), quantiles.Weight(now), 1e-6);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_duration_loses_half_its_weight_with_each_half_life()
    {
        _quantiles.Add(TimeSpan.FromSeconds(1), TimeSpan.Zero);

        Assert.Equal(1, _quantiles.Weight(TimeSpan.Zero));
        Assert.Equal(0.125, _quantiles.Weight(3 * HalfLife), 1e-9);
    }

    [Fact]
    public void Recent_durations_outweigh_many_old_ones()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _quantiles.Add(TimeSpan.FromSeconds(1), TimeSpan.Zero);
        }

        for (var i = 0; i < 2; i++)
        {
            _quantiles.Add(TimeSpan.FromSeconds(9), 10 * HalfLife);
        }

        Assert.InRange(_quantiles.Quantile(0.5, 10 * HalfLife)!.Value, TimeSpan.FromSeconds(9) / Tolerance, TimeSpan.FromSeconds(9) * Tolerance);
    }

    [Fact]
    public void Below_the_minimum_weight_there_is_no_quantile()
    {
        var quantiles = new DecayingQuantiles(HalfLife, minimumWeight: 5);
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(quantiles.Quantile(0.5, TimeSpan.FromMinutes(7)));
            quantiles.Add(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(7));
        }

        Assert.NotNull(quantiles.Quantile(0.5, TimeSpan.FromMinutes(7)));
        Assert.Null(quantiles.Quantile(0.5, TimeSpan.FromMinutes(8)));
    }

    [Fact]
    public void Durations_out_of_range_count_as_the_shortest_or_the_longest()
    {
        _quantiles.Add(TimeSpan.FromSeconds(-1), TimeSpan.Zero);
        _quantiles.Add(TimeSpan.MaxValue, TimeSpan.Zero);

        Assert.InRange(_quantiles.Quantile(0, TimeSpan.Zero)!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1.1));
        Assert.InRange(_quantiles.Quantile(1, TimeSpan.Zero)!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
    }

    [Fact]
    public void Years_of_half_lives_neither_overflow_nor_keep_what_is_old()
    {
        _quantiles.Add(TimeSpan.FromSeconds(1), TimeSpan.Zero);
        _quantiles.Add(TimeSpan.FromSeconds(9), TimeSpan.FromDays(10_000));

        Assert.Equal(1, _quantiles.Weight(TimeSpan.FromDays(10_000)), 1e-9);
        Assert.InRange(_quantiles.Quantile(0, TimeSpan.FromDays(10_000))!.Value, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void What_is_forgotten_has_no_weight()
    {
        _quantiles.Add(TimeSpan.FromSeconds(1), TimeSpan.Zero);

        _quantiles.Clear();

        Assert.Equal(0, _quantiles.Weight(TimeSpan.Zero));
        Assert.Null(_quantiles.Quantile(0.5, TimeSpan.Zero));
    }

    [Fact]
    public void Many_threads_lose_no_duration()
    {
        Parallel.For(0, 10_000, i => _quantiles.Add(TimeSpan.FromMilliseconds(i), TimeSpan.Zero));

        Assert.Equal(10_000, _quantiles.Weight(TimeSpan.Zero));
    }

    private static TimeSpan Exact(List<(TimeSpan Value, TimeSpan At)> additions, double q, TimeSpan now)
    {
        var target = q * additions.Sum(entry => WeightOf(entry.At, now));
        var sum = 0.0;
        foreach (var (value, at) in additions.OrderBy(static entry => entry.Value))
        {
            sum += WeightOf(at, now);
            if (sum >= target)
            {
                return value;
            }
        }

        return additions.Max(static entry => entry.Value);
    }

    private static double WeightOf(TimeSpan at, TimeSpan now) => Math.Pow(2, -((now - at) / HalfLife));
}
