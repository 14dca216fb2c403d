using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestration.Schemas.Generation;

/// <summary>A schema in the form in which a model is asked for it. Providers want an object at the root; what is none stands in one, as its member <c>value</c>.</summary>
internal sealed class AskedSchema
{
    /// <summary>The member of the object around a schema that is none.</summary>
    public const string Member = "value";

    private readonly Lazy<JsonSchema> _compiled;

    private AskedSchema(JsonElement schema, bool isWrapped, Func<JsonSchema> compile) => (Schema, IsWrapped, _compiled) = (schema, isWrapped, new(compile));

    /// <summary>What is sent.</summary>
    public JsonElement Schema { get; }

    /// <summary>The same, compiled: an answer is to be valid against this one.</summary>
    public JsonSchema Compiled => _compiled.Value;

    /// <summary>Whether the value asked for is the member <see cref="Member"/> of the answer.</summary>
    public bool IsWrapped { get; }

    /// <summary>The asked form of a schema that is written by hand.</summary>
    public static AskedSchema Of(JsonSchema schema) => Of(schema.Document, schema.Options, () => schema);

    /// <param name="schema">As it was made or written.</param>
    /// <param name="options">How it is enforced.</param>
    /// <param name="compiled">The schema compiled, for when it is asked for as it is.</param>
    public static AskedSchema Of(JsonElement schema, JsonSchemaOptions options, Func<JsonSchema> compiled)
    {
        if (IsPlainObject(schema))
        {
            return new AskedSchema(schema, isWrapped: false, compiled);
        }

        var wrapped = Wrap(schema).ToElement();
        return new AskedSchema(wrapped, isWrapped: true, () => JsonSchema.Parse(wrapped, options));
    }

    private static bool IsPlainObject(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals("object"))
        {
            return false;
        }

        ReadOnlySpan<string> others = ["$ref", "$dynamicRef", "anyOf", "oneOf", "allOf", "not", "if", "enum", "const"];
        foreach (var keyword in others)
        {
            if (schema.TryGetProperty(keyword, out _))
            {
                return false;
            }
        }

        return true;
    }

    private static JsonObject Wrap(JsonElement schema)
    {
        var inner = JsonNode.Parse(schema.GetRawText())!;
        var wrapper = new JsonObject();
        JsonNode? definitions = null;
        if (inner is JsonObject node)
        {
            Move(node, wrapper, "$schema");
            if (!node.ContainsKey("$id"))
            {
                // With an address of its own it stays a document of its own, whose references mean what they meant.
                Rebase(node);
                node.Remove("$defs", out definitions);
            }
        }

        wrapper["type"] = "object";
        wrapper["properties"] = new JsonObject { [Member] = inner };
        wrapper["required"] = new JsonArray(Member);
        wrapper["additionalProperties"] = false;
        if (definitions is not null)
        {
            wrapper["$defs"] = definitions;
        }

        return wrapper;
    }

    /// <summary>Lets references into the document follow it to its new place. The definitions move to the new root, so that references to them stay as they are.</summary>
    private static void Rebase(JsonObject schema)
    {
        foreach (var keyword in (ReadOnlySpan<string>)["$ref", "$dynamicRef"])
        {
            if (schema[keyword] is JsonValue value && value.TryGetValue(out string? target) && (target == "#" || (target.StartsWith("#/", StringComparison.Ordinal) && !target.StartsWith("#/$defs/", StringComparison.Ordinal))))
            {
                schema[keyword] = $"#/properties/{Member}{target.AsSpan(1)}";
            }
        }

        foreach (var part in SubSchemas.Of(schema))
        {
            if (!part.ContainsKey("$id"))
            {
                Rebase(part);
            }
        }
    }

    private static void Move(JsonObject from, JsonObject to, string keyword)
    {
        if (from.Remove(keyword, out var value))
        {
            to[keyword] = value;
        }
    }
}
