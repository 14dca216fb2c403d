using System.Text.Json.Nodes;

namespace Orchestration.Schemas.Generation;

/// <summary>Finds the schemas inside a schema, and not what only looks like one: the values of <c>const</c>, <c>enum</c>, <c>default</c> and <c>examples</c>.</summary>
internal static class SubSchemas
{
    public static IEnumerable<JsonObject> Of(JsonObject schema)
    {
        foreach (var (keyword, value) in schema)
        {
            var inner = (keyword, value) switch
            {
                ("properties" or "patternProperties" or "$defs" or "definitions" or "dependentSchemas" or "dependencies", JsonObject named) => named.Select(static member => member.Value),
                ("anyOf" or "oneOf" or "allOf" or "prefixItems" or "items", JsonArray listed) => listed,
                ("items" or "additionalItems" or "additionalProperties" or "contains" or "propertyNames" or "not" or "if" or "then" or "else" or "unevaluatedItems" or "unevaluatedProperties" or "contentSchema",
                    JsonObject) => [value],
                _ => [],
            };
            foreach (var part in inner.OfType<JsonObject>())
            {
                yield return part;
            }
        }
    }
}
