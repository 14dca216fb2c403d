using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orchestration.Audit;

/// <summary>Where a record stands: for a file log, the segment's name and the line from 1.</summary>
internal readonly record struct AuditPosition(string Source, long Line)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}");
}

/// <summary>Checks a log record by record and stops at the first that is not as it was written.</summary>
/// <remarks>Remembers the id of every record, about 40 bytes each, and the hashes since each tenant's last seal.</remarks>
internal sealed class AuditVerifier(IReadOnlyDictionary<string, string>? anchors = null)
{
    private readonly Dictionary<string, SealCheck> _tenants = [];
    private readonly HashSet<Guid> _ids = [];
    private readonly HashSet<string> _anchored = [];
    private AuditPosition? _end;
    private AuditFault? _fault;
    private long _records;
    private long _seals;

    /// <summary>Checks the next record; <see langword="false"/> once something is broken.</summary>
    public bool Check(ReadOnlyMemory<byte> line, AuditPosition at)
    {
        _end = at;
        return _fault is null && (_fault = FaultOf(line, at)) is null;
    }

    /// <summary>Reports what no single record shows, such as a file that is missing.</summary>
    public void Report(AuditFaultKind kind, AuditPosition at, string message) =>
        _fault ??= Fault(kind, at, id: null, message);

    public AuditVerification Result()
    {
        _fault ??= MissingAnchor();
        var sealedTenants = _tenants.Where(static tenant => tenant.Value.Sequence > 0);
        return new AuditVerification
        {
            Records = _records,
            Seals = _seals,
            Unsealed = _tenants.Values.Sum(static tenant => (long)tenant.Unsealed),
            Fault = _fault,
            LatestSeals = sealedTenants.ToDictionary(static tenant => tenant.Key, static tenant => tenant.Value.Newest),
        };
    }

    private AuditFault? FaultOf(ReadOnlyMemory<byte> line, AuditPosition at)
    {
        if (!AuditRecord.EndsWithHash(line.Span))
        {
            return Fault(AuditFaultKind.Unreadable, at, id: null, $"The line at {at} is not an audit record.");
        }

        var holds = AuditRecord.HashHoldsOf(line.Span);
        AuditRecord record;
        try
        {
            record = AuditRecord.Parse(line);
            if (holds)
            {
                return FaultOf(record, at);
            }
        }
        catch (JsonException exception)
        {
            return holds
                ? Fault(AuditFaultKind.Unreadable, at, id: null, $"The line at {at} has its hash, but this version cannot read it: {exception.Message}")
                : Fault(AuditFaultKind.Changed, at, id: null, $"The line at {at} does not have the hash it states, and is no longer a record.");
        }

        return Fault(AuditFaultKind.Changed, at, record.Id, $"The record at {at} does not have the hash it states.");
    }

    private AuditFault? FaultOf(AuditRecord record, AuditPosition at)
    {
        if (!_ids.Add(record.Id))
        {
            return Fault(AuditFaultKind.Inserted, at, record.Id, $"The record at {at} has the id of an earlier one: it is there twice.");
        }

        if (!_tenants.TryGetValue(record.Tenant, out var tenant))
        {
            _tenants.Add(record.Tenant, tenant = new SealCheck(record.Tenant));
        }

        _records++;
        if (record.Kind != AuditKind.Seal)
        {
            tenant.Cover(record, at);
            return null;
        }

        _seals++;
        if (anchors?.GetValueOrDefault(record.Tenant) is { } anchor && record.HashHex.Span.SequenceEqual(Encoding.ASCII.GetBytes(anchor)))
        {
            _anchored.Add(record.Tenant);
        }

        return tenant.Seal(record, at);
    }

    private AuditFault? MissingAnchor()
    {
        var missing = anchors?.FirstOrDefault(anchor => !_anchored.Contains(anchor.Key));
        if (missing is not { Value: { } seal, Key: var tenant })
        {
            return null;
        }

        return new AuditFault(
            AuditFaultKind.Dropped,
            _end?.ToString() ?? "the log is empty",
            RecordId: null,
            $"The seal {seal} of tenant '{tenant}', which was kept elsewhere, is not in the log: the log was cut off before it, or rewritten.");
    }

    private static AuditFault Fault(AuditFaultKind kind, AuditPosition at, Guid? id, string message) => new(kind, at.ToString(), id, message);
}
