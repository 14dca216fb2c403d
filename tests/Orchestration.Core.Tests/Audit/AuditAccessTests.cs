using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Replay;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Audit;

public sealed class AuditAccessTests
{
    private static readonly AccessRights Kim = new() { Actor = "kim", Tenants = ["acme"] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_at_a_run_is_recorded_with_who_what_and_why()
    {
        using var runtime = TestRuntime.With(new EchoClient());
        var run = await runtime.Orchestrator.RunAsync(Steps.Ask(), "tea", new() { Tenant = "acme" }, Token);

        var log = await new AuditAccess(runtime.Log, Kim, runtime.Log, runtime.Time).LookAsync("show", run.Run, "ticket 7", Token);

        var look = Assert.Single(await runtime.RecordsAsync(new AuditQuery { Kind = AuditKind.Accessed }));
        Assert.Equal(("acme", run.Run), (look.Tenant, look.Run));
        Assert.Equal(new AccessedRecord { Actor = "kim", Action = "show", Reason = "ticket 7" }, look.Body);
        Assert.Equal("[tea]", (await RecordedStream.LoadAsync(log, run.Run, cancellationToken: Token)).TextOf("ask"));
    }

    [Fact]
    public async Task A_look_at_another_tenants_run_is_refused_and_recorded()
    {
        using var runtime = TestRuntime.With(new EchoClient());
        var run = await runtime.Orchestrator.RunAsync(Steps.Ask(), "tea", new() { Tenant = "other" }, Token);

        var refusal = await Assert.ThrowsAsync<AuditAccessException>(() => new AuditAccess(runtime.Log, Kim, runtime.Log, runtime.Time).LookAsync("show", run.Run, null, Token));

        Assert.Equal(("kim", "other"), (refusal.Actor, refusal.Tenant));
        Assert.Equal("show (refused)", Assert.Single(await runtime.BodiesAsync<AccessedRecord>()).Action);
    }

    [Fact]
    public async Task A_query_gives_the_allowed_tenants_alone()
    {
        using var runtime = TestRuntime.With(new EchoClient());
        foreach (var tenant in new[] { "acme", "other", "third" })
        {
            await runtime.Orchestrator.RunAsync(Steps.Ask(), "tea", new() { Tenant = tenant }, Token);
        }

        var one = await new AuditAccess(runtime.Log, Kim, new InMemoryAuditLog(), runtime.Time).LookAsync("list", tenant: null, cancellationToken: Token);
        var two = await new AuditAccess(runtime.Log, Kim with { Tenants = ["acme", "third"] }, new InMemoryAuditLog(), runtime.Time).LookAsync("list", tenant: null, cancellationToken: Token);
        var all = await new AuditAccess(runtime.Log, Kim with { Tenants = null }, new InMemoryAuditLog(), runtime.Time).LookAsync("list", tenant: null, cancellationToken: Token);

        Assert.Equal(["acme"], await TenantsAsync(one));
        Assert.Equal(["acme", "third"], await TenantsAsync(two));
        Assert.Equal(["acme", "other", "third"], await TenantsAsync(all));
        Assert.Throws<AuditAccessException>(() => one.ReadAsync(new AuditQuery { Tenant = "other" }, Token));
    }

    [Fact]
    public async Task Nothing_is_read_when_the_look_cannot_be_recorded()
    {
        var access = new AuditAccess(new InMemoryAuditLog(), Kim, new FolderAccessLog("/no/such/folder"), new ManualTime());

        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => access.LookAsync("list", "acme", cancellationToken: Token));
    }

    [Fact]
    public async Task A_log_that_is_looked_at_takes_no_records()
    {
        var log = await new AuditAccess(new InMemoryAuditLog(), Kim, new InMemoryAuditLog(), new ManualTime()).LookAsync("list", "acme", cancellationToken: Token);

        await Assert.ThrowsAsync<NotSupportedException>(async () => await log.AppendAsync(Record(1), Token));
    }

    [Fact]
    public async Task Looks_at_a_folder_stand_beside_its_log_and_disturb_neither_its_writer_nor_its_seals()
    {
        using var folder = new TempFolder();
        var time = new ManualTime();
        await using (var writer = FileAuditLog.Open(new() { Folder = folder.Path }, time))
        {
            await writer.AppendAsync(Record(1), Token);
            var access = new AuditAccess(new FileAuditReader(folder.Path), Kim, new FolderAccessLog(folder.Path, time), time);

            var log = await access.LookAsync("list", "acme", cancellationToken: Token);
            await access.LookAsync("show", new RunId(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11])), cancellationToken: Token);

            Assert.Single(await log.ReadAsync(new AuditQuery { Kind = AuditKind.Effect }, Token).ToListAsync(Token));
            await writer.AppendAsync(Record(2), Token);
        }

        var main = await new FileAuditReader(folder.Path).VerifyAsync(Token);
        var looks = await new FolderAccessLog(folder.Path, time).VerifyAsync(Token);
        Assert.True(main.Holds);
        Assert.Equal(0, main.Unsealed);
        Assert.True(looks.Holds);
        Assert.Equal(2, looks.Records - looks.Seals);
        Assert.DoesNotContain(await new FileAuditReader(folder.Path).ReadAsync(new AuditQuery(), Token).ToListAsync(Token), static record => record.Kind == AuditKind.Accessed);
    }

    [Fact]
    public async Task A_look_waits_for_another_that_holds_the_folder()
    {
        using var folder = new TempFolder();
        var time = new ManualTime();
        var looks = new FolderAccessLog(folder.Path, time);
        var other = FileAuditLog.Open(new() { Folder = looks.Folder }, time);

        var append = looks.AppendAsync(Record(1), Token).AsTask();
        Assert.False(append.IsCompleted);
        await other.DisposeAsync();
        time.Advance(TimeSpan.FromMilliseconds(50));
        await append;

        Assert.Single(await looks.ReadAsync(new AuditQuery { Kind = AuditKind.Effect }, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_look_gives_up_when_the_folder_is_held_too_long()
    {
        using var folder = new TempFolder();
        var time = new ManualTime();
        var looks = new FolderAccessLog(folder.Path, time, TimeSpan.FromMilliseconds(40));
        await using var other = FileAuditLog.Open(new() { Folder = looks.Folder }, time);

        var append = looks.AppendAsync(Record(1), Token).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAsync<IOException>(() => append);
    }

    [Fact]
    public async Task An_overlay_reads_both_logs_and_writes_to_its_own()
    {
        var (recorded, own) = (new InMemoryAuditLog(), new InMemoryAuditLog());
        await recorded.AppendAsync(Record(1), Token);
        var overlay = new OverlayAuditLog(recorded, own);

        await overlay.AppendAsync(Record(2), Token);

        Assert.Equal(2, await overlay.ReadAsync(new AuditQuery(), Token).CountAsync(Token));
        Assert.Equal(1, await recorded.ReadAsync(new AuditQuery(), Token).CountAsync(Token));
        Assert.Equal(1, await own.ReadAsync(new AuditQuery(), Token).CountAsync(Token));
    }

    private static AuditRecord Record(int number) => AuditRecord.Create(
        new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), "acme", new RunId(new Guid(number, 1, 1, [1, 1, 1, 1, 1, 1, 1, 1])), "read", 1, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new EffectRecord());

    private static async Task<List<string>> TenantsAsync(IAuditLog log) =>
        [.. (await log.ReadAsync(new AuditQuery(), Token).ToListAsync(Token)).Select(static record => record.Tenant).Distinct().Order(StringComparer.Ordinal)];
}
