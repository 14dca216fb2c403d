using Orchestration.Audit;

namespace Orchestration.Core.Tests.Audit;

public sealed class InMemoryAuditLogTests
{
    [Fact]
    public async Task The_oldest_records_go_when_the_capacity_is_reached()
    {
        var log = new InMemoryAuditLog(capacity: 100_000);

        var written = await log.AppendNewAsync(2000);

        var kept = await log.AllAsync();
        Assert.InRange(kept.Sum(record => record.Utf8.Length), 50_000, 100_000);
        Assert.Equal(written.TakeLast(kept.Count).Select(record => record.Id), kept.Select(record => record.Id));
    }

    [Fact]
    public async Task A_record_beyond_the_capacity_is_kept_alone()
    {
        var log = new InMemoryAuditLog(capacity: 1000);
        await log.AppendNewAsync(2);
        var large = AuditRecords.New(text: new string('x', 5000));

        await log.AppendAsync(large, TestContext.Current.CancellationToken);

        Assert.Equal(large.Id, Assert.Single(await log.AllAsync()).Id);
    }

    [Fact]
    public async Task A_reader_that_is_overtaken_goes_on_with_what_is_left()
    {
        var log = new InMemoryAuditLog(capacity: 100_000);
        await log.AppendNewAsync(200);
        await using var reader = log.ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await reader.MoveNextAsync());

        await log.AppendNewAsync(2000);

        var rest = 0;
        while (await reader.MoveNextAsync())
        {
            rest++;
        }

        Assert.InRange(rest, 0, 199);
    }

    [Fact]
    public async Task A_changed_record_is_named()
    {
        var log = new InMemoryAuditLog();
        await log.AppendNewAsync(1);
        var bytes = AuditRecords.New(text: "paid").Utf8.ToArray();
        bytes[bytes.AsSpan().IndexOf("paid"u8)] = (byte)'s';
        await log.AppendAsync(AuditRecord.Parse(bytes), TestContext.Current.CancellationToken);

        var verification = await log.VerifyAsync(TestContext.Current.CancellationToken);

        Assert.Equal((AuditFaultKind.Changed, "memory:2"), (verification.Fault!.Kind, verification.Fault.Location));
    }
}
