using System.Text.Json.Nodes;
using Orchestration.Providers.Schemas;

namespace Orchestration.Providers.Tests.Schemas;

/// <summary>A provider's rules, written down once more and apart from the rewriter: what its documentation says that it refuses.</summary>
internal static class DialectRules
{
    private static readonly string[] Always = ["type", "description", "properties", "required", "additionalProperties", "items", "anyOf", "$ref", "$defs"];

    public static IEnumerable<string> Broken(JsonNode? node, SchemaDialect dialect, string at = "#")
    {
        if (node is not JsonObject schema)
        {
            yield return $"{at}: not an object";
            yield break;
        }

        foreach (var keyword in schema.Select(static member => member.Key).Where(keyword => !Always.Contains(keyword) && !dialect.Keywords.Contains(keyword)))
        {
            yield return $"{at}: {keyword}";
        }

        if (schema.ContainsKey("$ref") && schema.Any(static member => member.Key[0] != '$'))
        {
            yield return $"{at}: $ref with company";
        }

        var properties = schema["properties"] as JsonObject;
        var required = (schema["required"] as JsonArray)?.Select(static name => name!.ToString()).ToList() ?? [];
        if (dialect.ClosesObjects)
        {
            if ((properties is not null || schema["type"]?.ToString() == "object") && schema["additionalProperties"]?.ToJsonString() != "false")
            {
                yield return $"{at}: not closed";
            }

            if (schema.Count == 0)
            {
                yield return $"{at}: anything";
            }
        }

        if (dialect.RequiresAll && properties?.Any(property => !required.Contains(property.Key)) == true)
        {
            yield return $"{at}: optional";
        }

        if (dialect.HasSimpleEnums && (schema["enum"] as JsonArray)?.Contains(null) == true)
        {
            yield return $"{at}: null in enum";
        }

        if (dialect == SchemaDialects.Grammar && schema["pattern"]?.ToString() is { } pattern && !(pattern.StartsWith('^') && pattern.EndsWith('$')))
        {
            yield return $"{at}: pattern in part";
        }

        if (schema["$ref"]?.ToString() == "#" && !dialect.ClosesObjects)
        {
            yield return $"{at}: #";
        }

        foreach (var (name, part) in Parts(schema))
        {
            foreach (var broken in Broken(part, dialect, $"{at}/{name}"))
            {
                yield return broken;
            }
        }
    }

    private static IEnumerable<(string, JsonNode?)> Parts(JsonObject schema)
    {
        foreach (var keyword in (string[])["properties", "$defs"])
        {
            foreach (var (name, part) in schema[keyword] as JsonObject ?? [])
            {
                yield return (name, part);
            }
        }

        foreach (var keyword in (string[])["anyOf", "allOf", "prefixItems"])
        {
            foreach (var part in schema[keyword] as JsonArray ?? [])
            {
                yield return (keyword, part);
            }
        }

        if (schema["items"] is { } items)
        {
            yield return ("items", items);
        }

        if (schema["additionalProperties"] is JsonObject additional)
        {
            yield return ("additionalProperties", additional);
        }
    }
}
