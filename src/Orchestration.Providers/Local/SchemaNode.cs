using System.Globalization;
using System.Text.Json;

namespace Orchestration.Providers.Local;

/// <summary>A JSON Schema made flat: its references followed, its <c>allOf</c> joined, one branch of its unions chosen.</summary>
internal sealed class SchemaNode
{
    private readonly JsonElement root;
    private readonly Func<string, bool> isExhausted;
    private readonly List<JsonElement> parts = [];
    private readonly List<string> references = [];

    private SchemaNode(JsonElement root, Func<string, bool> isExhausted)
    {
        this.root = root;
        this.isExhausted = isExhausted;
    }

    /// <summary>The references that were followed to get here, by which a recursive schema is noticed.</summary>
    public IReadOnlyList<string> References => references;

    /// <summary>Whether a reference leads back once too often, so that a value here should be left out if it may be.</summary>
    public bool IsExhausted => references.Exists(reference => isExhausted(reference));

    /// <summary>The type to write: the first that is named and is not null, else what the keywords speak of.</summary>
    public string Type
    {
        get
        {
            var named = parts.SelectMany(TypesOf).ToArray();
            return Array.Find(named, static type => type != "null") ?? named.FirstOrDefault() ?? Implied();
        }
    }

    public bool AllowsNull => parts.Exists(static part => TypesOf(part).Contains("null", StringComparer.Ordinal));

    /// <summary>The properties in the order of the schema, each once.</summary>
    public IReadOnlyList<JsonProperty> Properties =>
        [.. parts.Where(static part => Has(part, "properties", JsonValueKind.Object))
            .SelectMany(static part => part.GetProperty("properties").EnumerateObject())
            .DistinctBy(static property => property.Name, StringComparer.Ordinal)];

    public IReadOnlySet<string> Required =>
        parts.Where(static part => Has(part, "required", JsonValueKind.Array))
            .SelectMany(static part => part.GetProperty("required").EnumerateArray())
            .Where(static name => name.ValueKind == JsonValueKind.String)
            .Select(static name => name.GetString()!).ToHashSet(StringComparer.Ordinal);

    /// <param name="schema">The schema to flatten.</param>
    /// <param name="root">The document that references point into.</param>
    /// <param name="isExhausted">Whether a reference was followed so often on the way here that another branch should be taken.</param>
    public static SchemaNode Of(JsonElement schema, JsonElement root, Func<string, bool> isExhausted)
    {
        var node = new SchemaNode(root, isExhausted);
        node.Add(schema);
        return node;
    }

    public bool TryGet(string keyword, out JsonElement value)
    {
        foreach (var part in parts)
        {
            if (part.TryGetProperty(keyword, out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    public string? Text(string keyword) => TryGet(keyword, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public decimal? Number(string keyword) =>
        TryGet(keyword, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) ? number : null;

    /// <summary>A count such as <c>minItems</c>, kept small enough to be met.</summary>
    public int? Count(string keyword) => Number(keyword) is { } number ? (int)Math.Clamp(number, 0, 1_000_000) : null;

    private void Add(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        parts.Add(schema);
        if (Has(schema, "$ref", JsonValueKind.String) && schema.GetProperty("$ref").GetString() is { } reference && !references.Contains(reference))
        {
            references.Add(reference);
            Add(Resolve(reference));
        }

        if (Has(schema, "allOf", JsonValueKind.Array))
        {
            foreach (var part in schema.GetProperty("allOf").EnumerateArray())
            {
                Add(part);
            }
        }

        AddBranch(schema, "anyOf");
        AddBranch(schema, "oneOf");
    }

    private void AddBranch(JsonElement schema, string keyword)
    {
        if (!Has(schema, keyword, JsonValueKind.Array) || schema.GetProperty(keyword).GetArrayLength() == 0)
        {
            return;
        }

        var branches = schema.GetProperty(keyword).EnumerateArray().Where(static branch => branch.ValueKind != JsonValueKind.False).ToArray();
        var valued = branches.Where(static branch => TypesOf(branch) is not ["null"]).ToArray();
        var open = valued.Where(branch => !Of(branch, root, isExhausted).IsExhausted).ToArray();
        var choice = open.Length > 0 ? open : branches.Length > valued.Length ? [.. branches.Except(valued)] : valued;
        if (choice.Length > 0)
        {
            Add(choice[0]);
        }
    }

    private JsonElement Resolve(string reference)
    {
        var at = root;
        if (!reference.StartsWith('#'))
        {
            return default;
        }

        foreach (string segment in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string key = Uri.UnescapeDataString(segment).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(key, out var member))
            {
                at = member;
            }
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else
            {
                return default;
            }
        }

        return at;
    }

    private string Implied()
    {
        bool Speaks(params ReadOnlySpan<string> keywords)
        {
            foreach (string keyword in keywords)
            {
                if (TryGet(keyword, out _))
                {
                    return true;
                }
            }

            return false;
        }

        return Speaks("properties", "required", "additionalProperties", "minProperties") ? "object"
            : Speaks("items", "prefixItems", "minItems", "maxItems", "uniqueItems") ? "array"
            : Speaks("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf") ? "number"
            : "string";
    }

    private static string[] TypesOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
        {
            return [];
        }

        return type.ValueKind switch
        {
            JsonValueKind.String => [type.GetString()!],
            JsonValueKind.Array => [.. type.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!)],
            _ => [],
        };
    }

    private static bool Has(JsonElement schema, string keyword, JsonValueKind kind) => schema.TryGetProperty(keyword, out var value) && value.ValueKind == kind;
}
