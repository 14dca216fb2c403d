using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Audit;

/// <summary>A piece of a step's text as its reader was given it: after hold-back, and without what a seam dropped. It continues the pieces before it.</summary>
/// <param name="Attempt">The attempt it belongs to; its text, joined where it carries on another's, is what the piece is of.</param>
/// <param name="Length">UTF-16 code units. 0 tells the reader to discard the step's text so far.</param>
/// <param name="At">Time since the run was started or, last, resumed.</param>
public readonly record struct DeliveredPiece(int Attempt, int Length, TimeSpan At);

/// <summary>Pieces are many and small: one flat array of attempt, length, microseconds.</summary>
internal sealed class DeliveredPiecesConverter : JsonConverter<ImmutableArray<DeliveredPiece>>
{
    public override ImmutableArray<DeliveredPiece> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var pieces = ImmutableArray.CreateBuilder<DeliveredPiece>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var attempt = reader.GetInt32();
            reader.Read();
            var length = reader.GetInt32();
            reader.Read();
            pieces.Add(new DeliveredPiece(attempt, length, TimeSpan.FromMicroseconds(reader.GetInt64())));
        }

        return pieces.DrainToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<DeliveredPiece> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var piece in value)
        {
            writer.WriteNumberValue(piece.Attempt);
            writer.WriteNumberValue(piece.Length);
            writer.WriteNumberValue(piece.At.Ticks / TimeSpan.TicksPerMicrosecond);
        }

        writer.WriteEndArray();
    }
}
