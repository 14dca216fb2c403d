using System.Text.Json;

namespace Orchestration.Providers.Tests.Local;

/// <summary>A small, independent check of a value against the keywords that the tests use. Gives the places that are wrong.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<string> Wrongs(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.TryGetProperty("enum", out var choices) && !choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)))
        {
            yield return $"{at}: not in enum";
        }

        if (schema.TryGetProperty("const", out var constant) && !JsonElement.DeepEquals(constant, value))
        {
            yield return $"{at}: not the constant";
        }

        if (schema.TryGetProperty("type", out var type) && !(type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : Enumerable.Repeat(type, 1)).Any(one => Is(value, one.GetString()!)))
        {
            yield return $"{at}: {value.ValueKind} is not {type}";
        }

        var inner = value.ValueKind switch
        {
            JsonValueKind.Object => OfObject(schema, value, at),
            JsonValueKind.Array => OfArray(schema, value, at),
            JsonValueKind.String => OfString(schema, value.GetString()!.EnumerateRunes().Count(), at),
            JsonValueKind.Number => OfNumber(schema, value.GetDecimal(), at),
            _ => [],
        };
        foreach (string wrong in inner)
        {
            yield return wrong;
        }
    }

    private static IEnumerable<string> OfObject(JsonElement schema, JsonElement value, string at)
    {
        var properties = schema.TryGetProperty("properties", out var declared) ? declared.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value) : [];
        foreach (var property in value.EnumerateObject().Where(property => properties.ContainsKey(property.Name)))
        {
            foreach (string wrong in Wrongs(properties[property.Name], property.Value, $"{at}.{property.Name}"))
            {
                yield return wrong;
            }
        }

        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray() : [])
        {
            if (!value.TryGetProperty(name.GetString()!, out _))
            {
                yield return $"{at}: lacks {name}";
            }
        }

        if (!properties.Keys.SequenceEqual(value.EnumerateObject().Select(static property => property.Name)))
        {
            yield return $"{at}: properties are not those of the schema in its order";
        }
    }

    private static IEnumerable<string> OfArray(JsonElement schema, JsonElement value, string at)
    {
        int count = value.GetArrayLength();
        if (count < Number(schema, "minItems", 0) || count > Number(schema, "maxItems", int.MaxValue))
        {
            yield return $"{at}: {count} items";
        }

        bool repeats = value.EnumerateArray().Select(static item => item.GetRawText()).Distinct().Count() < count;
        if (repeats && schema.TryGetProperty("uniqueItems", out var unique) && unique.GetBoolean())
        {
            yield return $"{at}: items repeat";
        }

        foreach (string wrong in value.EnumerateArray().SelectMany((item, i) => Wrongs(schema.GetProperty("items"), item, $"{at}[{i}]")))
        {
            yield return wrong;
        }
    }

    private static IEnumerable<string> OfString(JsonElement schema, int length, string at)
    {
        if (length < Number(schema, "minLength", 0) || length > Number(schema, "maxLength", int.MaxValue))
        {
            yield return $"{at}: length {length}";
        }
    }

    private static IEnumerable<string> OfNumber(JsonElement schema, decimal value, string at)
    {
        bool inside = value >= Number(schema, "minimum", decimal.MinValue) && value <= Number(schema, "maximum", decimal.MaxValue)
            && (!schema.TryGetProperty("exclusiveMinimum", out var above) || value > above.GetDecimal())
            && (!schema.TryGetProperty("exclusiveMaximum", out var below) || value < below.GetDecimal());
        if (!inside || value % Number(schema, "multipleOf", value == 0 ? 1 : value) != 0)
        {
            yield return $"{at}: {value}";
        }
    }

    private static decimal Number(JsonElement schema, string keyword, decimal otherwise) => schema.TryGetProperty(keyword, out var number) ? number.GetDecimal() : otherwise;

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };
}
