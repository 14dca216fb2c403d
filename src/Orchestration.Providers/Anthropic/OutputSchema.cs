using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Anthropic;

/// <summary>
/// Brings a schema to what the provider's structured output takes: objects are closed, <c>oneOf</c> is <c>anyOf</c>, and limits that it refuses (of numbers,
/// lengths, counts) become words of the description, which the model reads. Source: https://docs.anthropic.com/en/docs/build-with-claude/structured-outputs, 2026.
/// </summary>
internal static class OutputSchema
{
    private static readonly string[] Refused =
        ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "maxItems", "uniqueItems", "minProperties", "maxProperties"];

    private static readonly AIJsonSchemaTransformCache Transformed = new(new AIJsonSchemaTransformOptions { TransformSchemaNode = static (_, node) => Transform(node) });

    public static JsonElement Of(ChatResponseFormatJson format) => Transformed.GetOrCreateTransformedSchema(format) ?? format.Schema!.Value;

    private static JsonNode Transform(JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        if (schema.ContainsKey("properties") && !schema.ContainsKey("additionalProperties"))
        {
            schema["additionalProperties"] = false;
        }

        if (schema["oneOf"] is { } choices && !schema.ContainsKey("anyOf"))
        {
            schema.Remove("oneOf");
            schema["anyOf"] = choices;
        }

        var limits = Refused.Where(schema.ContainsKey).ToList();
        if (schema["minItems"] is JsonValue least && least.TryGetValue(out int count) && count > 1)
        {
            limits.Add("minItems");
        }

        if (limits.Count > 0)
        {
            var words = string.Join(", ", limits.Select(limit => $"{limit}: {schema[limit]?.ToJsonString()}"));
            schema["description"] = schema["description"] is JsonValue text ? $"{text} ({words})" : $"({words})";
            limits.ForEach(limit => schema.Remove(limit));
        }

        return schema;
    }
}
