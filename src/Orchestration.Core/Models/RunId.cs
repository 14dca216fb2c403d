using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Models;

/// <summary>Names one execution of a graph; sorts by the time the run started.</summary>
/// <param name="Value">A version 7 UUID (RFC 9562).</param>
[JsonConverter(typeof(RunIdConverter))]
public readonly record struct RunId(Guid Value) : IParsable<RunId>
{
    /// <summary>Reads what <see cref="ToString"/> wrote; any form of a UUID is understood.</summary>
    public static RunId Parse(string s) => Parse(s, null);

    /// <inheritdoc/>
    public static RunId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RunId result)
    {
        var parsed = Guid.TryParse(s, provider, out var value);
        result = new RunId(value);
        return parsed;
    }

    /// <summary>The UUID in lower-case digits with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}

internal sealed class RunIdConverter : JsonConverter<RunId>
{
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
