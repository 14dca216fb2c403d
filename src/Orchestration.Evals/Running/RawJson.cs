using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Evals.Running;

/// <summary>A JSON value inside a line, kept to the byte; only line breaks between its parts are left out.</summary>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Utf8);

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        if (value.Utf8.Span.ContainsAny((byte)'\n', (byte)'\r'))
        {
            using var document = JsonDocument.Parse(value.Utf8);
            document.RootElement.WriteTo(writer);
        }
        else
        {
            writer.WriteRawValue(value.Utf8.Span);
        }
    }
}
