using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Audit;

public sealed class InMemoryAuditLogContract : AuditLogContract
{
    protected override ValueTask<IAuditLog> OpenAsync() => ValueTask.FromResult<IAuditLog>(new InMemoryAuditLog());

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}

public class FileAuditLogContract : AuditLogContract
{
    private readonly TempFolder _folder = new();
    private FileAuditLog? _log;

    protected virtual FileAuditLogOptions Options => new() { Folder = _folder.Path };

    protected string Folder => _folder.Path;

    protected override ValueTask<IAuditLog> OpenAsync() => ValueTask.FromResult<IAuditLog>(_log = FileAuditLog.Open(Options));

    protected override async ValueTask CloseAsync()
    {
        await _log!.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>The same with everything that happens rarely happening all the time: segments of a few records, seals of fewer.</summary>
public sealed class SmallSegmentsFileAuditLogContract : FileAuditLogContract
{
    protected override FileAuditLogOptions Options => new()
    {
        Folder = Folder,
        Durability = AuditDurability.Os,
        SegmentBytes = 2048,
        SealEvery = 3,
        SealInterval = TimeSpan.FromMilliseconds(5),
    };
}
