using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Schemas.Generation;

/// <summary>The schema of a value without parts. The platform's exporter knows what each converter reads and writes; where its words allow what the converter refuses, they are made exact.</summary>
internal static class LeafSchema
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true };

    // What the converters of System.Text.Json read. RFC 3339 would also take a leap second, small letters and any length of a fraction; a time of day has no offset there.
    private const string Clock = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
    private const string Date = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    private const string Offset = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)";

    public static JsonNode Of(JsonTypeInfo contract) => Exact(contract.Type, contract.Options, Exported(contract));

    /// <summary>The schema of a property that has a converter or a handling of numbers of its own.</summary>
    public static JsonNode Of(JsonTypeInfo declaring, JsonPropertyInfo property)
    {
        var schema = Exported(declaring) is JsonObject whole && (whole["properties"] as JsonObject)?[property.Name] is { } own ? own.DeepClone() : JsonValue.Create(true);
        return property.NumberHandling is null && declaring.NumberHandling is null ? Exact(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, declaring.Options, schema) : schema;
    }

    private static JsonNode Exported(JsonTypeInfo contract) => contract.GetJsonSchemaAsNode(Options);

    private static JsonNode Exact(Type type, JsonSerializerOptions options, JsonNode schema) => schema switch
    {
        JsonObject leaf when type.IsEnum => OfEnum(type, leaf),
        JsonObject leaf when type == typeof(DateTimeOffset) => With(leaf, "pattern", $"^{Date}T{Clock}(\\.[0-9]{{1,16}})?{Offset}$"),
        JsonObject leaf when type == typeof(DateTime) => With(Without(leaf, "format"), "pattern", $"^{Date}(T{Clock}(\\.[0-9]{{1,16}})?{Offset}?)?$"),
        JsonObject leaf when type == typeof(TimeOnly) => With(Without(leaf, "format"), "pattern", $"^{Clock}(\\.[0-9]{{1,7}})?$"),
        JsonObject leaf when type == typeof(TimeSpan) => With(Without(leaf, "$comment"), "pattern", $"^-?([0-9]{{1,8}}\\.)?{Clock}(\\.[0-9]{{1,7}})?$"),
        JsonObject leaf when type == typeof(Version) => Without(leaf, "$comment"),
        JsonObject leaf when type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) || type == typeof(Memory<byte>) => With(leaf, "contentEncoding", "base64"),
        JsonObject leaf when !options.NumberHandling.HasFlag(JsonNumberHandling.WriteAsString) => WithoutNumbersInStrings(leaf),
        _ => schema,
    };

    /// <summary>An enum that is written by name has a type beside its names; one that is written as a number has its values, and words that name them.</summary>
    private static JsonObject OfEnum(Type type, JsonObject leaf)
    {
        if (leaf["enum"] is JsonArray names)
        {
            return leaf.ContainsKey("type") ? leaf : new JsonObject { ["type"] = names.Contains(null) ? new JsonArray("string", "null") : "string", ["enum"] = names.DeepClone() };
        }

        if (leaf["type"] is not { } kind || kind.ToJsonString().Contains("string", StringComparison.Ordinal) && !kind.ToJsonString().Contains("integer", StringComparison.Ordinal))
        {
            return leaf;
        }

        var values = Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(static value => Convert.ToDecimal(value, CultureInfo.InvariantCulture)).ToList();
        var words = string.Join(", ", values.Zip(Enum.GetNames(type), static (value, name) => string.Create(CultureInfo.InvariantCulture, $"{value} = {name}")));
        if (type.IsDefined(typeof(FlagsAttribute), inherit: false))
        {
            return new JsonObject { ["description"] = $"A sum of: {words}", ["type"] = "integer" };
        }

        return new JsonObject { ["description"] = words, ["type"] = "integer", ["enum"] = new JsonArray([.. values.Distinct().Select(static value => (JsonNode)value)]) };
    }

    /// <summary>That a contract also reads "12" is leniency, not what is asked for.</summary>
    private static JsonObject WithoutNumbersInStrings(JsonObject leaf)
    {
        if (leaf["type"] is JsonArray types && types.Any(static type => (string?)type is "integer" or "number") && types.FirstOrDefault(static type => (string?)type == "string") is { } text)
        {
            types.Remove(text);
            leaf.Remove("pattern");
            if (types is [{ } only])
            {
                leaf["type"] = only.DeepClone();
            }
        }

        return leaf;
    }

    private static JsonObject Without(JsonObject leaf, string keyword)
    {
        leaf.Remove(keyword);
        return leaf;
    }

    private static JsonObject With(JsonObject leaf, string keyword, string value)
    {
        leaf[keyword] = value;
        return leaf;
    }
}
