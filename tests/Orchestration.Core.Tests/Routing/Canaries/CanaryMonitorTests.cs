using FsCheck;
using FsCheck.Fluent;
using Orchestration.Routing;
using Orchestration.Routing.Canaries;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Routing.Canaries;

public sealed class CanaryMonitorTests
{
    private static readonly CanaryBounds Unbounded = new(null, null, null, 20);

    private readonly ManualTime _time = new();
    private readonly List<CanaryRollback> _rolledBack = [];
    private readonly CanaryMonitor _monitor;

    public CanaryMonitorTests() => _monitor = new CanaryMonitor(_time, _rolledBack.Add);

    // Worked out by another program: what one process draws, every other must.
    [Theory]
    [InlineData("new-model", "acme", "user-1", 0.5633321956166599)]
    [InlineData("new-model", "acme", "user-2", 0.6617217553309814)]
    [InlineData("new-model", "", "user-1", 0.6196440950879127)]
    [InlineData("other", "acme", "user-1", 0.1260914987291678)]
    [InlineData("kanárek", "Žižkov", "🐤", 0.9454065024632713)]
    public void A_key_has_the_same_place_in_every_process(string canary, string tenant, string key, double place)
    {
        Assert.Equal(place, CanaryShare.PlaceOf(canary, tenant, key));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.1, 60, 140)]
    [InlineData(5, 4_800, 5_200)]
    [InlineData(50, 49_400, 50_600)]
    [InlineData(100, 100_000, 100_000)]
    public void A_canary_takes_its_share_of_the_keys(double percent, int least, int most)
    {
        var rule = Rule(percent: percent);
        _monitor.Follow([rule]);

        var taken = Enumerable.Range(0, 100_000).Count(i => _monitor.Takes(rule, "acme", $"user-{i}"));

        Assert.InRange(taken, least, most);
    }

    [Fact]
    public void Canaries_draw_independently_of_each_other()
    {
        var both = Enumerable.Range(0, 100_000).Count(static i => CanaryShare.Takes("one", "acme", $"{i}", 10) && CanaryShare.Takes("two", "acme", $"{i}", 10));

        Assert.InRange(both, 900, 1_100);
    }

    [Fact]
    public void A_larger_share_takes_all_keys_of_a_smaller_one() =>
        Prop.ForAll<NonNull<string>, NonNull<string>, byte>(static (tenant, key, percent) =>
            !CanaryShare.Takes("canary", tenant.Get, key.Get, percent) || CanaryShare.Takes("canary", tenant.Get, key.Get, percent + 0.5)).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_the_named_tenants_are_drawn_from()
    {
        var rule = Rule(percent: 100) with { Tenants = ["acme"] };
        _monitor.Follow([rule]);

        Assert.True(_monitor.Takes(rule, "acme", "key"));
        Assert.False(_monitor.Takes(rule, "ACME", "key"));
        Assert.False(_monitor.Takes(rule, "", "key"));
    }

    [Fact]
    public void One_unlucky_failure_does_not_roll_back()
    {
        var rule = Follow(Unbounded with { MaxFailureRate = 0.01 });

        Observe(rule, 19);
        Observe(rule, 1, failed: true);

        Assert.Empty(_rolledBack);
        Assert.True(_monitor.Takes(rule, "acme", "key"));
    }

    [Theory]
    [InlineData(0.01, 5)]
    [InlineData(0.05, 5)]
    [InlineData(0.2, 6)]
    [InlineData(0.5, 12)]
    public void A_canary_that_always_fails_is_rolled_back_after_a_handful(double bound, int after)
    {
        var rule = Follow(Unbounded with { MaxFailureRate = bound, MinRequests = 100 });

        Observe(rule, after - 1, failed: true);
        Assert.Empty(_rolledBack);
        Observe(rule, 1, failed: true);

        Assert.Equal(CanaryBound.FailureRate, Assert.Single(_rolledBack).Bound);
        Assert.False(_monitor.Takes(rule, "acme", "key"));
    }

    [Fact]
    public void A_bound_of_zero_allows_no_failure()
    {
        var rule = Follow(Unbounded with { MaxFailureRate = 0 });

        Observe(rule, 30);
        Observe(rule, 1, failed: true);

        Assert.Single(_rolledBack);
    }

    [Fact]
    public void A_roll_back_says_what_when_and_why()
    {
        var rule = Follow(Unbounded with { MaxFailureRate = 0.05 });
        _time.Advance(TimeSpan.FromMinutes(3));

        Observe(rule, 5, failed: true);

        var expected = new CanaryRollback("canary", CanaryBound.FailureRate, "5 of 5 requests failed; the bound is 5 %", _time.GetUtcNow());
        Assert.Equal(expected, Assert.Single(_rolledBack));
        Assert.Equal(expected, _monitor.StatusOf(rule)?.RolledBack);
    }

    // 200 canaries of 5,000 requests each that fail just as often as they may: each has five windows, and each window one chance in a hundred at most.
    [Fact]
    public void Canaries_that_keep_their_bound_are_hardly_ever_rolled_back()
    {
        var random = new Random(17);
        for (var canary = 0; canary < 200; canary++)
        {
            var rule = Follow(Unbounded with { MaxFailureRate = 0.05 }, $"{canary}");
            for (var i = 0; i < 5_000; i++)
            {
                _monitor.Observe(rule, random.NextDouble() < 0.05, null, null);
            }
        }

        Assert.InRange(_rolledBack.Count, 0, 10);
    }

    [Fact]
    public void Canaries_that_fail_three_times_as_often_as_they_may_are_all_rolled_back_soon()
    {
        var random = new Random(17);
        for (var canary = 0; canary < 200; canary++)
        {
            var rule = Follow(Unbounded with { MaxFailureRate = 0.05 }, $"{canary}");
            for (var i = 0; i < 300; i++)
            {
                _monitor.Observe(rule, random.NextDouble() < 0.15, null, null);
            }
        }

        Assert.InRange(_rolledBack.Count, 190, 200);
    }

    [Fact]
    public void A_long_good_past_does_not_outvote_a_bad_present()
    {
        var rule = Follow(Unbounded with { MaxFailureRate = 0.05 });

        Observe(rule, 100_500);
        Observe(rule, 100, failed: true);

        Assert.Single(_rolledBack);
    }

    [Fact]
    public void A_slow_canary_is_rolled_back()
    {
        var rule = Follow(Unbounded with { MaxFirstToken = TimeSpan.FromSeconds(2) });

        for (var i = 0; i < 40; i++)
        {
            Observe(rule, 1, firstToken: TimeSpan.FromSeconds(i % 4 == 0 ? 3 : 1));
        }

        Assert.Equal(CanaryBound.FirstToken, Assert.Single(_rolledBack).Bound);
    }

    [Fact]
    public void A_canary_of_which_one_in_thirty_is_slow_is_not_rolled_back()
    {
        var rule = Follow(Unbounded with { MaxFirstToken = TimeSpan.FromSeconds(2) });

        for (var i = 0; i < 3_000; i++)
        {
            Observe(rule, 1, firstToken: TimeSpan.FromSeconds(i % 30 == 0 ? 60 : 1));
        }

        Assert.Empty(_rolledBack);
    }

    [Fact]
    public void A_dear_canary_is_rolled_back_when_enough_requests_have_ended()
    {
        var rule = Follow(Unbounded with { MaxMeanCostUsd = 0.01m });

        Observe(rule, 19, costUsd: 0.02m);
        Assert.Empty(_rolledBack);
        Observe(rule, 1, costUsd: 0.02m);

        Assert.Equal("20 requests cost 0.02 USD on average; the bound is 0.01 USD", Assert.Single(_rolledBack).Reason);
    }

    [Fact]
    public void One_dear_request_among_cheap_ones_does_not_roll_back()
    {
        var rule = Follow(Unbounded with { MaxMeanCostUsd = 0.01m });

        Observe(rule, 30, costUsd: 0.005m);
        Observe(rule, 1, costUsd: 1m);

        Assert.True(_monitor.StatusOf(rule)?.MeanCostUsd > 0.01m);
        Assert.Empty(_rolledBack);
    }

    [Fact]
    public void An_unknown_cost_and_a_missing_first_token_count_for_nothing()
    {
        var rule = Follow(new CanaryBounds(null, TimeSpan.FromSeconds(1), 0.01m, 5));

        Observe(rule, 100, failed: true);

        Assert.Equal(new CanaryStatus(rule, 100, 100, null, null, null), _monitor.StatusOf(rule));
    }

    [Fact]
    public void The_status_holds_the_figures()
    {
        var rule = Follow(Unbounded);

        Observe(rule, 1, failed: true, firstToken: TimeSpan.FromSeconds(1), costUsd: 0.01m);
        Observe(rule, 1, costUsd: 0.02m);

        var status = Assert.Single(_monitor.Statuses());
        Assert.Equal((2, 1, 0.015m), (status.Requests, status.Failures, status.MeanCostUsd));
        Assert.InRange(status.FirstToken!.Value.TotalSeconds, 0.95, 1.05);
    }

    [Fact]
    public void A_roll_back_survives_a_new_policy_that_holds_the_same_rule()
    {
        var rule = Follow(Unbounded with { MaxFailureRate = 0.05 });
        Observe(rule, 5, failed: true);
        var same = Rule(Unbounded with { MaxFailureRate = 0.05 });

        _monitor.Follow([Rule(name: "another"), same]);

        Assert.False(_monitor.Takes(same, "acme", "key"));
        Assert.NotNull(_monitor.StatusOf(same)?.RolledBack);
    }

    [Fact]
    public void A_rule_that_was_changed_begins_anew()
    {
        var rule = Follow(Unbounded with { MaxFailureRate = 0.05 });
        Observe(rule, 5, failed: true);
        var changed = rule with { Percent = 50 };

        _monitor.Follow([changed]);

        Assert.Equal((0, null), (_monitor.StatusOf(changed)!.Requests, _monitor.StatusOf(changed)!.RolledBack));
    }

    [Fact]
    public void A_rule_that_was_withdrawn_is_not_judged_by_the_requests_still_under_way()
    {
        var rule = Follow(Unbounded with { MaxFailureRate = 0.05 });
        _monitor.Follow([]);

        Observe(rule, 100, failed: true);

        Assert.Empty(_rolledBack);
        Assert.Null(_monitor.StatusOf(rule));
    }

    [Fact]
    public async Task Many_threads_roll_back_once_and_lose_no_count()
    {
        var rollbacks = 0;
        var monitor = new CanaryMonitor(_time, _ => Interlocked.Increment(ref rollbacks));
        var rule = Rule(Unbounded with { MaxFailureRate = 0.5 });
        monitor.Follow([rule]);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                monitor.Observe(rule, failed: true, TimeSpan.FromSeconds(1), 0.01m);
                monitor.Follow([rule]);
            }
        })));

        Assert.Equal(1, rollbacks);
        Assert.Equal((8_000, 8_000), (monitor.StatusOf(rule)!.Requests, monitor.StatusOf(rule)!.Failures));
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        var rule = Rule(percent: 50) with { Tenants = ["acme", "globex"] };
        _monitor.Follow([rule]);
        _monitor.Takes(rule, "globex", "key");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _monitor.Takes(rule, "globex", "key");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static CanaryRule Rule(CanaryBounds? bounds = null, double percent = 100, string name = "canary") => new(name, "route", "model", null, null, percent, [], bounds ?? Unbounded);

    private CanaryRule Follow(CanaryBounds bounds, string name = "canary")
    {
        var rule = Rule(bounds, name: name);
        _monitor.Follow([rule]);
        return rule;
    }

    private void Observe(CanaryRule rule, int times, bool failed = false, TimeSpan? firstToken = null, decimal? costUsd = null)
    {
        for (var i = 0; i < times; i++)
        {
            _monitor.Observe(rule, failed, firstToken, costUsd);
        }
    }
}
