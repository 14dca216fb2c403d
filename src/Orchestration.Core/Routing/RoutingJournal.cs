using Orchestration.Audit;

namespace Orchestration.Routing;

/// <summary>Writes changes of the routing to the audit log, so that it can be told later why calls went elsewhere from an hour on.</summary>
internal sealed class RoutingJournal(IAuditLog log, TimeProvider time)
{
    private readonly RecordIds _ids = new(time, new Random());

    public void Applied(RoutingPolicy policy) => Write(new RoutingChangedRecord
    {
        Change = RoutingChange.Applied,
        PolicyVersion = policy.Version.Length == 0 ? null : policy.Version,
    });

    public void RolledBack(CanaryRollback rollback) => Write(new RoutingChangedRecord
    {
        Change = RoutingChange.CanaryRolledBack,
        Canary = rollback.Canary,
        Reason = rollback.Reason,
    });

    // Nobody waits: what has changed holds whether it is on record or not, and a log that fails fails the next call loudly.
    private void Write(RoutingChangedRecord body) => _ = WriteAsync(body);

    private async Task WriteAsync(RoutingChangedRecord body)
    {
        try
        {
            var record = AuditRecord.Create(_ids.Next(), string.Empty, null, null, null, time.GetUtcNow(), body);
            await log.AppendAsync(record, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // See above.
        catch
#pragma warning restore CA1031
        {
        }
    }
}
