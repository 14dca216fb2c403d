using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Simulator;

/// <summary>How scripts are read and requests are told, in JSON.</summary>
internal static class SimulatorJson
{
    // By reflection: generated code gives an absent init-only property its type's zero instead of the record's default.
    public static JsonSerializerOptions Options { get; } = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        WriteIndented = true,
        Converters = { new DurationConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}

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
