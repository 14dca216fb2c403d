using System.Runtime.InteropServices;
using System.Text.Json;
using Orchestration.Schemas.Patterns;

namespace Orchestration.Schemas.Compilation;

/// <summary>The keywords of one subschema, each read as what it has to be. What is not there is <see langword="null"/> or empty; what is there and malformed is an error with its place.</summary>
internal sealed class SchemaKeywords(SchemaPlace place, SchemaCompilation compilation)
{
    public SchemaPlace Place { get; } = place;

    public Dialect Dialect => Place.Scope.Dialect;

    public JsonSchemaOptions Options => compilation.Options;

    public JsonElement? Value(string keyword) => Place.Json.TryGetProperty(keyword, out var value) ? value : null;

    public bool Has(string keyword) => Place.Json.TryGetProperty(keyword, out _);

    public string? Text(string keyword) => Value(keyword) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Wrong(keyword, "a string", value),
    };

    public bool? Flag(string keyword) => Value(keyword) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Wrong(keyword, "true or false", value),
    };

    /// <summary>A number as its JSON text; empty when absent.</summary>
    public byte[] Number(string keyword) => Value(keyword) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Number } value => JsonMarshal.GetRawUtf8Value(value).ToArray(),
        { } value => throw Wrong(keyword, "a number", value),
    };

    /// <summary>A number of things, from 0. What no document can reach is <see cref="int.MaxValue"/>.</summary>
    public int? Count(string keyword) => Value(keyword) switch
    {
        null => null,
        { } value => SchemaCount.Of(value) ?? throw Wrong(keyword, "an integer that is not negative", value),
    };

    public string[]? Texts(string keyword) => Value(keyword) is { } value ? TextsOf(keyword, value) : null;

    public string[] TextsOf(string path, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(static item => item.GetString()!)]
            : throw Wrong(path, "an array of strings", value);

    public SchemaNode? Schema(string keyword) => Value(keyword) is { } value ? NodeAt(keyword, value) : null;

    public SchemaNode[] Schemas(string keyword) => Value(keyword) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value when value.GetArrayLength() > 0 => [.. value.EnumerateArray().Select((item, i) => NodeAt($"{keyword}/{i}", item))],
        { } value => throw Wrong(keyword, "an array of one or more schemas", value),
    };

    public IEnumerable<(string Name, SchemaNode Node)> SchemaMap(string keyword) =>
        Members(keyword).Select(member => (member.Name, NodeAt($"{keyword}/{JsonPointer.Escape(member.Name)}", member.Value)));

    /// <summary>The members of a keyword whose value is an object.</summary>
    public IEnumerable<JsonProperty> Members(string keyword) => Value(keyword) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } value => value.EnumerateObject(),
        { } value => throw Wrong(keyword, "an object", value),
    };

    /// <summary>The subschema that is the value, or a part of it.</summary>
    /// <param name="path">The keyword, and the rest of a pointer into it.</param>
    /// <param name="value">What stands there.</param>
    public SchemaNode NodeAt(string path, JsonElement value) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False
            ? compilation.NodeOf(Place.Document, $"{Place.Pointer}/{path}", value, Place.Scope)
            : throw Wrong(path, "a schema (an object, true or false)", value);

    /// <param name="path">The keyword, and the rest of a pointer into it.</param>
    /// <param name="source">The expression.</param>
    public SchemaPattern Pattern(string path, string source) => compilation.Patterns.Of(source, $"{Place.Location}/{path}");

    public SchemaPlace Resolve(string keyword, string reference) => compilation.Library.Resolve(keyword, reference, Place);

    public SchemaNode NodeOf(SchemaPlace target) => compilation.NodeOf(target);

    public JsonSchemaException Error(string keyword, string problem) => Place.Error(keyword, problem);

    private JsonSchemaException Wrong(string path, string expected, JsonElement value)
    {
        var text = value.GetRawText();
        return new($"{Place.Location}/{path}", $"{expected} is expected, got {(text.Length <= 40 ? text : $"{text[..40]}...")}.");
    }
}
