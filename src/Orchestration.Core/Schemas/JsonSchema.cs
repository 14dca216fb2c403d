using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation;

namespace Orchestration.Schemas;

/// <summary>A JSON Schema, draft 2020-12, compiled once. Immutable and thread-safe: one instance serves all calls of an application.</summary>
/// <remarks>
/// What names no <c>$schema</c> is read as draft 2020-12. What names draft-07 or 2019-09, or looks like OpenAPI 3.0, is read where it means the same, and refused with the replacement
/// where it would be enforced otherwise than it is meant. A schema has at most 1 MiB of JSON, and 100,000 JSON values with all that it refers to.
/// </remarks>
/// <example>
/// <code>
/// var schema = JsonSchema.Parse("""{ "type": "object", "properties": { "price": { "type": "number" } }, "required": ["price"] }""");
/// foreach (var error in schema.Validate("""{ "price": "12" }"""u8))
/// {
///     Console.WriteLine(error); // /price: expected number, got string "12"
/// }
/// </code>
/// </example>
public sealed class JsonSchema
{
    internal JsonSchema(JsonElement document, SchemaNode root, JsonSchemaOptions options) => (Document, Root, Options) = (document, root, options);

    /// <summary>The schema as it was written.</summary>
    public JsonElement Document { get; }

    /// <summary>What it was compiled with.</summary>
    public JsonSchemaOptions Options { get; }

    /// <summary>The compiled form.</summary>
    internal SchemaNode Root { get; }

    /// <summary>Whether a <c>$dynamicRef</c> is left whose meaning depends on the way to it.</summary>
    internal bool HasDynamicScope => Root.HasDynamicScope;

    /// <summary>Compiles a schema.</summary>
    /// <param name="json">JSON text: an object, <c>true</c> or <c>false</c>.</param>
    /// <param name="options"><see langword="null"/> = the defaults.</param>
    /// <exception cref="JsonSchemaException">The text is no JSON, or no schema that can be enforced: the message says where and why.</exception>
    public static JsonSchema Parse(string json, JsonSchemaOptions? options = null) => SchemaCompiler.Compile(SchemaText.ToUtf8(json, path: string.Empty), options ?? JsonSchemaOptions.Default);

    /// <inheritdoc cref="Parse(string, JsonSchemaOptions?)"/>
    public static JsonSchema Parse(JsonElement json, JsonSchemaOptions? options = null) =>
        SchemaCompiler.Compile(JsonMarshal.GetRawUtf8Value(json).ToArray(), options ?? JsonSchemaOptions.Default);

    /// <summary>The schema of a C# type: what its JSON contract accepts, with descriptions, ranges and lengths from the attributes of its members. The same instance for the same contract.</summary>
    /// <param name="contract">From a source-generated <c>JsonSerializerContext</c>.</param>
    public static JsonSchema For<T>(JsonTypeInfo<T> contract) => OutputSchema.Compiled(contract, UnknownFields.Refuse);

    /// <summary>Whether a document is valid. Allocates nothing when it is.</summary>
    /// <param name="utf8Json">One JSON value in UTF-8. What is no JSON is not valid.</param>
    public bool IsValid(ReadOnlySpan<byte> utf8Json) => SchemaEvaluator.IsValid(Root, utf8Json, Options);

    /// <summary>What is wrong with a document, in its order; empty when it is valid.</summary>
    /// <param name="utf8Json">One JSON value in UTF-8. What is no JSON gives one error.</param>
    /// <param name="maxErrors">Where to stop; at least 1.</param>
    public ImmutableArray<SchemaError> Validate(ReadOnlySpan<byte> utf8Json, int maxErrors = 32) => SchemaEvaluator.Explain(Root, utf8Json, Options, maxErrors);

    /// <inheritdoc cref="Validate(ReadOnlySpan{byte}, int)"/>
    public ImmutableArray<SchemaError> Validate(JsonElement json, int maxErrors = 32) => Validate(JsonMarshal.GetRawUtf8Value(json), maxErrors);

    /// <summary>The schema as it was written.</summary>
    public override string ToString() => Document.GetRawText();
}
