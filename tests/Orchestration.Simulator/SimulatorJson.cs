using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Simulator;

/// <summary>How scripts are read and requests are told, in JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowOutOfOrderMetadataProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(DurationConverter)])]
[JsonSerializable(typeof(SimulatorScript))]
[JsonSerializable(typeof(IReadOnlyList<ServedRequest>))]
internal sealed partial class SimulatorJson : JsonSerializerContext;

/// <summary>A duration as people write it: "250ms", "1.5s", "2m", "1h".</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    // "ms" before "s" and "m", which it ends and begins with.
    private static readonly (string Name, TimeSpan Length)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1))];

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        foreach (var (name, length) in Units)
        {
            if (text.EndsWith(name, StringComparison.Ordinal) && double.TryParse(text.AsSpan(0, text.Length - name.Length), CultureInfo.InvariantCulture, out var count))
            {
                return length * count;
            }
        }

        throw new JsonException("A duration is written like \"250ms\", \"1.5s\", \"2m\" or \"1h\".");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds}ms"));
}
