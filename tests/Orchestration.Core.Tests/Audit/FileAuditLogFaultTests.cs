using System.Security.Cryptography;
using System.Text;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Audit;

public sealed class FileAuditLogFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private FileAuditLogOptions Options => new() { Folder = _folder.Path };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_writer_of_this_process_is_refused_until_the_first_has_closed()
    {
        var first = FileAuditLog.Open(Options);

        var refused = Assert.Throws<IOException>(() => FileAuditLog.Open(Options));

        Assert.Contains(_folder.Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}, this one", refused.Message, StringComparison.Ordinal);
        await first.DisposeAsync();
        await FileAuditLog.Open(Options).DisposeAsync();
    }

    [Fact]
    public async Task A_second_writer_process_is_refused_and_told_the_first()
    {
        await using var first = FileAuditLog.Open(Options);
        await first.AppendNewAsync(1);

        using var second = CrashWriter.Start(_folder.Path, threads: 1);
        var error = await second.StandardError.ReadToEndAsync(Cancellation);
        await second.WaitForExitAsync(Cancellation);

        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains($"The audit log '{_folder.Path}' is being written by another writer (process {Environment.ProcessId})", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_last_line_torn_at_any_byte_is_moved_aside_and_the_rest_goes_on(int wholeLines)
    {
        await using (var log = FileAuditLog.Open(Options, new ManualTime()))
        {
            await log.AppendNewAsync(3);
        }

        var bytes = await File.ReadAllBytesAsync(_folder.In("audit-00000001.jsonl"), Cancellation);
        var ends = Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == '\n').Select(i => i + 1).ToList();
        var whole = bytes[..ends[wholeLines - 1]];
        var last = bytes[ends[wholeLines - 1]..ends[wholeLines]];

        for (var length = 1; length < last.Length; length++)
        {
            await HealAsync(whole, last[..length], wholeLines);
        }
    }

    [Fact]
    public async Task A_last_line_with_any_byte_garbled_is_moved_aside()
    {
        await using (var log = FileAuditLog.Open(Options, new ManualTime()))
        {
            await log.AppendNewAsync(2);
        }

        var bytes = await File.ReadAllBytesAsync(_folder.In("audit-00000001.jsonl"), Cancellation);
        var end = bytes.AsSpan(..^1).LastIndexOf((byte)'\n') + 1;
        for (var at = end; at < bytes.Length; at += 7)
        {
            var garbled = bytes[end..];
            garbled[at - end] = 0;
            await HealAsync(bytes[..end], garbled, wholeLines: 2);
        }
    }

    [Fact]
    public async Task A_broken_line_with_good_ones_behind_it_stays_for_a_verification_to_name()
    {
        var log = FileAuditLog.Open(Options);
        await log.AppendNewAsync(3);
        await log.DisposeAsync();
        var path = _folder.In("audit-00000001.jsonl");
        var lines = await File.ReadAllLinesAsync(path, Cancellation);
        lines[1] = lines[1].Replace("step", "stop", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(path, lines, Cancellation);

        await FileAuditLog.Open(Options).DisposeAsync();

        Assert.Equal(lines, await File.ReadAllLinesAsync(path, Cancellation));
        var fault = (await new FileAuditReader(_folder.Path).VerifyAsync(Cancellation)).Fault;
        Assert.Equal((AuditFaultKind.Changed, "audit-00000001.jsonl:2"), (fault!.Kind, fault.Location));
    }

    [Fact]
    public async Task A_record_of_a_later_format_is_not_taken_for_a_torn_one()
    {
        var path = _folder.In("audit-00000001.jsonl");
        var body = Encoding.UTF8.GetString(AuditRecords.New().Utf8.Span).Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal)[..^75];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body + "}")));
        await File.WriteAllTextAsync(path, $"{body},\"hash\":\"{hash}\"}}\n", Cancellation);

        var failure = Assert.Throws<InvalidDataException>(() => FileAuditLog.Open(Options));

        Assert.Contains("audit-00000001.jsonl:1", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path + ".torn"));
        Assert.Equal(AuditFaultKind.Unreadable, (await new FileAuditReader(_folder.Path).VerifyAsync(Cancellation)).Fault?.Kind);
    }

    [Fact]
    public async Task A_full_disk_fails_every_waiting_append_and_the_log_stays_failed()
    {
        var disk = new Disk();
        await using var log = FileAuditLog.Open(Options, TimeProvider.System, new Random(1), disk.Open);
        var written = await log.AppendNewAsync(2);
        disk.Full = true;

        var appends = Enumerable.Range(0, 20).Select(_ => log.AppendAsync(AuditRecords.New(), Cancellation).AsTask()).ToList();

        foreach (var append in appends)
        {
            var failure = await Assert.ThrowsAsync<IOException>(() => append);
            Assert.Contains(_folder.In("audit-00000001.jsonl"), failure.Message, StringComparison.Ordinal);
            Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
        }

        disk.Full = false;
        await Assert.ThrowsAsync<IOException>(() => log.AppendAsync(AuditRecords.New(), Cancellation).AsTask());
        Assert.Equal(written.Select(record => record.Id), (await log.AllAsync()).Where(record => record.Kind != AuditKind.Seal).Select(record => record.Id));
    }

    [Fact]
    public async Task What_was_acknowledged_before_the_disk_was_full_is_there_after_opening_again()
    {
        var disk = new Disk();
        IReadOnlyList<AuditRecord> written;
        await using (var log = FileAuditLog.Open(Options, TimeProvider.System, new Random(1), disk.Open))
        {
            written = await log.AppendNewAsync(5);
            disk.Full = true;
            await Assert.ThrowsAsync<IOException>(() => log.AppendAsync(AuditRecords.New(), Cancellation).AsTask());
        }

        await using var again = FileAuditLog.Open(Options);
        await again.AppendNewAsync(1);

        Assert.Subset((await again.AllAsync()).Select(record => record.Id).ToHashSet(), written.Select(record => record.Id).ToHashSet());
        Assert.True((await again.VerifyAsync(Cancellation)).Holds);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_what_to_do()
    {
        var file = _folder.In("file");
        File.WriteAllText(file, string.Empty);

        var failure = Assert.Throws<IOException>(() => FileAuditLog.Open(Options with { Folder = Path.Combine(file, "audit") }));

        Assert.Contains(Path.Combine(file, "audit"), failure.Message, StringComparison.Ordinal);
        Assert.Contains("Name a folder that this process may make and write", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_a_broken_line_names_it()
    {
        await File.WriteAllTextAsync(_folder.In("audit-00000001.jsonl"), "not a record\n", Cancellation);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => new FileAuditReader(_folder.Path).AllAsync());

        Assert.Contains("audit-00000001.jsonl:1", failure.Message, StringComparison.Ordinal);
    }

    private static async Task HealAsync(byte[] whole, byte[] torn, int wholeLines)
    {
        using var folder = new TempFolder();
        var path = folder.In("audit-00000001.jsonl");
        await File.WriteAllBytesAsync(path, [.. whole, .. torn], Cancellation);

        await using var log = FileAuditLog.Open(new FileAuditLogOptions { Folder = folder.Path, Durability = AuditDurability.Os }, new ManualTime());
        Assert.Equal(wholeLines, (await log.AllAsync()).Count);
        var added = await log.AppendNewAsync(1);

        Assert.Equal(added[0].Id, (await log.AllAsync())[^1].Id);
        Assert.True((await log.VerifyAsync(Cancellation)).Holds);
        byte[] aside = [.. torn, (byte)'\n'];
        Assert.Equal(aside, await File.ReadAllBytesAsync(path + ".torn", Cancellation));
    }

    /// <summary>A disk that can be full: half of what is written arrives, then the system's error.</summary>
    private sealed class Disk
    {
        public bool Full { get; set; }

        public FileStream Open(string path) => new Stream(this, path);

        private sealed class Stream(Disk disk, string path)
            : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0)
        {
            public override void Write(ReadOnlySpan<byte> buffer)
            {
                base.Write(disk.Full ? buffer[..(buffer.Length / 2)] : buffer);
                if (disk.Full && !buffer.IsEmpty)
                {
                    throw new IOException("No space left on device");
                }
            }
        }
    }
}
