using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Limits;

public sealed class InProcessCallLimiterTests
{
    private static readonly TimeSpan Forever = Timeout.InfiniteTimeSpan;

    private readonly ManualTime _time = new();
    private readonly InProcessCallLimiter _limiter;

    public InProcessCallLimiterTests() => _limiter = new InProcessCallLimiter(_time);

    [Fact]
    public async Task A_model_without_limits_costs_no_allocation()
    {
        var profile = new ModelProfile();
        await _limiter.AcquireAsync("m", profile, 10, TimeSpan.Zero, CancellationToken.None);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            await _limiter.AcquireAsync("m", profile, 10, TimeSpan.Zero, CancellationToken.None);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Calls_in_flight_are_limited_and_the_next_in_line_gets_the_place()
    {
        var profile = new ModelProfile { MaxConcurrentCalls = 2 };
        var first = await Acquire(profile, 1);
        var second = await Acquire(profile, 1);
        var third = Acquire(profile, 1, Forever).AsTask();
        var fourth = Acquire(profile, 1, Forever).AsTask();
        Assert.False(third.IsCompleted);

        await first.ReleaseAsync(1);
        await first.ReleaseAsync(1);
        await first.DisposeAsync();

        Assert.True((await third).IsGranted);
        Assert.False(fourth.IsCompleted);
        await second.DisposeAsync();
        Assert.True((await fourth).IsGranted);
    }

    [Fact]
    public async Task Requests_per_minute_let_the_next_one_through_on_time()
    {
        var profile = new ModelProfile { RequestsPerMinute = 60 };
        for (var i = 0; i < 60; i++)
        {
            Assert.True((await Acquire(profile, 0)).IsGranted);
        }

        var refused = await Acquire(profile, 0);
        var waiting = Acquire(profile, 0, TimeSpan.FromSeconds(5)).AsTask();

        Assert.Equal((false, TimeSpan.FromSeconds(1)), (refused.IsGranted, refused.RetryAfter));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((await waiting).IsGranted);
    }

    [Fact]
    public async Task A_wait_that_would_pass_the_given_time_is_refused_at_once_and_uses_nothing_up()
    {
        var profile = new ModelProfile { TokensPerMinute = 60_000 };
        Assert.True((await Acquire(profile, 60_000)).IsGranted);

        for (var i = 0; i < 100; i++)
        {
            var refused = await Acquire(profile, 10_000, TimeSpan.FromSeconds(9));
            Assert.Equal((false, TimeSpan.FromSeconds(10)), (refused.IsGranted, refused.RetryAfter));
        }

        Assert.True((await AdvanceAndAwait(Acquire(profile, 10_000, TimeSpan.FromSeconds(10)), TimeSpan.FromSeconds(10))).IsGranted);
    }

    [Fact]
    public async Task Those_who_wait_are_served_in_the_order_of_their_arrival_however_small()
    {
        var profile = new ModelProfile { TokensPerMinute = 60_000 };
        await Acquire(profile, 60_000);
        var large = Acquire(profile, 30_000, Forever).AsTask();
        var small = Acquire(profile, 1_000, Forever).AsTask();
        var late = await Acquire(profile, 1_000, TimeSpan.FromSeconds(1));

        Assert.Equal((false, TimeSpan.FromSeconds(32)), (late.IsGranted, late.RetryAfter));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(small.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await large).IsGranted);
        Assert.False(small.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await small).IsGranted);
    }

    [Fact]
    public async Task What_was_estimated_too_high_is_given_back_and_too_low_is_owed()
    {
        var profile = new ModelProfile { TokensPerMinute = 60_000 };
        var first = await Acquire(profile, 60_000);
        await first.ReleaseAsync(20_000);
        Assert.True((await Acquire(profile, 40_000)).IsGranted);
        Assert.False((await Acquire(profile, 1)).IsGranted);

        _time.Advance(TimeSpan.FromSeconds(10));
        var second = await Acquire(profile, 10_000);
        await second.ReleaseAsync(40_000);

        Assert.Equal(TimeSpan.FromSeconds(31), (await Acquire(profile, 1_000)).RetryAfter);
    }

    [Fact]
    public async Task A_call_larger_than_a_minute_passes_a_full_bucket_and_is_made_up_for()
    {
        var profile = new ModelProfile { TokensPerMinute = 1_000 };

        Assert.True((await Acquire(profile, 3_000)).IsGranted);

        Assert.Equal(TimeSpan.FromSeconds(120.06), (await Acquire(profile, 1)).RetryAfter);
    }

    [Fact]
    public async Task A_wait_for_a_place_ends_with_its_deadline_or_with_cancellation_and_leaves_the_queue()
    {
        var profile = new ModelProfile { MaxConcurrentCalls = 1 };
        using var cancel = new CancellationTokenSource();
        var holder = await Acquire(profile, 1);
        var impatient = Acquire(profile, 1, TimeSpan.FromSeconds(2)).AsTask();
        var cancelled = _limiter.AcquireAsync("m", profile, 1, Forever, cancel.Token).AsTask();
        var patient = Acquire(profile, 1, Forever).AsTask();

        _time.Advance(TimeSpan.FromSeconds(2));
        await cancel.CancelAsync();
        await holder.DisposeAsync();

        Assert.False((await impatient).IsGranted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.True((await patient).IsGranted);
    }

    [Fact]
    public async Task When_the_first_in_line_leaves_the_next_one_is_let_in()
    {
        var profile = new ModelProfile { TokensPerMinute = 60_000 };
        using var cancel = new CancellationTokenSource();
        await Acquire(profile, 59_000);
        var large = _limiter.AcquireAsync("m", profile, 30_000, Forever, cancel.Token).AsTask();
        var small = Acquire(profile, 1_000, Forever).AsTask();
        Assert.False(small.IsCompleted);

        await cancel.CancelAsync();

        Assert.True((await small).IsGranted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
    }

    [Fact]
    public async Task A_wait_longer_than_a_timer_counts_is_a_wait_for_ever()
    {
        var profile = new ModelProfile { MaxConcurrentCalls = 1, TokensPerMinute = 1 };
        var holder = await Acquire(profile, 0);

        var waiting = Acquire(profile, 0, TimeSpan.MaxValue).AsTask();
        Assert.False(waiting.IsCompleted);
        await holder.ReleaseAsync(-5);

        Assert.True((await waiting).IsGranted);
    }

    /// <summary>The patterns under which a bucket that is emptied by a denied request admits a tenth of its rate.</summary>
    [Theory]
    [InlineData(60_000, 1_000, 1_000, 100)]
    [InlineData(60_000, 2_000, 2_000, 500)]
    [InlineData(60_000, 8_000, 8_000, 1_000)]
    [InlineData(60_000, 500, 8_000, 250)]
    [InlineData(60_000, 7, 13, 3)]
    public async Task Whoever_retries_gets_the_whole_rate(int perMinute, int tokens, int otherTokens, int everyMilliseconds)
    {
        var profile = new ModelProfile { TokensPerMinute = perMinute };
        long admitted = 0;
        var minutes = everyMilliseconds < 50 ? 1 : 10;
        var offers = minutes * 60_000 / everyMilliseconds;

        for (var i = 0; i < offers; i++)
        {
            var offered = i % 2 == 0 ? tokens : otherTokens;
            admitted += (await Acquire(profile, offered)).IsGranted ? offered : 0;
            _time.Advance(TimeSpan.FromMilliseconds(everyMilliseconds));
        }

        var ideal = Math.Min((long)perMinute * (minutes + 1), offers * (tokens + otherTokens) / 2L);
        Assert.InRange(admitted, ideal * 99 / 100, ideal);
    }

    [Theory]
    [InlineData(60, 100)]
    [InlineData(60, 70)]
    [InlineData(100, 450)]
    public async Task Fractions_of_a_request_are_not_lost(int perMinute, int everyMilliseconds)
    {
        var profile = new ModelProfile { RequestsPerMinute = perMinute };
        var admitted = 0;
        var offers = 600_000 / everyMilliseconds;

        for (var i = 0; i < offers; i++)
        {
            admitted += (await Acquire(profile, 0)).IsGranted ? 1 : 0;
            _time.Advance(TimeSpan.FromMilliseconds(everyMilliseconds));
        }

        var ideal = Math.Min(perMinute * 11, offers);
        Assert.InRange(admitted, ideal * 99 / 100, ideal);
    }

    [Fact]
    public async Task Many_threads_never_hold_more_places_than_there_are()
    {
        var limiter = new InProcessCallLimiter(TimeProvider.System);
        var profile = new ModelProfile { MaxConcurrentCalls = 3 };
        var (inFlight, most, done) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await using var lease = await limiter.AcquireAsync("m", profile, 1, Forever, CancellationToken.None);
                InterlockedMax(ref most, Interlocked.Increment(ref inFlight));
                await Task.Yield();
                Interlocked.Decrement(ref inFlight);
                Interlocked.Increment(ref done);
            }
        })));

        Assert.Equal(3_200, done);
        Assert.InRange(most, 1, 3);
    }

    private ValueTask<CallLease> Acquire(ModelProfile profile, long tokens, TimeSpan maxWait = default) =>
        _limiter.AcquireAsync("m", profile, tokens, maxWait, CancellationToken.None);

    private async Task<CallLease> AdvanceAndAwait(ValueTask<CallLease> lease, TimeSpan by)
    {
        _time.Advance(by);
        return await lease;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
