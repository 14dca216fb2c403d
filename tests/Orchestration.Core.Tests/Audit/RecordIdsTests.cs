using Orchestration.Audit;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Audit;

public sealed class RecordIdsTests
{
    [Fact]
    public void Ids_rise_within_a_millisecond_and_past_the_end_of_its_counter()
    {
        var ids = new RecordIds(new ManualTime(), new Random(1));

        var made = Enumerable.Range(0, 10_000).Select(_ => $"{ids.Next()}").ToList();

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.All(made, static id => Assert.True(id[14] == '7' && "89ab".Contains(id[19], StringComparison.Ordinal), id));
    }

    [Fact]
    public void Ids_of_the_same_time_and_the_same_seed_are_the_same()
    {
        var (first, second) = (new RecordIds(new ManualTime(), new Random(7)), new RecordIds(new ManualTime(), new Random(7)));

        Assert.Equal(Enumerable.Range(0, 100).Select(_ => first.Next()), Enumerable.Range(0, 100).Select(_ => second.Next()));
    }

    [Fact]
    public void Many_threads_get_different_ids_and_each_of_them_rising_ones()
    {
        var ids = new RecordIds(TimeProvider.System, new Random(1));
        var made = new string[4][];

        Parallel.For(0, made.Length, thread => made[thread] = [.. Enumerable.Range(0, 5_000).Select(_ => $"{ids.Next()}")]);

        Assert.All(made, static own => Assert.Equal(own.Order(StringComparer.Ordinal), own));
        Assert.Equal(4 * 5_000, made.SelectMany(static own => own).Select(static id => id[..18]).Distinct().Count());
    }
}
