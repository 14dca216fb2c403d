using System.Text.Json;
using Orchestration.Models;

namespace Orchestration.Audit;

/// <summary>What kind of record it is; decides the type of <see cref="AuditRecord.Body"/>.</summary>
public enum AuditKind
{
    /// <summary><see cref="RunStartedRecord"/>.</summary>
    RunStarted,

    /// <summary><see cref="AttemptStartedRecord"/>.</summary>
    AttemptStarted,

    /// <summary><see cref="AttemptEndedRecord"/>.</summary>
    AttemptEnded,

    /// <summary><see cref="EffectRecord"/>.</summary>
    Effect,

    /// <summary><see cref="StepCompletedRecord"/>.</summary>
    StepCompleted,

    /// <summary><see cref="RunEndedRecord"/>.</summary>
    RunEnded,

    /// <summary><see cref="SealRecord"/>.</summary>
    Seal,

    /// <summary><see cref="RoutingChangedRecord"/>.</summary>
    RoutingChanged,

    /// <summary><see cref="ScoredRecord"/>.</summary>
    Scored,

    /// <summary><see cref="AccessedRecord"/>.</summary>
    Accessed,
}

/// <summary>One entry of the audit log: an envelope, a body, and the hash of both. Immutable.</summary>
/// <remarks>
/// A record <em>is</em> its bytes: it is serialized once, by its writer, and stored, hashed, sent and read back as those bytes. The form is one
/// JSON object on one line, whose last member is <c>"hash"</c>: SHA-256, in lower-case hex, of the same object without that member.
/// </remarks>
public sealed class AuditRecord
{
    private const int HashSuffixLength = 9 + 64 + 2; // ,"hash":" and the digits and "}
    private AuditBody? _body;

    private AuditRecord(Guid id, AuditKind kind, string tenant, RunId? run, string? step, int? attempt, DateTimeOffset time, ReadOnlyMemory<byte> utf8)
    {
        (Id, Kind, Tenant, Run, Step, Attempt, Time, Utf8) = (id, kind, tenant, run, step, attempt, time, utf8);
    }

    /// <summary>Made by the writer; sorts by time.</summary>
    public Guid Id { get; }

    /// <inheritdoc cref="AuditKind"/>
    public AuditKind Kind { get; }

    /// <summary>Who pays; empty for an application without tenants.</summary>
    public string Tenant { get; }

    /// <summary>The run; <see langword="null"/> only for a seal, a change of routing, and a look at more than one run.</summary>
    public RunId? Run { get; }

    /// <summary>The path of the step, such as <c>sections[3]/draft</c>; <see langword="null"/> for records of the run as a whole.</summary>
    public string? Step { get; }

    /// <summary>Which attempt of the step's call, from 1; <see langword="null"/> where the record is not of one attempt.</summary>
    public int? Attempt { get; }

    /// <summary>When it was written, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The record's canonical bytes: one JSON object without a line break.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>The hash as the record states it: 64 lower-case hex digits in ASCII. <see cref="HashHolds"/> tells whether it is true.</summary>
    public ReadOnlyMemory<byte> HashHex => Utf8.Slice(Utf8.Length - 2 - 64, 64);

    /// <summary>What the record says. Read from the bytes at the first use.</summary>
    /// <exception cref="JsonException">The bytes are not a record of this version.</exception>
    public AuditBody Body => _body ??= AuditJson.ReadBody(Utf8.Span, Kind);

    /// <summary>Writes a record. It keeps the bytes alone, not the body: what the body refers to may change afterwards.</summary>
    public static AuditRecord Create(Guid id, string tenant, RunId? run, string? step, int? attempt, DateTimeOffset time, AuditBody body)
    {
        var kind = AuditJson.KindOf(body);
        var utf8 = AuditJson.Write(id, kind, tenant, run, step, attempt, time, body);
        return new AuditRecord(id, kind, tenant, run, step, attempt, time, utf8) { IsFresh = true };
    }

    /// <summary>Reads a record's envelope from its bytes; the hash is not checked and the body not read.</summary>
    /// <exception cref="JsonException">The bytes are not a record.</exception>
    public static AuditRecord Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!EndsWithHash(utf8.Span))
        {
            throw new JsonException("Not an audit record: the last member of the object is not \"hash\".");
        }

        try
        {
            var envelope = AuditJson.ReadEnvelope(utf8.Span);
            return new AuditRecord(envelope.Id, envelope.Kind, envelope.Tenant, envelope.Run, envelope.Step, envelope.Attempt, envelope.Time, utf8);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new JsonException("Not an audit record: a member of the envelope has a value of the wrong type.", exception);
        }
    }

    /// <summary>Whether the record was made here, not read: its hash holds without being computed again.</summary>
    internal bool IsFresh { get; private init; }

    /// <summary>The same record on bytes of its own, for a reader whose buffer is about to be used again.</summary>
    internal AuditRecord Detach() => new(Id, Kind, Tenant, Run, Step, Attempt, Time, Utf8.ToArray()) { _body = _body };

    /// <summary>Whether the bytes end as every record does. What comes before, the hash vouches for.</summary>
    internal static bool EndsWithHash(ReadOnlySpan<byte> utf8) =>
        utf8.Length >= HashSuffixLength && utf8[^HashSuffixLength..].StartsWith(",\"hash\":\""u8) && utf8.EndsWith("\"}"u8);

    /// <summary>Whether the record's bytes still have the hash they were written with.</summary>
    public bool HashHolds() => HashHoldsOf(Utf8.Span);

    /// <summary>As <see cref="HashHolds"/>, for bytes that end with a hash but may not be a record.</summary>
    internal static bool HashHoldsOf(ReadOnlySpan<byte> utf8)
    {
        Span<byte> actual = stackalloc byte[64];
        AuditJson.HashHex(utf8[..^HashSuffixLength], actual);
        return actual.SequenceEqual(utf8[^66..^2]);
    }
}
