using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Schemas;

/// <summary>The JSON Schema of a C# type, made from its serialization contract, so that it is what the deserializer will accept.</summary>
internal static class OutputSchema
{
    private static readonly JsonSchemaExporterOptions Options = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Describe,
    };

    public static JsonElement Of(JsonTypeInfo contract)
    {
        var schema = contract.GetJsonSchemaAsNode(Options);
        using var document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>The compiled schema of a contract, made once for each.</summary>
    public static JsonSchema Compiled(JsonTypeInfo contract, UnknownFields unknown) =>
        unknown == UnknownFields.Refuse ? JsonSchema.Parse(Of(contract)) : throw new NotSupportedException("Not there yet.");

    /// <summary>A name that every provider takes: letters, digits, underscore and hyphen, at most 64.</summary>
    public static string NameOf(Type type)
    {
        var name = string.Concat(type.Name.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return name.Length <= 64 ? name : name[..64];
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var attributes = (context.PropertyInfo?.AttributeProvider ?? context.TypeInfo.Type).GetCustomAttributes(typeof(DescriptionAttribute), inherit: true);
        if (attributes is [DescriptionAttribute description, ..] && schema is JsonObject node && !node.ContainsKey("description"))
        {
            node.Insert(0, "description", description.Description);
        }

        return schema;
    }
}
