using Orchestration.Caching;

namespace Orchestration.Core.Tests.Caching;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<string, int> _flights = new();

    [Fact]
    public async Task The_first_leads_and_the_others_get_its_result()
    {
        var leader = await _flights.JoinAsync("k", CancellationToken.None);
        var followers = Enumerable.Range(0, 10).Select(_ => _flights.JoinAsync("k", CancellationToken.None).AsTask()).ToArray();
        Assert.True(leader.IsLeader);
        Assert.All(followers, follower => Assert.False(follower.IsCompleted));

        leader.Lead.Complete(7);

        Assert.All(await Task.WhenAll(followers), follower => Assert.Equal((false, 7), (follower.IsLeader, follower.Result)));
        Assert.Equal(0, _flights.Count);
    }

    [Fact]
    public async Task Other_keys_fly_alone()
    {
        var one = await _flights.JoinAsync("a", CancellationToken.None);
        var other = await _flights.JoinAsync("b", CancellationToken.None);

        Assert.True(one.IsLeader && other.IsLeader);
    }

    [Fact]
    public async Task Whoever_comes_after_the_end_leads_anew()
    {
        (await _flights.JoinAsync("k", CancellationToken.None)).Lead!.Complete(1);

        Assert.True((await _flights.JoinAsync("k", CancellationToken.None)).IsLeader);
    }

    [Fact]
    public async Task A_leader_that_gives_up_is_followed_by_one_of_its_followers()
    {
        var leader = await _flights.JoinAsync("k", CancellationToken.None);
        var followers = Enumerable.Range(0, 5).Select(_ => _flights.JoinAsync("k", CancellationToken.None).AsTask()).ToList();

        leader.Lead!.Dispose();
        var next = await Task.WhenAny(followers);
        followers.Remove(next);
        Assert.True((await next).IsLeader);

        (await next).Lead!.Complete(3);
        Assert.All(await Task.WhenAll(followers), follower => Assert.Equal((false, 3), (follower.IsLeader, follower.Result)));
    }

    [Fact]
    public async Task A_follower_that_is_cancelled_leaves_alone()
    {
        using var cancellation = new CancellationTokenSource();
        var leader = await _flights.JoinAsync("k", CancellationToken.None);
        var leaving = _flights.JoinAsync("k", cancellation.Token).AsTask();
        var staying = _flights.JoinAsync("k", CancellationToken.None).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(staying.IsCompleted);
        leader.Lead!.Complete(5);
        Assert.Equal(5, (await staying).Result);
    }

    [Fact]
    public async Task Ending_twice_is_harmless_and_the_first_end_counts()
    {
        var leader = await _flights.JoinAsync("k", CancellationToken.None);
        var follower = _flights.JoinAsync("k", CancellationToken.None).AsTask();

        leader.Lead!.Complete(1);
        leader.Lead.Complete(2);
        leader.Lead.Dispose();

        Assert.Equal(1, (await follower).Result);
    }

    [Fact]
    public async Task A_cancelled_caller_does_not_join()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _flights.JoinAsync("k", cancellation.Token));
        Assert.Equal(0, _flights.Count);
    }

    [Fact]
    public async Task Under_many_threads_never_two_lead_one_key_and_everyone_is_served_or_cancelled()
    {
        var (leading, done) = (new int[4], 0);
        var random = new Random(11);
        var plans = Enumerable.Range(0, 20_000).Select(_ => (Key: random.Next(4), GivesUp: random.Next(3) == 0, IsCancelled: random.Next(5) == 0)).ToArray();

        await Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = TestContext.Current.CancellationToken }, async (plan, _) =>
        {
            using var cancellation = new CancellationTokenSource();
            var joining = _flights.JoinAsync($"k{plan.Key}", cancellation.Token);
            if (plan.IsCancelled)
            {
                await cancellation.CancelAsync();
            }

            try
            {
                var joined = await joining;
                if (joined.IsLeader)
                {
                    using var lead = joined.Lead;
                    Assert.Equal(1, Interlocked.Increment(ref leading[plan.Key]));
                    await Task.Yield();
                    Assert.Equal(0, Interlocked.Decrement(ref leading[plan.Key]));
                    if (!plan.GivesUp)
                    {
                        lead.Complete(plan.Key);
                    }
                }
                else
                {
                    Assert.Equal(plan.Key, joined.Result);
                }
            }
            catch (OperationCanceledException) when (plan.IsCancelled)
            {
                // It left alone.
            }

            Interlocked.Increment(ref done);
        });

        Assert.Equal((plans.Length, 0), (done, _flights.Count));
    }
}
