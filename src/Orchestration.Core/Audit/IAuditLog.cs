using Orchestration.Models;

namespace Orchestration.Audit;

/// <summary>The append-only log that billing, evals, replay, resume and drift read. Safe for use by many threads.</summary>
public interface IAuditLog
{
    /// <summary>Appends a record. When the task completes, the record will be found by any later reader, also after a crash, as far as the log promises durability.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Gives up waiting; the record may be written all the same.</param>
    /// <exception cref="IOException">The record could not be written. The runtime then fails the step: no unaudited answer leaves it.</exception>
    ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default);

    /// <summary>Reads what <paramref name="query"/> selects, in the log's order, as of the time of the call; appends go on meanwhile.</summary>
    IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default);

    /// <summary>Checks every record against its hash and every seal against its records, and names the first that is broken.</summary>
    Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default);
}

/// <summary>Selects records; a condition that is <see langword="null"/> selects all.</summary>
public sealed record AuditQuery
{
    /// <summary>Records of this tenant only.</summary>
    public string? Tenant { get; init; }

    /// <summary>Records of this run only.</summary>
    public RunId? Run { get; init; }

    /// <summary>Records of this step path only, compared ordinally.</summary>
    public string? Step { get; init; }

    /// <summary>Records of attempts and steps answered by this model only.</summary>
    public string? Model { get; init; }

    /// <summary>Records of this kind only.</summary>
    public AuditKind? Kind { get; init; }

    /// <summary>Records written at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Records written before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether <paramref name="record"/> is selected. Reads the body only if <see cref="Model"/> is given.</summary>
    public bool Selects(AuditRecord record) =>
        (Tenant is null || Tenant == record.Tenant)
        && (Run is null || Run == record.Run)
        && (Step is null || Step == record.Step)
        && (Kind is null || Kind == record.Kind)
        && (From is null || record.Time >= From)
        && (To is null || record.Time < To)
        && (Model is null || Model == ModelOf(record));

    private static string? ModelOf(AuditRecord record) => record.Kind switch
    {
        AuditKind.AttemptStarted => ((AttemptStartedRecord)record.Body).Model,
        AuditKind.AttemptEnded => ((AttemptEndedRecord)record.Body).Model,
        AuditKind.StepCompleted => ((StepCompletedRecord)record.Body).Model,
        _ => null,
    };
}

/// <summary>What a check of the whole log found.</summary>
public sealed record AuditVerification
{
    /// <summary>Records checked, seals included.</summary>
    public required long Records { get; init; }

    /// <summary>Seals checked.</summary>
    public required long Seals { get; init; }

    /// <summary>Records since the last seal of their tenant: their own hashes hold, but one that was dropped here would not be missed yet.</summary>
    public required long Unsealed { get; init; }

    /// <summary>The first thing found broken; <see langword="null"/> when the log is as it was written.</summary>
    public AuditFault? Fault { get; init; }

    /// <summary>The newest seal of each tenant: its record hash in lower-case hex. Kept elsewhere, it shows a log that was cut or rewritten as a whole.</summary>
    public IReadOnlyDictionary<string, string> LatestSeals { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether nothing was found broken.</summary>
    public bool Holds => Fault is null;
}

/// <summary>Where and how a log is not as it was written.</summary>
/// <param name="Kind">What happened to it, as far as the evidence tells.</param>
/// <param name="Location">Where: for a file log, <c>file:line</c>.</param>
/// <param name="RecordId">The record concerned; for a missing record, the seal that misses it.</param>
/// <param name="Message">The evidence, in a sentence.</param>
public sealed record AuditFault(AuditFaultKind Kind, string Location, Guid? RecordId, string Message);

/// <summary>What happened to a log.</summary>
public enum AuditFaultKind
{
    /// <summary>Bytes that are not a record.</summary>
    Unreadable,

    /// <summary>A record that no longer has its hash.</summary>
    Changed,

    /// <summary>A seal counts more records than there are, or a seal is missing from the chain.</summary>
    Dropped,

    /// <summary>A seal counts fewer records than there are.</summary>
    Inserted,

    /// <summary>The records that a seal covers are all there in another order, or one was replaced by another valid one.</summary>
    Reordered,
}
