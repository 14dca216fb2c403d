using System.Runtime.CompilerServices;

namespace Orchestration.Audit;

/// <summary>Reads a recorded log together with one of one's own, and appends to one's own alone: what replays and reruns write does not touch the recorded log.</summary>
/// <param name="recorded">Read, and never written; it may be one that cannot be.</param>
/// <param name="own">Written; read after the recorded one. Stays the caller's to dispose.</param>
public sealed class OverlayAuditLog(IAuditLog recorded, IAuditLog own) : IAuditLog
{
    /// <inheritdoc/>
    public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default) => own.AppendAsync(record, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var record in recorded.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }

        await foreach (var record in own.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    /// <summary>Checks the recorded log. One's own is checked where it is kept.</summary>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) => recorded.VerifyAsync(cancellationToken);
}
