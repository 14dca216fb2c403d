using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Wire;

/// <summary>
/// Writes a request's JSON. An option that the caller gave under a field's own name in <c>AdditionalProperties</c> is written as it stands and wins over
/// what the adapter would write there: so every field of a provider can be set, also those that came after this adapter.
/// </summary>
/// <remarks>Used by one writer. The bytes hold until it is disposed of.</remarks>
internal sealed class RequestBody : IDisposable
{
    // As Microsoft.Extensions.AI writes values, but without the blanks: they are paid for.
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly AdditionalPropertiesDictionary? _given;

    /// <param name="given">The caller's own fields, at the top level.</param>
    public RequestBody(AdditionalPropertiesDictionary? given)
    {
        _given = given is { Count: > 0 } ? given : null;

        // What a request holds is sent to a machine: there is no page whose markup it could break.
        Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        Json.WriteStartObject();
    }

    /// <summary>For what the methods here do not cover. Stands inside the body's object.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>The body, complete after <see cref="Finish"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Whether the caller gave this field, so that the adapter must not write it.</summary>
    public bool IsGiven(string name) => _given?.ContainsKey(name) == true;

    public void Field(string name, string? value)
    {
        if (value is not null && !IsGiven(name))
        {
            Json.WriteString(name, value);
        }
    }

    public void Field(string name, long? value)
    {
        if (value is { } number && !IsGiven(name))
        {
            Json.WriteNumber(name, number);
        }
    }

    public void Field(string name, float? value)
    {
        if (value is { } number && !IsGiven(name))
        {
            Json.WriteNumber(name, number);
        }
    }

    public void Field(string name, bool? value)
    {
        if (value is { } flag && !IsGiven(name))
        {
            Json.WriteBoolean(name, flag);
        }
    }

    public void Field(string name, IEnumerable<string>? values)
    {
        if (values is null || IsGiven(name))
        {
            return;
        }

        Json.WriteStartArray(name);
        foreach (var value in values)
        {
            Json.WriteStringValue(value);
        }

        Json.WriteEndArray();
    }

    /// <summary>Writes the caller's own fields and ends the body.</summary>
    /// <param name="except">Fields of the caller's that the adapter has read itself.</param>
    /// <exception cref="ArgumentException">A field is of a type that has no JSON form.</exception>
    public void Finish(params ReadOnlySpan<string> except)
    {
        foreach (var (name, value) in _given ?? [])
        {
            if (!except.Contains(name))
            {
                Json.WritePropertyName(name);
                WriteValue(Json, name, value);
            }
        }

        Json.WriteEndObject();
        Json.Flush();
    }

    public void Dispose() => Json.Dispose();

    /// <summary>
    /// Writes all of a content's or message's own fields into the object that the writer stands in. What an adapter has noted of an answer stands there too when that
    /// answer becomes a message of the next request, and is not sent: the names of <see cref="ResponseProperties"/>, and names with a dot (<c>openai.item</c>).
    /// </summary>
    public static void WriteAll(Utf8JsonWriter json, AdditionalPropertiesDictionary? properties)
    {
        foreach (var (name, value) in properties ?? [])
        {
            if (!ResponseProperties.Contains(name) && !name.Contains('.', StringComparison.Ordinal))
            {
                json.WritePropertyName(name);
                WriteValue(json, name, value);
            }
        }
    }

    /// <summary>Writes a value of the caller's.</summary>
    /// <param name="json">Stands where a value is due.</param>
    /// <param name="name">What the value is, for the error.</param>
    /// <param name="value">JSON, a string, a number, a flag, a dictionary or a list of such.</param>
    /// <exception cref="ArgumentException">It is of another type.</exception>
    public static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case float number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case JsonElement element: element.WriteTo(json); break;
            case JsonNode node: node.WriteTo(json); break;
            case IEnumerable<KeyValuePair<string, object?>> members:
                json.WriteStartObject();
                foreach (var (key, member) in members)
                {
                    json.WritePropertyName(key);
                    WriteValue(json, key, member);
                }

                json.WriteEndObject();
                break;
            case IEnumerable<object?> items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    WriteValue(json, name, item);
                }

                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"'{name}' is a {value.GetType()}, which has no JSON form here. Give a JsonElement, a JsonNode, a string, a number, a flag, or a dictionary or list of such.", nameof(value));
        }
    }

    /// <summary>The text of a tool's result: a string as it is, anything else as its JSON.</summary>
    public static string ResultText(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception?.Message ?? string.Empty,
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement json => json.GetRawText(),
        JsonNode node => node.ToJsonString(),
        TextContent text => text.Text,
        var other => JsonSerializer.Serialize(other, Compact.GetTypeInfo(other.GetType())),
    };

    /// <summary>The arguments of a call as JSON text: as the model wrote them, if it was this adapter that read them, for a provider's prompt cache knows a text by its bytes.</summary>
    public static string ArgumentsText(FunctionCallContent call) => call.RawRepresentation as string ?? (call.Arguments is { Count: > 0 } arguments
        ? JsonSerializer.Serialize(arguments, Compact.GetTypeInfo(typeof(IDictionary<string, object?>)))
        : "{}");
}
