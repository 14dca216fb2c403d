using Orchestration.Audit;

namespace Orchestration.Cli.Evals;

/// <summary>Takes the place of the application's audit log while evals run: what each of them does is in a log beside its results, and nothing of it among what customers did.</summary>
internal sealed class EvalAuditLog : IAuditLog, IAsyncDisposable
{
    private readonly List<FileAuditLog> _opened = [];
    private volatile IAuditLog _current = new InMemoryAuditLog();

    /// <summary>From now on it is the log in this folder.</summary>
    public void Open(string folder, TimeProvider time)
    {
        // Results can be had again, so a loss of power may take them.
        var log = FileAuditLog.Open(new FileAuditLogOptions { Folder = folder, Durability = AuditDurability.Os }, time);
        _opened.Add(log);
        _current = log;
    }

    public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default) => _current.AppendAsync(record, cancellationToken);

    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) => _current.ReadAsync(query, cancellationToken);

    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) => _current.VerifyAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _opened)
        {
            await log.DisposeAsync().ConfigureAwait(false);
        }
    }
}
