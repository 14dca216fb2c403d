using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestration.Models;

namespace Orchestration.Evals.Drift;

/// <summary>How days and reports are written to files and sent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DriftDay))]
[JsonSerializable(typeof(DriftReport))]
[JsonSerializable(typeof(DriftMessage))]
[JsonSerializable(typeof(List<DriftAcceptance>))]
internal sealed partial class DriftJson : JsonSerializerContext;

/// <summary>What a webhook is sent. Chats show <c>text</c>; programs read the report.</summary>
internal sealed record DriftMessage(string Text, DriftReport Report);

/// <summary>A run and its value. Core's own converter of run ids is not visible to a generated context outside of it.</summary>
internal sealed class DriftExampleConverter : JsonConverter<DriftExample>
{
    public override DriftExample Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new(new RunId(document.RootElement.GetProperty("run").GetGuid()), document.RootElement.GetProperty("value").GetDouble());
    }

    public override void Write(Utf8JsonWriter writer, DriftExample value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("run", value.Run.Value);
        writer.WriteNumber("value", value.Value);
        writer.WriteEndObject();
    }
}
