using Orchestration.Models;

namespace Orchestration.Audit;

/// <summary>The way to a log for people: nothing can be read before the look itself is recorded, and then only what the reader's rights allow.</summary>
/// <remarks>A look that is refused is recorded too, as <c>(refused)</c> behind its action. Safe for use by many threads.</remarks>
/// <param name="log">The log that is read.</param>
/// <param name="rights">Who reads, and whose runs.</param>
/// <param name="looks">Where looks are recorded: the same log where it can be written, else one such as <see cref="FolderAccessLog"/>.</param>
/// <param name="time">The clock of the records; the system's if not given.</param>
/// <example>
/// <code>
/// var access = new AuditAccess(new FileAuditReader("./audit"), new() { Actor = "kim@example.com", Tenants = ["acme"] }, new FolderAccessLog("./audit"));
/// IAuditLog log = await access.LookAsync("exact", run, "ticket 4711");
/// RecordedStream seen = await RecordedStream.LoadAsync(log, run);
/// </code>
/// </example>
public sealed class AuditAccess(IAuditLog log, AccessRights rights, IAuditLog looks, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly RecordIds _ids = new(time ?? TimeProvider.System, new Random());

    /// <summary>Records a look at one run and opens the log for it.</summary>
    /// <param name="action">What for: see <see cref="AccessedRecord.Action"/>.</param>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why, such as a ticket's number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The log, within the reader's rights, to read only.</returns>
    /// <exception cref="AuditAccessException">The run is of a tenant that the rights lack.</exception>
    public async Task<IAuditLog> LookAsync(string action, RunId run, string? reason = null, CancellationToken cancellationToken = default)
    {
        var tenant = await TenantOfAsync(run, cancellationToken).ConfigureAwait(false);
        await RecordAsync(action, tenant ?? string.Empty, run, null, reason, isRefused: tenant is not null && !rights.Allow(tenant), cancellationToken).ConfigureAwait(false);
        return new ScopedAuditLog(log, rights);
    }

    /// <summary>Records a look at many runs, such as a list or a sample, and opens the log for it.</summary>
    /// <param name="action">As above.</param>
    /// <param name="tenant">The one tenant that is looked at; <see langword="null"/> = all that the rights allow.</param>
    /// <param name="runs">How many runs, where that is known beforehand.</param>
    /// <param name="reason">As above.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The log, within the reader's rights and the tenant, to read only.</returns>
    /// <exception cref="AuditAccessException">The rights lack the tenant.</exception>
    public async Task<IAuditLog> LookAsync(string action, string? tenant, int? runs = null, string? reason = null, CancellationToken cancellationToken = default)
    {
        await RecordAsync(action, tenant ?? string.Empty, null, runs, reason, isRefused: tenant is not null && !rights.Allow(tenant), cancellationToken).ConfigureAwait(false);
        return new ScopedAuditLog(log, tenant is null ? rights : rights with { Tenants = [tenant] });
    }

    private async ValueTask RecordAsync(string action, string tenant, RunId? run, int? runs, string? reason, bool isRefused, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(action);
        var look = new AccessedRecord { Actor = rights.Actor, Action = isRefused ? $"{action} (refused)" : action, Reason = reason, Runs = runs };
        await looks.AppendAsync(AuditRecord.Create(_ids.Next(), tenant, run, null, null, _time.GetUtcNow(), look), cancellationToken).ConfigureAwait(false);
        if (isRefused)
        {
            throw new AuditAccessException(rights.Actor, tenant);
        }
    }

    private async Task<string?> TenantOfAsync(RunId run, CancellationToken cancellationToken)
    {
        await foreach (var record in log.ReadAsync(new AuditQuery { Run = run, Kind = AuditKind.RunStarted }, cancellationToken).ConfigureAwait(false))
        {
            return record.Tenant;
        }

        return null;
    }
}
