using System.Text.Json;

namespace Orchestration.Schemas.Compilation;

/// <summary>Refuses keywords of other dialects that would be enforced otherwise than they are meant, and says what to write instead.</summary>
internal static class ForeignKeywords
{
    private static readonly string[] NewerThanDraft07 =
        ["prefixItems", "unevaluatedItems", "unevaluatedProperties", "dependentRequired", "dependentSchemas", "minContains", "maxContains", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef"];

    // What may stand beside a $ref of draft-07, which ignores it: it says nothing about the value.
    private static readonly string[] Remarks =
        ["$ref", "$id", "$schema", "$comment", "title", "description", "default", "examples", "readOnly", "writeOnly", "definitions", "$defs", "contentMediaType", "contentEncoding"];

    public static void Refuse(SchemaKeywords keywords)
    {
        switch (keywords.Dialect.Draft)
        {
            case SchemaDraft.Draft07:
                RefuseInDraft07(keywords);
                break;
            case SchemaDraft.Draft2019:
                RefuseInDraft2019(keywords);
                break;
            default:
                RefuseInDraft2020(keywords);
                break;
        }

        if (keywords.Value("nullable") is { ValueKind: JsonValueKind.True })
        {
            throw keywords.Error("nullable", "OpenAPI 3.0's nullable is no keyword of JSON Schema. Add \"null\" to type (\"type\": [\"string\", \"null\"]) and null to enum, or use anyOf.");
        }

        foreach (var keyword in (ReadOnlySpan<string>)["exclusiveMinimum", "exclusiveMaximum"])
        {
            if (keywords.Dialect.Has(Vocabularies.Validation) && keywords.Value(keyword) is { ValueKind: JsonValueKind.True or JsonValueKind.False })
            {
                throw keywords.Error(keyword, $"it is true or false, as in draft-04 and OpenAPI 3.0. Make it the bound itself instead of {(keyword == "exclusiveMinimum" ? "minimum" : "maximum")}.");
            }
        }
    }

    private static void RefuseInDraft2020(SchemaKeywords keywords)
    {
        if (keywords.Dialect.Has(Vocabularies.Applicator) && keywords.Value("items") is { ValueKind: JsonValueKind.Array })
        {
            throw keywords.Error(
                "items", "an array of schemas is draft-07's form. Call it prefixItems, and additionalItems then items; or declare \"$schema\": \"http://json-schema.org/draft-07/schema#\".");
        }

        if (!keywords.Dialect.IsDeclared && keywords.Value("id") is { ValueKind: JsonValueKind.String })
        {
            throw keywords.Error("id", "it is draft-04's name of $id. Call it $id; or, if it is a remark, declare \"$schema\": \"https://json-schema.org/draft/2020-12/schema\".");
        }

        if (keywords.Has("$recursiveRef"))
        {
            throw keywords.Error("$recursiveRef", "it is a keyword of draft 2019-09. Use $dynamicRef, or $ref where nothing extends the schema.");
        }
    }

    private static void RefuseInDraft2019(SchemaKeywords keywords)
    {
        foreach (var keyword in (ReadOnlySpan<string>)["$recursiveRef", "$dynamicRef"])
        {
            if (keywords.Has(keyword))
            {
                throw keywords.Error(keyword, "references by dynamic scope are read in draft 2020-12 only. Use $ref, or declare that draft and use $dynamicRef.");
            }
        }

        if (keywords.Has("unevaluatedItems") && keywords.Place.Document.HasContains)
        {
            throw keywords.Error("unevaluatedItems", "in draft 2019-09, unlike here, items that contains has matched are unevaluated still. Declare draft 2020-12.");
        }
    }

    private static void RefuseInDraft07(SchemaKeywords keywords)
    {
        foreach (var keyword in NewerThanDraft07)
        {
            if (keywords.Has(keyword))
            {
                throw keywords.Error(keyword, $"draft-07 has no such keyword and would ignore it. Declare \"$schema\": \"{Dialect.Current}\", or remove it.");
            }
        }

        if (!keywords.Has("$ref"))
        {
            return;
        }

        foreach (var sibling in keywords.Place.Json.EnumerateObject())
        {
            if (!Remarks.Contains(sibling.Name, StringComparer.Ordinal) && IsKnown(sibling.Name))
            {
                throw keywords.Error(sibling.Name, "draft-07 ignores what stands beside a $ref. Remove it, or put both into an allOf.");
            }
        }
    }

    private static bool IsKnown(string keyword) => keyword is
        "type" or "enum" or "const" or "multipleOf" or "maximum" or "exclusiveMaximum" or "minimum" or "exclusiveMinimum" or "maxLength" or "minLength" or "pattern" or "format"
        or "items" or "additionalItems" or "maxItems" or "minItems" or "uniqueItems" or "contains" or "maxProperties" or "minProperties" or "required" or "properties"
        or "patternProperties" or "additionalProperties" or "dependencies" or "propertyNames" or "if" or "then" or "else" or "allOf" or "anyOf" or "oneOf" or "not";
}
