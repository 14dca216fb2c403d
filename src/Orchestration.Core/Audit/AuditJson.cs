using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Audit;

/// <summary>The bytes of a record: envelope members first, then <c>body</c>, then <c>hash</c>. The format is versioned by <c>v</c>, not by any assembly.</summary>
internal static class AuditJson
{
    public const int FormatVersion = 1;

    // Text stays readable in the file; what must be escaped for JSON still is, so a record never holds a line break.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly AuditBodyJson Bodies = new(new JsonSerializerOptions(AuditBodyJson.Default.Options) { Encoder = WriterOptions.Encoder });

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _reused;

    [ThreadStatic]
    private static IncrementalHash? _sha;

    internal readonly record struct Envelope(Guid Id, AuditKind Kind, string Tenant, RunId? Run, string? Step, int? Attempt, DateTimeOffset Time);

    public static AuditKind KindOf(AuditBody body) => body switch
    {
        RunStartedRecord => AuditKind.RunStarted,
        AttemptStartedRecord => AuditKind.AttemptStarted,
        AttemptEndedRecord => AuditKind.AttemptEnded,
        EffectRecord => AuditKind.Effect,
        StepCompletedRecord => AuditKind.StepCompleted,
        RunEndedRecord => AuditKind.RunEnded,
        SealRecord => AuditKind.Seal,
        RoutingChangedRecord => AuditKind.RoutingChanged,
        ScoredRecord => AuditKind.Scored,
        AccessedRecord => AuditKind.Accessed,
        _ => throw new ArgumentException($"'{body.GetType()}' is not a record body.", nameof(body)),
    };

    public static byte[] Write(Guid id, AuditKind kind, string tenant, RunId? run, string? step, int? attempt, DateTimeOffset time, AuditBody body)
    {
        var (buffer, writer) = _reused ??= Rent();
        buffer.ResetWrittenCount();
        writer.Reset(buffer);

        writer.WriteStartObject();
        writer.WriteNumber("v"u8, FormatVersion);
        writer.WriteString("id"u8, id);
        writer.WriteString("kind"u8, KindName(kind));
        writer.WriteString("tenant"u8, tenant);
        if (run is { } runId)
        {
            writer.WriteString("run"u8, runId.Value);
        }

        if (step is not null)
        {
            writer.WriteString("step"u8, step);
        }

        if (attempt is { } number)
        {
            writer.WriteNumber("attempt"u8, number);
        }

        writer.WriteString("time"u8, time.UtcDateTime);
        writer.WritePropertyName("body"u8);
        WriteBody(writer, body);
        writer.Flush();

        // JSON that came from outside may be indented. Between tokens a space says the same, and within a string a raw line break cannot be.
        MemoryMarshal.AsMemory(buffer.WrittenMemory).Span.Replace((byte)'\n', (byte)' ');

        // The hash covers the object as it would be without the hash: everything so far and the closing brace.
        Span<byte> hex = stackalloc byte[64];
        HashHex(buffer.WrittenSpan, hex);
        buffer.Write(",\"hash\":\""u8);
        buffer.Write(hex);
        buffer.Write("\"}"u8);
        var utf8 = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > 1 << 20)
        {
            _reused = null;
        }

        return utf8;
    }

    /// <summary>SHA-256 of an object given without its closing brace, as 64 lower-case hex digits.</summary>
    public static void HashHex(ReadOnlySpan<byte> openObject, Span<byte> hex)
    {
        var sha = _sha ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(openObject);
        sha.AppendData("}"u8);
        Span<byte> hash = stackalloc byte[32];
        sha.GetHashAndReset(hash);
        Convert.TryToHexStringLower(hash, hex, out _);
    }

    public static Envelope ReadEnvelope(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        Guid id = default;
        AuditKind? kind = null;
        var (tenant, step) = (string.Empty, (string?)null);
        RunId? run = null;
        int? attempt = null;
        DateTimeOffset time = default;

        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("body"u8))
        {
            if (reader.ValueTextEquals("v"u8))
            {
                reader.Read();
                if (reader.GetInt32() != FormatVersion)
                {
                    throw new JsonException($"The record has format version {reader.GetInt32()}; this library reads version {FormatVersion}.");
                }
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.GetGuid();
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                reader.Read();
                kind = KindNamed(ref reader);
            }
            else if (reader.ValueTextEquals("tenant"u8))
            {
                reader.Read();
                tenant = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("run"u8))
            {
                reader.Read();
                run = new RunId(reader.GetGuid());
            }
            else if (reader.ValueTextEquals("step"u8))
            {
                reader.Read();
                step = reader.GetString();
            }
            else if (reader.ValueTextEquals("attempt"u8))
            {
                reader.Read();
                attempt = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                reader.Read();
                time = reader.GetDateTimeOffset();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new Envelope(id, kind ?? throw new JsonException("The record has no kind."), tenant, run, step, attempt, time);
    }

    public static AuditBody ReadBody(ReadOnlySpan<byte> utf8, AuditKind kind)
    {
        var reader = new Utf8JsonReader(utf8);
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("body"u8))
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            reader.Read();
            AuditBody? body = kind switch
            {
                AuditKind.RunStarted => JsonSerializer.Deserialize(ref reader, Bodies.RunStartedRecord),
                AuditKind.AttemptStarted => JsonSerializer.Deserialize(ref reader, Bodies.AttemptStartedRecord),
                AuditKind.AttemptEnded => JsonSerializer.Deserialize(ref reader, Bodies.AttemptEndedRecord),
                AuditKind.Effect => JsonSerializer.Deserialize(ref reader, Bodies.EffectRecord),
                AuditKind.StepCompleted => JsonSerializer.Deserialize(ref reader, Bodies.StepCompletedRecord),
                AuditKind.RunEnded => JsonSerializer.Deserialize(ref reader, Bodies.RunEndedRecord),
                AuditKind.Seal => JsonSerializer.Deserialize(ref reader, Bodies.SealRecord),
                AuditKind.RoutingChanged => JsonSerializer.Deserialize(ref reader, Bodies.RoutingChangedRecord),
                AuditKind.Scored => JsonSerializer.Deserialize(ref reader, Bodies.ScoredRecord),
                AuditKind.Accessed => JsonSerializer.Deserialize(ref reader, Bodies.AccessedRecord),
                _ => null,
            };
            return body ?? throw new JsonException("The record's body is null.");
        }

        throw new JsonException("The record has no body.");
    }

    private static void WriteBody(Utf8JsonWriter writer, AuditBody body)
    {
        switch (body)
        {
            case RunStartedRecord record: JsonSerializer.Serialize(writer, record, Bodies.RunStartedRecord); break;
            case AttemptStartedRecord record: JsonSerializer.Serialize(writer, record, Bodies.AttemptStartedRecord); break;
            case AttemptEndedRecord record: JsonSerializer.Serialize(writer, record, Bodies.AttemptEndedRecord); break;
            case EffectRecord record: JsonSerializer.Serialize(writer, record, Bodies.EffectRecord); break;
            case StepCompletedRecord record: JsonSerializer.Serialize(writer, record, Bodies.StepCompletedRecord); break;
            case RunEndedRecord record: JsonSerializer.Serialize(writer, record, Bodies.RunEndedRecord); break;
            case SealRecord record: JsonSerializer.Serialize(writer, record, Bodies.SealRecord); break;
            case RoutingChangedRecord record: JsonSerializer.Serialize(writer, record, Bodies.RoutingChangedRecord); break;
            case ScoredRecord record: JsonSerializer.Serialize(writer, record, Bodies.ScoredRecord); break;
            case AccessedRecord record: JsonSerializer.Serialize(writer, record, Bodies.AccessedRecord); break;
        }
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) Rent()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new JsonException("An audit record is one JSON object.");
        }
    }

    public static ReadOnlySpan<byte> KindName(AuditKind kind) => kind switch
    {
        AuditKind.RunStarted => "run_started"u8,
        AuditKind.AttemptStarted => "attempt_started"u8,
        AuditKind.AttemptEnded => "attempt_ended"u8,
        AuditKind.Effect => "effect"u8,
        AuditKind.StepCompleted => "step_completed"u8,
        AuditKind.RunEnded => "run_ended"u8,
        AuditKind.RoutingChanged => "routing_changed"u8,
        AuditKind.Scored => "scored"u8,
        AuditKind.Accessed => "accessed"u8,
        _ => "seal"u8,
    };

    private static AuditKind KindNamed(ref Utf8JsonReader reader)
    {
        for (var kind = AuditKind.RunStarted; kind <= AuditKind.Accessed; kind++)
        {
            if (reader.ValueTextEquals(KindName(kind)))
            {
                return kind;
            }
        }

        throw new JsonException($"'{reader.GetString() ?? string.Empty}' is not a kind of record that this library knows.");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(SnakeCaseEnumConverter<FailureReason>), typeof(SnakeCaseEnumConverter<StepOutcome>), typeof(SnakeCaseEnumConverter<RunOutcome>), typeof(SnakeCaseEnumConverter<PassOverReason>), typeof(SnakeCaseEnumConverter<RoutingChange>), typeof(SnakeCaseEnumConverter<JsonTolerance>), typeof(SecondsConverter), typeof(ChunksConverter), typeof(DeliveredPiecesConverter)])]
[JsonSerializable(typeof(RunStartedRecord))]
[JsonSerializable(typeof(AttemptStartedRecord))]
[JsonSerializable(typeof(AttemptEndedRecord))]
[JsonSerializable(typeof(EffectRecord))]
[JsonSerializable(typeof(StepCompletedRecord))]
[JsonSerializable(typeof(RunEndedRecord))]
[JsonSerializable(typeof(SealRecord))]
[JsonSerializable(typeof(RoutingChangedRecord))]
[JsonSerializable(typeof(ScoredRecord))]
[JsonSerializable(typeof(AccessedRecord))]
internal sealed partial class AuditBodyJson : JsonSerializerContext;

internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;

/// <summary>Durations in the log are seconds, a plain number that any tool can add up.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeSpan.FromTicks((long)(reader.GetDecimal() * TimeSpan.TicksPerSecond));

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((decimal)value.Ticks / TimeSpan.TicksPerSecond);
}

/// <summary>Chunks are many and small: one flat array of length, microseconds, length, microseconds.</summary>
internal sealed class ChunksConverter : JsonConverter<ImmutableArray<Chunk>>
{
    public override ImmutableArray<Chunk> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var chunks = ImmutableArray.CreateBuilder<Chunk>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var length = reader.GetInt32();
            reader.Read();
            chunks.Add(new Chunk(length, TimeSpan.FromMicroseconds(reader.GetInt64())));
        }

        return chunks.DrainToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<Chunk> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        if (!value.IsDefault)
        {
            foreach (var chunk in value)
            {
                writer.WriteNumberValue(chunk.Length);
                writer.WriteNumberValue(chunk.At.Ticks / TimeSpan.TicksPerMicrosecond);
            }
        }

        writer.WriteEndArray();
    }
}
