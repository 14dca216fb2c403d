using System.Text.Json.Nodes;

namespace Orchestration.Evals.Inference;

/// <summary>Writes what was seen as a schema of draft 2020-12.</summary>
internal sealed class ShapeWriter(SchemaInferenceOptions options)
{
    private readonly StringFormats _formats = new();

    public JsonObject Write(Shape shape)
    {
        var types = new List<string>();
        AddIf(types, shape.Objects > 0, "object");
        AddIf(types, shape.Items is not null, "array");
        AddIf(types, shape.Strings > 0, "string");
        AddIf(types, shape.HasFraction, "number");
        AddIf(types, shape.HasInteger && !shape.HasFraction, "integer");
        AddIf(types, shape.HasBoolean, "boolean");
        AddIf(types, shape.HasNull, "null");
        var schema = new JsonObject();
        if (types.Count > 0)
        {
            schema["type"] = types is [var only] ? only : new JsonArray([.. types.Select(static type => (JsonNode)type)]);
        }

        if (shape.Strings > 0)
        {
            WriteTexts(schema, shape, onlyStrings: types.TrueForAll(static type => type is "string" or "null"));
        }

        if (shape.Items is { IsSeen: true } items)
        {
            schema["items"] = Write(items);
        }

        if (shape.Objects > 0)
        {
            WriteMembers(schema, shape);
        }

        return schema;
    }

    private void WriteMembers(JsonObject schema, Shape shape)
    {
        var properties = new JsonObject();
        foreach (var name in shape.Names)
        {
            properties[name] = Write(shape.Members[name].Shape);
        }

        schema["properties"] = properties;
        var required = shape.Names.Where(name => shape.Members[name].Count == shape.Objects).ToList();
        if (required.Count > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(static name => (JsonNode)name)]);
        }

        if (!options.AllowsUnknown)
        {
            schema["additionalProperties"] = false;
        }
    }

    private void WriteTexts(JsonObject schema, Shape shape, bool onlyStrings)
    {
        if (onlyStrings && shape.Texts.Count <= options.MaxEnumValues && shape.Strings >= (long)options.SamplesPerEnumValue * shape.Texts.Count)
        {
            var values = shape.Texts.Keys.Order(StringComparer.Ordinal).Select(static text => (JsonNode?)text).ToList();
            if (shape.HasNull)
            {
                values.Add(null);
            }

            schema["enum"] = new JsonArray([.. values]);
        }
        else if (_formats.Of(shape.Texts.Keys) is { } format)
        {
            schema["format"] = format;
        }
    }

    private static void AddIf(List<string> types, bool isSeen, string type)
    {
        if (isSeen)
        {
            types.Add(type);
        }
    }
}
