using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Schemas;

namespace Orchestration.Graphs;

/// <summary>Describes a graph's structure, policies and schemas as JSON, and hashes that. Holds no assembly names or versions, so an upgrade changes nothing.</summary>
internal static class GraphFingerprint
{
    public static string Of(Graph graph)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("graph");
            Write(writer, graph);
            if (graph is { Plan.IsPure: false, InputContract: { } contract })
            {
                // The log holds the input of a run by this contract, and a replay reads it so.
                writer.WritePropertyName("inputSchema");
                OutputSchema.Of(contract).WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, Graph graph)
    {
        writer.WriteStartObject();
        writer.WriteString("input", graph.InputType.ToString());
        writer.WriteNumber("output", graph.Plan.Output);
        writer.WriteStartArray("steps");
        foreach (var node in graph.Plan.Steps)
        {
            Write(writer, node);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, StepNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("name", node.Name);
        writer.WriteString("kind", node.Kind.ToString());
        writer.WriteString("type", node.Output.ToString());
        writer.WriteStartArray("inputs");
        foreach (var input in node.Inputs)
        {
            writer.WriteNumberValue(input);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("policy");
        JsonSerializer.Serialize(writer, node.Policy!, PolicyJson.Default.StepPolicy);
        if (node is AskNode { Contract: { } contract } && node.Output != typeof(Completion))
        {
            writer.WritePropertyName("schema");
            OutputSchema.Of(contract).WriteTo(writer);
        }

        if (node is EffectNode effect)
        {
            writer.WritePropertyName("schema");
            OutputSchema.Of(effect.Contract).WriteTo(writer);
        }

        if (node is ForEachNode each)
        {
            writer.WriteNumber("maxConcurrency", each.MaxConcurrency);
        }

        foreach (var branch in node.Branches)
        {
            writer.WritePropertyName($"branch:{branch.Label}");
            Write(writer, branch.Graph);
        }

        writer.WriteEndObject();
    }
}

/// <summary>Writes 1.00 as 1: amounts that are equal have one form.</summary>
internal sealed class AmountConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToString("G29", CultureInfo.InvariantCulture));
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, Converters = [typeof(AmountConverter)])]
[JsonSerializable(typeof(StepPolicy))]
internal sealed partial class PolicyJson : JsonSerializerContext;
