using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestration.Simulator.Answers;

/// <summary>A JSON value that fits a schema, or just not. Reads JSON Schema, and OpenAPI's as Gemini takes it; of <c>pattern</c> it knows nothing.</summary>
internal sealed class SampleJson
{
    // Deeper, a schema that refers to itself is given its shortest form.
    private const int MostDepth = 6;

    private readonly JsonElement _root;
    private readonly bool _isWrong;
    private readonly Utf8JsonWriter _json;
    private ulong _number;

    private SampleJson(JsonElement root, ulong number, bool isWrong, Utf8JsonWriter json) => (_root, _number, _isWrong, _json) = (root, number, isWrong, json);

    /// <summary>The value as compact JSON; without a schema, an empty object. A wrong one lacks a property, has one of a wrong type, or is no JSON at all.</summary>
    public static string Of(JsonElement? schema, ulong number, bool isWrong)
    {
        if (schema is not { } root)
        {
            return isWrong ? "{" : "{}";
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        var sample = new SampleJson(root, number, isWrong, json);
        var isBrokenInside = isWrong && number % 3 != 0 && sample.CanBreakProperty(root);
        sample.Write(root, 0, isBrokenInside);
        json.Flush();
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return isWrong && !isBrokenInside ? text[..^1] + "," : text;
    }

    private void Write(JsonElement schema, int depth, bool isBroken = false)
    {
        schema = Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object)
        {
            _json.WriteStringValue("any");
            return;
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            constant.WriteTo(_json);
        }
        else if (schema.TryGetProperty("enum", out var values) && values.GetArrayLength() > 0)
        {
            values[Pick(values.GetArrayLength())].WriteTo(_json);
        }
        else if (SchemaReading.Branches(schema) is { Count: > 0 } branches)
        {
            // The last branch is where optional values have their null: the way out of a schema that refers to itself.
            Write(depth > MostDepth ? branches[^1] : branches[0], depth + 1);
        }
        else
        {
            WriteTyped(schema, SchemaReading.TypeOf(schema, prefersNull: depth > MostDepth), depth, isBroken);
        }
    }

    private void WriteTyped(JsonElement schema, string type, int depth, bool isBroken)
    {
        switch (type)
        {
            case "object":
                WriteObject(schema, depth, isBroken);
                break;
            case "array":
                WriteArray(schema, depth);
                break;
            case "integer":
                _json.WriteNumberValue((long)Math.Ceiling(NumberWithin(schema, 1)));
                break;
            case "number":
                _json.WriteNumberValue(NumberWithin(schema, 0.25));
                break;
            case "boolean":
                _json.WriteBooleanValue(Pick(2) == 0);
                break;
            case "null":
                _json.WriteNullValue();
                break;
            default:
                _json.WriteStringValue(Text(schema));
                break;
        }
    }

    private void WriteObject(JsonElement schema, int depth, bool isBroken)
    {
        _json.WriteStartObject();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (isBroken && SchemaReading.IsRequired(schema, property.Name))
                {
                    isBroken = false;
                    if (_number % 3 == 1)
                    {
                        _json.WritePropertyName(property.Name);
                        WriteOtherType(property.Value);
                    }
                }
                else if (depth <= MostDepth || SchemaReading.IsRequired(schema, property.Name))
                {
                    _json.WritePropertyName(property.Name);
                    Write(property.Value, depth + 1);
                }
            }
        }

        _json.WriteEndObject();
    }

    private void WriteArray(JsonElement schema, int depth)
    {
        var fewest = SchemaReading.Whole(schema, "minItems") ?? (depth > MostDepth ? 0 : 2);
        var count = Math.Min(fewest, SchemaReading.Whole(schema, "maxItems") ?? int.MaxValue);
        _json.WriteStartArray();
        var first = 0;
        if (schema.TryGetProperty("prefixItems", out var prefix))
        {
            foreach (var item in prefix.EnumerateArray())
            {
                Write(item, depth + 1);
                first++;
            }
        }

        if (schema.TryGetProperty("items", out var items) && items.ValueKind != JsonValueKind.False)
        {
            for (var i = first; i < count; i++)
            {
                Write(items, depth + 1);
            }
        }

        _json.WriteEndArray();
    }

    private void WriteOtherType(JsonElement schema)
    {
        if (SchemaReading.TypeOf(Resolve(schema), prefersNull: false) is "string")
        {
            _json.WriteNumberValue(0);
        }
        else
        {
            _json.WriteStringValue("wrong");
        }
    }

    /// <summary>Whether the object has a required property whose type is said, so that leaving it out, or changing it, is surely wrong.</summary>
    private bool CanBreakProperty(JsonElement schema) =>
        Resolve(schema) is { ValueKind: JsonValueKind.Object } root && SchemaReading.Branches(root).Count == 0 && root.TryGetProperty("properties", out var properties)
        && properties.EnumerateObject().FirstOrDefault(property => SchemaReading.IsRequired(root, property.Name)) is { Value.ValueKind: JsonValueKind.Object } first
        && Resolve(first.Value) is var value && SchemaReading.Branches(value).Count == 0 && value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String;

    private string Text(JsonElement schema)
    {
        var number = Next();
        var text = schema.TryGetProperty("format", out var format) ? format.GetString() switch
        {
            "date" => "2026-03-14",
            "date-time" => "2026-03-14T15:09:26Z",
            "time" => "15:09:26Z",
            "duration" => "PT1H",
            "email" => "someone@example.com",
            "uri" or "uri-reference" or "iri" or "url" => "https://example.com/page",
            "hostname" => "example.com",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            "uuid" => $"{number:x16}"[..8] + "-0000-4000-8000-" + $"{number:x16}"[4..],
            _ => Words.Of(number, 3),
        } : Words.Of(number, 3);
        var (fewest, most) = (SchemaReading.Whole(schema, "minLength") ?? 0, SchemaReading.Whole(schema, "maxLength") ?? int.MaxValue);
        return text.Length > most ? text[..most] : text.PadRight(fewest, 'x');
    }

    private double NumberWithin(JsonElement schema, double step)
    {
        step = SchemaReading.Double(schema, "multipleOf") ?? step;
        var low = SchemaReading.Double(schema, "minimum") ?? (SchemaReading.Double(schema, "exclusiveMinimum") is { } above ? above + step : null);
        var high = SchemaReading.Double(schema, "maximum") ?? (SchemaReading.Double(schema, "exclusiveMaximum") is { } below ? below - step : null);
        var (from, until) = (low ?? Math.Min(1, high ?? 1), high ?? Math.Max(low ?? 1, 1) + 99);
        var first = Math.Ceiling(from / step);
        var span = Math.Max(0, Math.Floor(until / step) - first);
        return (first + (Mix.Unit(Next()) is var unit ? Math.Floor(unit * (span + 1)) : 0)) * step;
    }

    private JsonElement Resolve(JsonElement schema) => SchemaReading.Resolve(schema, _root);

    private int Pick(int count) => (int)(Next() % (ulong)count);

    private ulong Next() => _number = Mix.Stir(_number);
}
