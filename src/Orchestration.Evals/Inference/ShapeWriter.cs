using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestration.Schemas;
using Sampled = NJsonSchema.JsonSchema;

namespace Orchestration.Evals.Inference;

/// <summary>Writes what was seen as a schema of draft 2020-12. Formats are those that NJsonSchema's generator proposes, as far as all samples have them.</summary>
internal sealed class ShapeWriter(SchemaInferenceOptions options)
{
    private static readonly JsonSchemaOptions Asserting = new() { AssertFormats = true };
    private readonly Dictionary<string, JsonSchema> _formats = new(StringComparer.Ordinal);

    public JsonObject Write(Shape shape, Sampled? sampled)
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
            WriteTexts(schema, shape, sampled, onlyStrings: types.TrueForAll(static type => type is "string" or "null"));
        }

        if (shape.Items is { IsSeen: true } items)
        {
            schema["items"] = Write(items, sampled?.Item?.ActualSchema);
        }

        if (shape.Objects > 0)
        {
            WriteMembers(schema, shape, sampled);
        }

        return schema;
    }

    private void WriteMembers(JsonObject schema, Shape shape, Sampled? sampled)
    {
        var properties = new JsonObject();
        foreach (var name in shape.Names)
        {
            var known = sampled?.ActualProperties.GetValueOrDefault(name)?.ActualSchema;
            properties[name] = Write(shape.Members[name].Shape, known);
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

    private void WriteTexts(JsonObject schema, Shape shape, Sampled? sampled, bool onlyStrings)
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
        else if (Proposals(sampled).FirstOrDefault(format => shape.Texts.Keys.All(text => Has(text, format))) is { } format)
        {
            schema["format"] = format;
        }
    }

    // The generator knows dates and times; of the rest only what no other text looks like is tried.
    private static string[] Proposals(Sampled? sampled) =>
        sampled?.Format is "date-time" or "date" or "time" ? [sampled.Format, "uuid", "email"] : ["uuid", "email"];

    private bool Has(string text, string format)
    {
        if (!_formats.TryGetValue(format, out var schema))
        {
            _formats[format] = schema = JsonSchema.Parse($$"""{"format":"{{format}}"}""", Asserting);
        }

        return schema.IsValid(JsonEncodedText.Encode(text) is var encoded ? [(byte)'"', .. encoded.EncodedUtf8Bytes, (byte)'"'] : default);
    }

    private static void AddIf(List<string> types, bool isSeen, string type)
    {
        if (isSeen)
        {
            types.Add(type);
        }
    }
}
