using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.Limits;
using Orchestration.Policies;
using Orchestration.Routing;

namespace Orchestration.Runs;

/// <summary>What the runtime works with; one set an application.</summary>
internal sealed class RunServices
{
    public required ModelRegistry Models { get; init; }

    public required IAuditLog Audit { get; init; }

    public required IResponseCache Cache { get; init; }

    public required IBudgetLedger Ledger { get; init; }

    public required ICallLimiter Limiter { get; init; }

    public required IEndpointHealth Health { get; init; }

    public required TimeProvider Time { get; init; }

    public required Random Random { get; init; }

    public required RecordIds Ids { get; init; }

    public required StepPolicy DefaultPolicy { get; init; }

    /// <summary>Appends a record of a run.</summary>
    public ValueTask AppendAsync(Run run, string? step, int? attempt, AuditBody body, Guid? id = null) =>
        // Never cancelled: what has happened is written down even if nobody waits for the run any more.
        Audit.AppendAsync(AuditRecord.Create(id ?? Ids.Next(), run.Tenant, run.Id, step, attempt, Time.GetUtcNow(), body), CancellationToken.None);
}
