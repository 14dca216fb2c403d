using System.Runtime.CompilerServices;
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

    // A format is made once and asked with often.
    private static readonly ConditionalWeakTable<ChatResponseFormatJson, JsonNode> Known = [];

    /// <summary>The schema of a format that has one. Not to be changed.</summary>
    public static JsonNode Of(ChatResponseFormatJson format) => Known.GetValue(format, static format =>
    {
        var schema = JsonNode.Parse(format.Schema!.Value.GetRawText())!;
        Transform(schema);
        return schema;
    });

    private static void Transform(JsonNode? node)
    {
        if (node is not JsonObject schema)
        {
            return;
        }

        foreach (var (keyword, value) in schema)
        {
            var inner = (keyword, value) switch
            {
                ("properties" or "patternProperties" or "$defs" or "definitions", JsonObject named) => named.Select(static member => member.Value),
                ("anyOf" or "oneOf" or "allOf" or "prefixItems" or "items", JsonArray listed) => listed,
                ("items" or "additionalProperties" or "not", JsonObject single) => [single],
                _ => [],
            };
            foreach (var part in inner)
            {
                Transform(part);
            }
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

        SayLimits(schema);
    }

    private static void SayLimits(JsonObject schema)
    {
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
    }
}
