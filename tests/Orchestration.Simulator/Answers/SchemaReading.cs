using System.Text.Json;

namespace Orchestration.Simulator.Answers;

/// <summary>Reads what <see cref="SampleJson"/> needs of a schema.</summary>
internal static class SchemaReading
{
    /// <summary>The type, in small letters; of several the first that is not null.</summary>
    public static string TypeOf(JsonElement schema, bool prefersNull)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "string";
        }

        if (type.ValueKind == JsonValueKind.Array)
        {
            var types = type.EnumerateArray().Select(entry => entry.GetString()).ToList();
            return (prefersNull && types.Contains("null") ? "null" : types.FirstOrDefault(name => name != "null")) ?? "null";
        }

        // Gemini's types are in capitals.
        return type.GetString()?.ToLowerInvariant() ?? "string";
    }

    /// <summary>The schemas of which one, or all, must fit; of <c>allOf</c> only the first is heeded.</summary>
    public static List<JsonElement> Branches(JsonElement schema)
    {
        foreach (var name in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var branches) && branches.ValueKind == JsonValueKind.Array)
            {
                return [.. branches.EnumerateArray()];
            }
        }

        return [];
    }

    /// <summary>The schema that a reference within the document points to; undefined if there is none.</summary>
    public static JsonElement Resolve(JsonElement schema, JsonElement root)
    {
        for (var i = 0; i < 16 && schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference); i++)
        {
            var found = root;
            foreach (var part in (reference.GetString() ?? "#").Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "#"))
            {
                var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                {
                    return default;
                }
            }

            schema = found;
        }

        return schema;
    }

    public static bool IsRequired(JsonElement schema, string name) =>
        schema.TryGetProperty("required", out var required) && required.EnumerateArray().Any(entry => entry.ValueEquals(name));

    public static int? Whole(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : null;

    public static double? Double(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;
}
