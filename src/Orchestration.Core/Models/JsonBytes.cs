using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Models;

/// <summary>A JSON value kept as the UTF-8 bytes it was written with, so that it can be hashed and compared to the byte.</summary>
/// <param name="Utf8">The bytes of one JSON value. The caller must not change them afterwards.</param>
[JsonConverter(typeof(JsonBytesConverter))]
public readonly record struct JsonBytes(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>Whether there is no value at all, as opposed to a JSON <c>null</c>.</summary>
    public bool IsEmpty => Utf8.IsEmpty;

    /// <summary>Compares the bytes.</summary>
    public bool Equals(JsonBytes other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}

internal sealed class JsonBytesConverter : JsonConverter<JsonBytes>
{
    public override JsonBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new JsonBytes(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
    }

    public override void Write(Utf8JsonWriter writer, JsonBytes value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }
    }
}
