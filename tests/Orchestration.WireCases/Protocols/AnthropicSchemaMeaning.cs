using System.Text.Json.Nodes;

namespace Orchestration.WireCases.Protocols;

/// <summary>The form that a schema of an answer must have to be taken at all: what the recorded one lacks of it is added, as the adapter adds it.</summary>
internal static class AnthropicSchemaMeaning
{
    private static readonly string[] Limits =
        ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "maxItems", "uniqueItems", "minProperties", "maxProperties", "minItems"];

    public static void Normalize(JsonNode? node)
    {
        foreach (var inner in node switch { JsonObject members => members.Select(static member => member.Value), JsonArray items => items, _ => [] })
        {
            Normalize(inner);
        }

        // A schema of an object or of a value with limits, and not a property that happens to have such a name.
        if (node is not JsonObject schema || (schema["type"] is not (JsonValue or JsonArray) && !schema.ContainsKey("oneOf")))
        {
            return;
        }

        if (schema["properties"] is JsonObject)
        {
            schema.TryAdd("additionalProperties", false);
        }

        if (schema["oneOf"] is JsonArray choices && !schema.ContainsKey("anyOf"))
        {
            schema["anyOf"] = choices.DeepClone();
            schema.Remove("oneOf");
        }

        var found = Limits.Where(limit => schema[limit] is JsonValue value && !(limit == "minItems" && value.GetValue<double>() <= 1)).ToList();
        if (found.Count > 0)
        {
            var words = string.Join(", ", found.Select(limit => $"{limit}: {schema[limit]!.ToJsonString()}"));
            schema["description"] = $"{schema["description"]} ({words})".TrimStart();
            found.ForEach(limit => schema.Remove(limit));
        }
    }
}
