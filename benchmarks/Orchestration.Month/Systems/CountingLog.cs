using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Month.Systems;

/// <summary>An audit log that counts what it is told and keeps none of it: a month's records are of no use to the benchmark, their sums are.</summary>
internal sealed class CountingLog : IAuditLog
{
    public long Records { get; private set; }

    /// <summary>US dollars that the library knows it spent.</summary>
    public decimal KnownUsd { get; private set; }

    /// <summary>US dollars that it estimates for attempts of which no usage was reported.</summary>
    public decimal EstimatedUsd { get; private set; }

    public SortedDictionary<FailureReason, int> Failures { get; } = [];

    /// <summary>Calls by the class that the router judged them to be.</summary>
    public SortedDictionary<string, int> Classes { get; } = new(StringComparer.Ordinal);

    public string Judgements() => string.Join(", ", Classes.Select(static pair => $"{pair.Key} {pair.Value:N0}"));

    public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default)
    {
        Records++;
        switch (record.Body)
        {
            case AttemptStartedRecord { Choice.Class: { } judged } when record.Attempt == 1 && Workload.Request.Current is { } request:
                var key = $"{request.Difficulty} judged {judged}";
                Classes[key] = Classes.GetValueOrDefault(key) + 1;
                break;
            case AttemptEndedRecord end:
                KnownUsd += end.CostUsd ?? 0;
                EstimatedUsd += end.EstimatedCostUsd ?? 0;
                if (end.Failure is { } reason)
                {
                    Failures[reason] = Failures.GetValueOrDefault(reason) + 1;
                }

                break;
        }

        return ValueTask.CompletedTask;
    }

    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<AuditRecord>();

    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(new AuditVerification { Records = Records, Seals = 0, Unsealed = Records });
}
