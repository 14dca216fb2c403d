using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Orchestration.Schemas.Compilation;

/// <summary>Reads the keywords that apply subschemas: those of the vocabularies applicator and unevaluated.</summary>
internal static class ApplicatorKeywords
{
    public static void Read(SchemaKeywords keywords, SchemaNode node)
    {
        if (keywords.Dialect.Has(Vocabularies.Applicator))
        {
            ReadInPlace(keywords, node);
            ReadArrays(keywords, node);
            ReadObjects(keywords, node);
            ReadDependencies(keywords, node);
        }

        if (keywords.Dialect.Has(Vocabularies.Unevaluated))
        {
            if (keywords.Schema("unevaluatedItems") is { } items)
            {
                (node.Arrays ??= new()).UnevaluatedItems = items;
            }

            if (keywords.Schema("unevaluatedProperties") is { } properties)
            {
                (node.Objects ??= new()).UnevaluatedProperties = properties;
            }
        }
    }

    private static void ReadInPlace(SchemaKeywords keywords, SchemaNode node)
    {
        node.AllOf = [.. node.AllOf, .. keywords.Schemas("allOf")];
        node.AnyOf = keywords.Schemas("anyOf");
        node.OneOf = keywords.Schemas("oneOf");
        node.Not = keywords.Schema("not");
        if (keywords.Schema("if") is { } condition)
        {
            (node.If, node.Then, node.Else) = (condition, keywords.Schema("then"), keywords.Schema("else"));
        }
    }

    private static void ReadArrays(SchemaKeywords keywords, SchemaNode node)
    {
        var isOld = keywords.Dialect.Draft != SchemaDraft.Draft2020;
        SchemaNode[] prefix;
        SchemaNode? items;
        if (isOld && keywords.Value("items") is { ValueKind: JsonValueKind.Array } list)
        {
            (prefix, items) = (list.GetArrayLength() == 0 ? [] : keywords.Schemas("items"), keywords.Schema("additionalItems"));
        }
        else
        {
            (prefix, items) = (isOld ? [] : keywords.Schemas("prefixItems"), keywords.Schema("items"));
        }

        var contains = keywords.Schema("contains");
        if (prefix.Length > 0 || items is not null || contains is not null)
        {
            node.Arrays ??= new();
            (node.Arrays.PrefixItems, node.Arrays.Items, node.Arrays.Contains) = (prefix, items, contains);
        }
    }

    private static void ReadObjects(SchemaKeywords keywords, SchemaNode node)
    {
        var properties = keywords.SchemaMap("properties").Select(static member => new PropertyRule(member.Name, Encoding.UTF8.GetBytes(member.Name), member.Node)).ToArray();
        var patterns = keywords.SchemaMap("patternProperties")
            .Select(member => (keywords.Pattern($"patternProperties/{JsonPointer.Escape(member.Name)}", member.Name), member.Node)).ToArray();
        var (additional, names) = (keywords.Schema("additionalProperties"), keywords.Schema("propertyNames"));
        if (properties.Length > 0 || patterns.Length > 0 || additional is not null || names is not null)
        {
            node.Objects ??= new();
            (node.Objects.Properties, node.Objects.PatternProperties) = (properties, patterns);
            (node.Objects.AdditionalProperties, node.Objects.PropertyNames) = (additional, names);
        }
    }

    // `dependencies` of older drafts is the two keywords that came after it in one; this draft's meta-schema still knows it.
    private static void ReadDependencies(SchemaKeywords keywords, SchemaNode node)
    {
        var schemas = keywords.SchemaMap("dependentSchemas").ToList();
        var required = new List<KeyValuePair<string, string[]>>();
        foreach (var member in keywords.Members("dependencies"))
        {
            var path = $"dependencies/{JsonPointer.Escape(member.Name)}";
            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                required.Add(new(member.Name, keywords.TextsOf(path, member.Value)));
            }
            else
            {
                schemas.Add((member.Name, keywords.NodeAt(path, member.Value)));
            }
        }

        if (schemas.GroupBy(static member => member.Name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw keywords.Error("dependencies", $"'{twice.Key}' is in dependentSchemas too. Keep dependentSchemas only.");
        }

        if (schemas.Count > 0)
        {
            (node.Objects ??= new()).DependentSchemas = schemas.ToFrozenDictionary(static member => member.Name, static member => member.Node, StringComparer.Ordinal);
        }

        if (required.Count > 0)
        {
            node.Objects ??= new();
            node.Objects.DependentRequired = (node.Objects.DependentRequired ?? Enumerable.Empty<KeyValuePair<string, string[]>>()).Concat(required)
                .GroupBy(static member => member.Key, static member => member.Value, StringComparer.Ordinal)
                .ToFrozenDictionary(static group => group.Key, static group => group.SelectMany(static names => names).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        }
    }
}
