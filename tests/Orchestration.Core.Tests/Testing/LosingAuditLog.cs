using Orchestration.Audit;

namespace Orchestration.Core.Tests.Testing;

/// <summary>A log in which some records never arrive, as after a crash just before them.</summary>
internal sealed class LosingAuditLog(Func<AuditRecord, bool> loses) : IAuditLog
{
    private readonly InMemoryAuditLog _inner = new();
    private volatile bool _keeps;

    /// <summary>From now on all arrive.</summary>
    public void Keep() => _keeps = true;

    public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default) =>
        !_keeps && loses(record) ? ValueTask.CompletedTask : _inner.AppendAsync(record, cancellationToken);

    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) => _inner.ReadAsync(query, cancellationToken);

    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) => _inner.VerifyAsync(cancellationToken);
}
