using System.Runtime.CompilerServices;

namespace Orchestration.Audit;

/// <summary>A log as far as somebody may read it. Appends nothing.</summary>
internal sealed class ScopedAuditLog(IAuditLog log, AccessRights rights) : IAuditLog
{
    /// <exception cref="NotSupportedException">Always.</exception>
    public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"'{rights.Actor}' has the audit log for reading. Put an OverlayAuditLog before it, whose own log takes what is written.");

    /// <exception cref="AuditAccessException">The query names a tenant that the rights lack.</exception>
    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        if (query.Tenant is { } tenant && !rights.Allow(tenant))
        {
            throw new AuditAccessException(rights.Actor, tenant);
        }

        return rights.Tenants is not { } tenants || query.Tenant is not null ? log.ReadAsync(query, cancellationToken)
            : tenants.Count == 1 ? log.ReadAsync(query with { Tenant = tenants.First() }, cancellationToken)
            : FilterAsync(query, cancellationToken);
    }

    // Whether the log as a whole holds says nothing of anybody; its seals would tell the names of tenants.
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        var whole = await log.VerifyAsync(cancellationToken).ConfigureAwait(false);
        return whole with { LatestSeals = whole.LatestSeals.Where(seal => rights.Allow(seal.Key)).ToDictionary(StringComparer.Ordinal) };
    }

    private async IAsyncEnumerable<AuditRecord> FilterAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in log.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (rights.Allow(record.Tenant))
            {
                yield return record;
            }
        }
    }
}
