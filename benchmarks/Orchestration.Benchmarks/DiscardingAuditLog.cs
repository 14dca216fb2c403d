using Orchestration.Audit;

namespace Orchestration.Benchmarks;

/// <summary>A log that keeps nothing, to tell what a run takes from what its log takes. Records are still made and hashed: that is their writer's work.</summary>
internal sealed class DiscardingAuditLog : IAuditLog
{
    public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<AuditRecord>();

    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(new AuditVerification { Records = 0, Seals = 0, Unsealed = 0 });
}
