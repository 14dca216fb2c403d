using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Cli.Logs;

/// <summary>Hands a folder's log to the library: the look is recorded first, and only what the rights allow is seen.</summary>
internal static class LogLook
{
    /// <summary>For one run.</summary>
    /// <exception cref="UsageException">It is not theirs to look at. That they tried is recorded.</exception>
    public static async Task<IAuditLog> LookAsync(this AuditFolder log, Tool tool, string action, RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await Access(log, tool).LookAsync(action, run, log.Reason, cancellationToken).ConfigureAwait(false);
        }
        catch (AuditAccessException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>For all the runs that were asked for.</summary>
    public static Task<IAuditLog> LookAsync(this AuditFolder log, Tool tool, string action, CancellationToken cancellationToken) =>
        Access(log, tool).LookAsync(action, log.Rights.Only, runs: null, log.Reason, cancellationToken);

    private static AuditAccess Access(AuditFolder log, Tool tool) => new(
        log.Files,
        new AccessRights { Actor = log.Actor, Tenants = log.Rights.Tenants?.ToImmutableHashSet(StringComparer.Ordinal) },
        new FolderAccessLog(log.Path, tool.Time),
        tool.Time);
}
