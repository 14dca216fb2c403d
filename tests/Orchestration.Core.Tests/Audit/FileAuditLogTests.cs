using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Audit;

public sealed class FileAuditLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private FileAuditLogOptions Options => new() { Folder = _folder.Path };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_segment_holds_the_records_bytes_a_line_each()
    {
        IReadOnlyList<AuditRecord> written;
        await using (var log = FileAuditLog.Open(Options))
        {
            written = await log.AppendNewAsync(3);
        }

        var lines = await File.ReadAllLinesAsync(_folder.In("audit-00000001.jsonl"), Cancellation);

        Assert.Equal(written.Select(record => System.Text.Encoding.UTF8.GetString(record.Utf8.Span)), lines[..3]);
        Assert.Contains("\"kind\":\"seal\"", Assert.Single(lines[3..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_segment_is_followed_by_the_next_and_reads_cross_them()
    {
        await using var log = FileAuditLog.Open(Options with { SegmentBytes = 1000 });

        var written = await log.AppendNewAsync(20);

        Assert.Equal(written.Select(record => record.Id), (await log.AllAsync()).Where(record => record.Kind != AuditKind.Seal).Select(record => record.Id));
        Assert.InRange(Directory.GetFiles(_folder.Path, "audit-*.jsonl").Length, 4, 21);
        Assert.True((await log.VerifyAsync(Cancellation)).Holds);
    }

    [Fact]
    public async Task A_segment_ends_sealed_and_opening_goes_on_from_its_seals()
    {
        for (var round = 0; round < 2; round++)
        {
            await using var log = FileAuditLog.Open(Options with { SegmentBytes = 1000 }, new ManualTime());
            await log.AppendNewAsync(4, "a");
            await log.AppendNewAsync(4, "seal");
        }

        Assert.True((await new FileAuditReader(_folder.Path).VerifyAsync(Cancellation)).Holds);
        using var alone = new TempFolder();
        File.Copy(_folder.In("audit-00000001.jsonl"), alone.In("audit-00000001.jsonl"));
        var first = await new FileAuditReader(alone.Path).VerifyAsync(Cancellation);
        Assert.Equal((true, 0), (first.Holds, first.Unsealed));
    }

    [Fact]
    public async Task A_seal_covers_the_set_number_of_records_of_one_tenant()
    {
        await using var log = FileAuditLog.Open(Options with { SealEvery = 4 });

        await log.AppendNewAsync(9, "a");
        await log.AppendNewAsync(3, "b");

        var seals = await log.SealsAsync();
        Assert.Equal([(1, 4), (2, 4)], seals.Select(seal => (seal.Sequence, seal.Count)));
        var verification = await log.VerifyAsync(Cancellation);
        Assert.Equal((14, 2, 4), (verification.Records, verification.Seals, verification.Unsealed));
        Assert.Equal("a", Assert.Single(verification.LatestSeals).Key);
    }

    [Fact]
    public async Task What_waits_for_its_seal_is_sealed_when_the_interval_has_passed()
    {
        var time = new ManualTime();
        await using var log = FileAuditLog.Open(Options, time);
        await log.AppendNewAsync(2, "a");
        await log.AppendNewAsync(1, "b");
        await log.AppendNewAsync(1, "a");

        time.Advance(TimeSpan.FromSeconds(1));
        await log.AppendNewAsync(1, "c");

        Assert.Equal([3, 1], (await log.SealsAsync()).Take(2).Select(seal => seal.Count));
        Assert.True((await log.VerifyAsync(Cancellation)).Holds);
    }

    [Fact]
    public async Task Closing_seals_everything_and_opening_again_goes_on_with_the_chain()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var log = FileAuditLog.Open(Options);
            await log.AppendNewAsync(5);
        }

        var reader = new FileAuditReader(_folder.Path);
        Assert.Equal([1, 2, 3], (await reader.SealsAsync()).Select(seal => seal.Sequence));
        var verification = await reader.VerifyAsync(Cancellation);
        Assert.Equal((true, 0), (verification.Holds, verification.Unsealed));
    }

    [Fact]
    public async Task Records_that_a_crash_left_unsealed_are_sealed_after_the_next_opening()
    {
        using var crashed = new TempFolder();
        await using (var log = FileAuditLog.Open(Options with { SealEvery = 4 }, new ManualTime()))
        {
            await log.AppendNewAsync(6);
            File.Copy(_folder.In("audit-00000001.jsonl"), crashed.In("audit-00000001.jsonl"));
        }

        await using (var log = FileAuditLog.Open(Options with { Folder = crashed.Path, SealEvery = 4 }, new ManualTime()))
        {
            await log.AppendNewAsync(1);
        }

        var reader = new FileAuditReader(crashed.Path);
        Assert.Equal([4, 3], (await reader.SealsAsync()).Select(seal => seal.Count));
        Assert.True((await reader.VerifyAsync(Cancellation)).Holds);
    }

    [Fact]
    public async Task Closing_writes_what_is_queued_and_takes_no_more()
    {
        var log = FileAuditLog.Open(Options);
        var appends = Enumerable.Range(0, 100).Select(_ => log.AppendAsync(AuditRecords.New(), Cancellation).AsTask()).ToList();

        await log.DisposeAsync();

        await Task.WhenAll(appends);
        Assert.Equal(101, (await new FileAuditReader(_folder.Path).AllAsync()).Count);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => log.AppendAsync(AuditRecords.New(), Cancellation).AsTask());
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_beside_the_writer_passes_over_a_line_that_is_being_written()
    {
        var written = new List<AuditRecord>();
        await using (var log = FileAuditLog.Open(Options))
        {
            written.AddRange(await log.AppendNewAsync(3));
        }

        await File.AppendAllTextAsync(_folder.In("audit-00000001.jsonl"), "{\"v\":1,\"id\":\"", Cancellation);

        var reader = new FileAuditReader(_folder.Path);
        Assert.Equal(4, (await reader.AllAsync()).Count);
        Assert.True((await reader.VerifyAsync(Cancellation)).Holds);
    }

    [Fact]
    public async Task A_reader_appends_nothing()
    {
        IAuditLog reader = new FileAuditReader(_folder.Path);

        await Assert.ThrowsAsync<NotSupportedException>(() => reader.AppendAsync(AuditRecords.New(), Cancellation).AsTask());
    }

    [Fact]
    public async Task Seals_and_records_without_their_hash_are_refused()
    {
        await using var log = FileAuditLog.Open(Options with { SealEvery = 1 });
        await log.AppendNewAsync(1);
        var seal = (await log.AllAsync())[1];
        var bytes = AuditRecords.New(text: "paid").Utf8.ToArray();
        bytes[bytes.AsSpan().IndexOf("paid"u8)] = (byte)'s';

        await Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync(seal, Cancellation).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync(AuditRecord.Parse(bytes), Cancellation).AsTask());
    }

    [Fact]
    public async Task A_log_that_was_cut_shows_only_against_a_seal_kept_elsewhere()
    {
        await using (var log = FileAuditLog.Open(Options with { SealEvery = 2 }))
        {
            await log.AppendNewAsync(6);
        }

        var reader = new FileAuditReader(_folder.Path);
        var anchors = (await reader.VerifyAsync(Cancellation)).LatestSeals;
        var path = _folder.In("audit-00000001.jsonl");
        await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(path, Cancellation))[..6], Cancellation);

        Assert.True((await reader.VerifyAsync(Cancellation)).Holds);
        var fault = (await reader.VerifyAsync(anchors, Cancellation)).Fault;
        Assert.Equal((AuditFaultKind.Dropped, "audit-00000001.jsonl:6"), (fault!.Kind, fault.Location));
    }

    [Fact]
    public async Task A_missing_segment_is_named()
    {
        await using (var log = FileAuditLog.Open(Options with { SegmentBytes = 1 }))
        {
            await log.AppendNewAsync(3);
        }

        File.Delete(_folder.In("audit-00000002.jsonl"));

        var fault = (await new FileAuditReader(_folder.Path).VerifyAsync(Cancellation)).Fault;
        Assert.Equal((AuditFaultKind.Dropped, "audit-00000003.jsonl:1"), (fault!.Kind, fault.Location));
    }
}
