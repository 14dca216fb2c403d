using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Orchestration.Prompts;

/// <summary>
/// Writes the values that a request carries as <see cref="object"/>. Dictionaries are sorted by key; JSON keeps the order of its members, which
/// models see and follow.
/// </summary>
internal static class CanonicalValues
{
    public static void Write(CanonicalOutput output, object? value, int depth)
    {
        if (depth > CanonicalOutput.MaxDepth)
        {
            output.MarkInexact("a value is nested too deeply");
            output.Json.Null();
            return;
        }

        switch (value)
        {
            case null: output.Json.Null(); break;
            case string text: output.Json.String(text); break;
            case bool flag: output.Json.Bool(flag); break;
            case int number: output.Json.Number(number); break;
            case long number: output.Json.Number(number); break;
            case float number when float.IsFinite(number): output.Json.Number(number); break;
            case double number when double.IsFinite(number): output.Json.Number(number); break;
            case decimal number: output.Json.Number(number); break;
            case byte number: output.Json.Number(number); break;
            case sbyte number: output.Json.Number(number); break;
            case short number: output.Json.Number(number); break;
            case ushort number: output.Json.Number(number); break;
            case uint number: output.Json.Number(number); break;
            case ulong number: output.Json.Number(number); break;
            case char unit: output.Json.String([unit]); break;
            case Guid id: output.Json.String(id.ToString("D")); break;
            case DateTimeOffset time: output.Json.String(time.ToString("O", CultureInfo.InvariantCulture)); break;
            case DateTime time: output.Json.String(time.ToString("O", CultureInfo.InvariantCulture)); break;
            case TimeSpan time: output.Json.String(time.ToString("c", CultureInfo.InvariantCulture)); break;
            case Uri uri: output.Json.String(uri.OriginalString); break;
            case byte[] bytes: output.Json.Base64(bytes); break;
            case ReadOnlyMemory<byte> bytes: output.Json.Base64(bytes.Span); break;
            case JsonElement element: WriteJson(output, element, depth); break;
            case JsonDocument document: WriteJson(output, document.RootElement, depth); break;
            case JsonNode node: WriteNode(output, node, depth); break;
            case AIContent content: CanonicalContents.Write(output, content, depth); break;
            case IReadOnlyDictionary<string, object?> properties: WriteSorted(output, properties, properties.Count, depth); break;
            case IDictionary<string, object?> properties: WriteSorted(output, properties, properties.Count, depth); break;
            case IReadOnlyDictionary<string, string> properties:
                WriteSorted(output, properties.Select(static each => KeyValuePair.Create(each.Key, (object?)each.Value)), properties.Count, depth);
                break;
            case IDictionary: output.Unrepresentable(value); break;
            case IList items: WriteItems(output, items, depth); break;
            default: output.Unrepresentable(value); break;
        }
    }

    public static void WriteJson(CanonicalOutput output, JsonElement element, int depth)
    {
        var json = output.Json;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.StartObject();
                foreach (var property in element.EnumerateObject())
                {
                    var name = JsonMarshal.GetRawUtf8PropertyName(property);
                    if (name.Contains((byte)'\\'))
                    {
                        json.Name(property.Name);
                    }
                    else
                    {
                        json.Name(name);
                    }

                    WriteJson(output, property.Value, depth + 1);
                }

                json.EndObject();
                break;
            case JsonValueKind.Array:
                json.StartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteJson(output, item, depth + 1);
                }

                json.EndArray();
                break;
            case JsonValueKind.String when JsonMarshal.GetRawUtf8Value(element).Contains((byte)'\\'):
                json.String(element.GetString());
                break;
            case JsonValueKind.Undefined:
                json.Null();
                break;
            default:
                json.Token(JsonMarshal.GetRawUtf8Value(element));
                break;
        }
    }

    private static void WriteNode(CanonicalOutput output, JsonNode node, int depth)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            node.WriteTo(writer);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        WriteJson(output, document.RootElement, depth);
    }

    private static void WriteItems(CanonicalOutput output, IList items, int depth)
    {
        output.Json.StartArray();
        foreach (var item in items)
        {
            Write(output, item, depth + 1);
        }

        output.Json.EndArray();
    }

    private static void WriteSorted(CanonicalOutput output, IEnumerable<KeyValuePair<string, object?>> properties, int count, int depth)
    {
        var sorted = new List<KeyValuePair<string, object?>>(count);
        sorted.AddRange(properties);
        sorted.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        output.Json.StartObject();
        foreach (var (name, value) in sorted)
        {
            output.Json.Name(name);
            Write(output, value, depth + 1);
        }

        output.Json.EndObject();
    }
}
