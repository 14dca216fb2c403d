using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.Diagnostics;
using Orchestration.Limits;
using Orchestration.Policies;
using Orchestration.Routing;
using Orchestration.Routing.Canaries;
using Orchestration.Routing.Planning;

namespace Orchestration.Runs;

/// <summary>What the runtime works with; one set an application.</summary>
internal sealed class RunServices
{
    public required RoutingTable Routing { get; init; }

    public required Router Router { get; init; }

    public required CanaryMonitor Canaries { get; init; }

    public required IRequestClassifier Classifier { get; init; }

    public required IAuditLog Audit { get; init; }

    public required IResponseCache Cache { get; init; }

    public required IBudgetLedger Ledger { get; init; }

    public required ICallLimiter Limiter { get; init; }

    public required IEndpointHealth Health { get; init; }

    public required TimeProvider Time { get; init; }

    public required Random Random { get; init; }

    public required RecordIds Ids { get; init; }

    public required StepPolicy DefaultPolicy { get; init; }

    public required Telemetry Telemetry { get; init; }

    /// <summary>A random number in [0, 1), for jitter.</summary>
    public double Draw()
    {
        lock (Random)
        {
            return Random.NextDouble();
        }
    }

    /// <summary>Appends a record of a run. Never cancelled: what has happened is written down even if nobody waits for the run any more.</summary>
    /// <exception cref="StepFailedException">The log refused the record, so the step fails: no unaudited answer leaves the runtime.</exception>
    public async ValueTask AppendAsync(Run run, string? step, int? attempt, AuditBody body, Guid? id = null)
    {
        try
        {
            var record = AuditRecord.Create(id ?? Ids.Next(), run.Tenant, run.Id, step, attempt, Time.GetUtcNow(), body);
            await Audit.AppendAsync(record, CancellationToken.None).ConfigureAwait(false);
            Telemetry.Observe(run.Graph.Name, body);
        }
#pragma warning disable CA1031 // Whatever a log throws, the record is not in it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw new StepFailedException(step ?? "(run)", null, [], $"the audit log refused a record, and no unaudited answer leaves the runtime: {e.Message}", e);
        }
    }
}
