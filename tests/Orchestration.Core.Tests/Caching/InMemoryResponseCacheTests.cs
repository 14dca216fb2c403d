using Orchestration.Caching;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Caching;

public sealed class InMemoryResponseCacheTests : ResponseCacheContract
{
    protected override IResponseCache CreateCache() => new InMemoryResponseCache(Time);

    [Fact]
    public async Task Memory_stays_within_the_bound()
    {
        var cache = new InMemoryResponseCache(Time, maxBytes: 100_000);

        for (var i = 0; i < 1_000; i++)
        {
            await cache.SetAsync(Key(i), Entry(new string('x', i % 500)), TestContext.Current.CancellationToken);
            Assert.InRange(cache.Bytes, 1, 100_000);
        }

        Assert.InRange(cache.Count, 50, 200);
    }

    [Fact]
    public async Task The_oldest_entry_that_was_not_read_goes_first()
    {
        var cache = new InMemoryResponseCache(Time, maxBytes: 10_000);
        await cache.SetAsync(Key(1), Entry(new string('a', 1_500)), TestContext.Current.CancellationToken);
        await cache.SetAsync(Key(2), Entry(new string('b', 1_500)), TestContext.Current.CancellationToken);
        await cache.GetAsync(Key(1), TestContext.Current.CancellationToken);

        await cache.SetAsync(Key(3), Entry(new string('c', 1_500)), TestContext.Current.CancellationToken);

        Assert.NotNull(await cache.GetAsync(Key(1), TestContext.Current.CancellationToken));
        Assert.Null(await cache.GetAsync(Key(2), TestContext.Current.CancellationToken));
        Assert.NotNull(await cache.GetAsync(Key(3), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_answer_larger_than_the_bound_is_not_stored_and_drives_nothing_out()
    {
        var cache = new InMemoryResponseCache(Time, maxBytes: 10_000);
        await cache.SetAsync(Key(1), Entry("small"), TestContext.Current.CancellationToken);

        await cache.SetAsync(Key(2), Entry(new string('x', 10_000)), TestContext.Current.CancellationToken);

        Assert.Null(await cache.GetAsync(Key(2), TestContext.Current.CancellationToken));
        Assert.NotNull(await cache.GetAsync(Key(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Memory_of_replaced_and_expired_entries_is_given_back()
    {
        var cache = new InMemoryResponseCache(Time);
        await cache.SetAsync(Key(1), Entry("x"), TestContext.Current.CancellationToken);
        var one = cache.Bytes;

        await cache.SetAsync(Key(1), Entry("y"), TestContext.Current.CancellationToken);
        Assert.Equal(one, cache.Bytes);

        Time.Advance(TimeSpan.FromHours(1));
        await cache.GetAsync(Key(1), TestContext.Current.CancellationToken);
        Assert.Equal((0L, 0), (cache.Bytes, cache.Count));
    }

    [Fact]
    public async Task A_hit_costs_no_memory()
    {
        var cache = new InMemoryResponseCache(Time);
        await cache.SetAsync(Key(1), Entry("x"), TestContext.Current.CancellationToken);
        var key = Key(1);
        for (var i = 0; i < 100; i++)
        {
            await cache.GetAsync(key, CancellationToken.None);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            await cache.GetAsync(key, CancellationToken.None);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Threads_that_replace_read_and_expire_leave_the_books_straight()
    {
        var cache = new InMemoryResponseCache(Time, maxBytes: 20_000);

        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, async (i, token) =>
        {
            await cache.SetAsync(Key(i % 50), Entry(new string('x', i % 300)), token);
            await cache.GetAsync(Key(i * 7 % 50), token);
        });
        Assert.InRange(cache.Bytes, 1, 20_000);

        Time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 50; i++)
        {
            await cache.GetAsync(Key(i), TestContext.Current.CancellationToken);
        }

        Assert.Equal((0L, 0), (cache.Bytes, cache.Count));
    }
}
