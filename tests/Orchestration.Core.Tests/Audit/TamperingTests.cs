using System.Text;
using FsCheck.Fluent;
using FsCheck;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Audit;

/// <summary>Any log, changed in any one way behind the library's back: the verification finds it, and says what and where as far as that can be known.</summary>
public sealed class TamperingTests
{
    private static readonly Config Cases = Config.QuickThrowOnFailure.WithMaxTest(100);

    private sealed record Case(IList<int> Tenants, int SealEvery, int SegmentBytes, int At, int Other);

    private static Arbitrary<Case> AnyCase => (
        from tenants in Gen.Choose(0, 2).NonEmptyListOf()
        from sealEvery in Gen.Choose(1, 8)
        from segmentBytes in Gen.Choose(1000, 8000)
        from at in Gen.Choose(0, 1_000_000)
        from other in Gen.Choose(0, 1_000_000)
        select new Case(tenants, sealEvery, segmentBytes, at, other)).ToArbitrary();

    [Fact]
    public void An_untouched_log_always_verifies() => Holds(static (_, log) => log.Verify() is { Fault: null, Unsealed: 0 });

    [Fact]
    public void A_changed_byte_is_found_at_its_line() => Holds(static (any, log) =>
    {
        var line = any.At % log.Lines.Count;
        var bytes = log.Lines[line].Bytes;
        bytes[any.Other % bytes.Length] ^= (byte)(1 + any.At % 255);

        return log.Verify().Fault is { Kind: AuditFaultKind.Changed or AuditFaultKind.Unreadable } fault && fault.Location == log.LocationOf(line);
    });

    [Fact]
    public void A_dropped_record_or_seal_is_found() => Holds(static (any, log) =>
    {
        log.Lines.RemoveAt(any.At % log.Lines.Count);

        return log.Verify().Fault is { Kind: AuditFaultKind.Dropped };
    });

    [Fact]
    public void An_inserted_record_is_found_at_its_line() => Holds(static (any, log) =>
    {
        var seal = log.Indexes(AuditKind.Seal)[any.At % log.Indexes(AuditKind.Seal).Count];
        var line = any.Other % (seal + 1);
        var inserted = AuditRecords.New(log.RecordAt(seal).Tenant);
        log.Lines.Insert(line, log.Lines[line] with { Bytes = inserted.Utf8.ToArray() });

        return log.Verify().Fault is { Kind: AuditFaultKind.Inserted } fault && fault.RecordId == inserted.Id && fault.Location == log.LocationOf(line);
    });

    [Fact]
    public void A_record_that_is_there_twice_is_found_at_the_second() => Holds(static (any, log) =>
    {
        var line = any.At % log.Lines.Count;
        var copy = line + 1 + any.Other % (log.Lines.Count - line);
        log.Lines.Insert(copy, log.Lines[copy - 1] with { Bytes = log.Lines[line].Bytes });

        return log.Verify().Fault is { Kind: AuditFaultKind.Inserted } fault && fault.Location == log.LocationOf(copy);
    });

    [Fact]
    public void Two_records_of_a_tenant_that_changed_places_are_found() => Holds(static (any, log) =>
    {
        var tenant = log.RecordAt(any.At % log.Lines.Count).Tenant;
        var lines = Enumerable.Range(0, log.Lines.Count).Where(line => log.RecordAt(line).Tenant == tenant).ToList();
        var (first, second) = (lines[any.At % lines.Count], lines[any.Other % lines.Count]);
        if (first == second)
        {
            return true;
        }

        (log.Lines[first], log.Lines[second]) = (log.Lines[first] with { Bytes = log.Lines[second].Bytes }, log.Lines[second] with { Bytes = log.Lines[first].Bytes });

        return log.Verify().Fault is not null;
    });

    [Fact]
    public void A_record_replaced_by_another_valid_one_is_found() => Holds(static (any, log) =>
    {
        var records = log.Indexes(AuditKind.Effect);
        var line = records[any.At % records.Count];
        log.Lines[line] = log.Lines[line] with { Bytes = AuditRecords.New(log.RecordAt(line).Tenant).Utf8.ToArray() };

        return log.Verify().Fault is { Kind: AuditFaultKind.Reordered };
    });

    [Fact]
    public void A_seal_replaced_by_another_valid_one_is_found() => Holds(static (any, log) =>
    {
        var seals = log.Indexes(AuditKind.Seal);
        var line = seals[any.At % seals.Count];
        var seal = log.RecordAt(line);
        var forged = AuditRecord.Create(Guid.CreateVersion7(), seal.Tenant, null, null, null, seal.Time, seal.Body);
        log.Lines[line] = log.Lines[line] with { Bytes = forged.Utf8.ToArray() };

        return log.Verify().Fault is { Kind: AuditFaultKind.Reordered, RecordId: { } id } fault && id == forged.Id && fault.Location == log.LocationOf(line)
            || log.Verify().Fault is { Kind: AuditFaultKind.Dropped, RecordId: null };
    });

    [Fact]
    public void A_log_that_was_cut_off_anywhere_is_found_by_its_anchors() => Holds(static (any, log) =>
    {
        var line = any.At % log.Lines.Count;
        log.Lines.RemoveRange(line, log.Lines.Count - line);

        return log.Verify().Fault is { Kind: AuditFaultKind.Dropped };
    });

    private static void Holds(Func<Case, WrittenLog, bool> property) => Check.One(Cases, Prop.ForAll(AnyCase, any =>
    {
        using var log = WrittenLog.Write(any);
        return property(any, log);
    }));

    /// <summary>A closed log as its lines, to be changed and written back.</summary>
    private sealed class WrittenLog : IDisposable
    {
        private readonly TempFolder _folder = new();
        private IReadOnlyDictionary<string, string> _anchors = new Dictionary<string, string>();

        public List<Line> Lines { get; } = [];

        public static WrittenLog Write(Case any)
        {
            var written = new WrittenLog();
            WriteAsync(written._folder.Path, any).GetAwaiter().GetResult();
            written._anchors = new FileAuditReader(written._folder.Path).VerifyAsync().GetAwaiter().GetResult().LatestSeals;
            foreach (var file in Directory.GetFiles(written._folder.Path, "audit-*.jsonl").Order(StringComparer.Ordinal))
            {
                written.Lines.AddRange(File.ReadAllLines(file).Select(line => new Line(file, Encoding.UTF8.GetBytes(line))));
            }

            return written;
        }

        /// <summary>Checks the changed log against the seals of the unchanged one.</summary>
        public AuditVerification Verify()
        {
            foreach (var file in Directory.GetFiles(_folder.Path, "audit-*.jsonl"))
            {
                File.WriteAllBytes(file, [.. Lines.Where(line => line.File == file).SelectMany(line => (byte[])[.. line.Bytes, (byte)'\n'])]);
            }

            return new FileAuditReader(_folder.Path).VerifyAsync(_anchors).GetAwaiter().GetResult();
        }

        public string LocationOf(int index) =>
            $"{Path.GetFileName(Lines[index].File)}:{Lines.Take(index + 1).Count(line => line.File == Lines[index].File)}";

        public AuditRecord RecordAt(int index) => AuditRecord.Parse(Lines[index].Bytes);

        public List<int> Indexes(AuditKind kind) => [.. Enumerable.Range(0, Lines.Count).Where(index => RecordAt(index).Kind == kind)];

        public void Dispose() => _folder.Dispose();

        private static async Task WriteAsync(string folder, Case any)
        {
            var options = new FileAuditLogOptions
            {
                Folder = folder,
                Durability = AuditDurability.Os,
                SealEvery = any.SealEvery,
                SegmentBytes = any.SegmentBytes,
            };
            await using var log = FileAuditLog.Open(options, new ManualTime());
            await Task.WhenAll(any.Tenants.Select(tenant => log.AppendAsync(AuditRecords.New($"tenant-{tenant}")).AsTask()));
        }
    }

    private sealed record Line(string File, byte[] Bytes);
}
