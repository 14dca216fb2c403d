using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Schemas.Generation;

/// <summary>What the attributes of a property say, those of its constructor parameter included: on a record's positional members that is where they are.</summary>
internal sealed class MemberAttributes
{
    private readonly List<Attribute> _attributes;
    private readonly object? _default;

    private MemberAttributes(List<Attribute> attributes, object? standard)
    {
        _attributes = attributes;
        _default = Find<DefaultValueAttribute>()?.Value ?? standard;
    }

    /// <summary>Whether <see cref="RequiredAttribute"/> is among them: the value must be there, and not null.</summary>
    public bool IsRequired => Find<RequiredAttribute>() is not null;

    public static MemberAttributes Of(JsonPropertyInfo property) => new(
    [
        .. property.AttributeProvider?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? [],
        .. property.AssociatedParameter?.AttributeProvider?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? [],
    ],
    property.AssociatedParameter is { HasDefaultValue: true } parameter ? parameter.DefaultValue : null);

    /// <summary>Puts a description first; a more particular one takes the place of a general one.</summary>
    public static void Describe(JsonObject schema, string description)
    {
        schema.Remove("description");
        schema.Insert(0, "description", description);
    }

    /// <summary>Adds to a property's schema what they ask of its value.</summary>
    public JsonNode Apply(JsonNode schema, JsonTypeInfo contract)
    {
        var keywords = new JsonObject();
        foreach (var attribute in _attributes)
        {
            Add(keywords, attribute, contract);
        }

        if (_default is not null && Literals.Of(_default, contract) is { } literal)
        {
            keywords["default"] = literal;
        }

        var description = Find<DescriptionAttribute>()?.Description;
        if (keywords.Count == 0 && description is null)
        {
            return schema;
        }

        var node = schema.Open();
        foreach (var (keyword, value) in keywords)
        {
            Put(node, keyword, value?.DeepClone());
        }

        if (description is not null)
        {
            Describe(node, description);
        }

        return node;
    }

    private static void Add(JsonObject schema, Attribute attribute, JsonTypeInfo contract)
    {
        switch (attribute)
        {
            case RangeAttribute range:
                Put(schema, range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum", Bound(range.Minimum));
                Put(schema, range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum", Bound(range.Maximum));
                break;
            case RequiredAttribute { AllowEmptyStrings: false } when contract.Type == typeof(string):
                AddLength(schema, contract, least: 1, most: -1);
                break;
            case MinLengthAttribute least:
                AddLength(schema, contract, least.Length, most: -1);
                break;
            case MaxLengthAttribute most:
                AddLength(schema, contract, least: 0, most.Length);
                break;
            case LengthAttribute length:
                AddLength(schema, contract, length.MinimumLength, length.MaximumLength);
                break;
            case StringLengthAttribute length:
                AddLength(schema, contract, length.MinimumLength, length.MaximumLength);
                break;
            case RegularExpressionAttribute expression:
                Put(schema, "pattern", Anchored(expression.Pattern));
                break;
            case AllowedValuesAttribute allowed:
                Put(schema, "enum", Values(allowed.Values, contract));
                break;
            case DeniedValuesAttribute denied:
                Put(schema, "not", new JsonObject { ["enum"] = Values(denied.Values, contract) });
                break;
            case EmailAddressAttribute:
                schema["format"] = "email";
                break;
            case UrlAttribute:
                schema["format"] = "uri";
                Put(schema, "pattern", "^([hH][tT][tT][pP][sS]?|[fF][tT][pP])://");
                break;
            case Base64StringAttribute:
                schema["contentEncoding"] = "base64";
                break;
        }
    }

    /// <summary>Sets a keyword; one that is there already keeps its place, and both count.</summary>
    private static void Put(JsonObject schema, string keyword, JsonNode? value)
    {
        if (value is null || JsonNode.DeepEquals(schema[keyword], value))
        {
            return;
        }

        if (!schema.ContainsKey(keyword) || keyword is "format" or "default" or "contentEncoding" or "description")
        {
            schema[keyword] = value;
        }
        else if (schema["allOf"] is JsonArray all)
        {
            all.Add((JsonNode)new JsonObject { [keyword] = value });
        }
        else
        {
            schema["allOf"] = new JsonArray(new JsonObject { [keyword] = value });
        }
    }

    // The limits count items of lists, members of dictionaries and characters of strings. Bytes stand in base64, whose length is another.
    private static void AddLength(JsonObject schema, JsonTypeInfo contract, int least, int most)
    {
        var what = contract switch
        {
            { Kind: JsonTypeInfoKind.Enumerable } => "Items",
            { Kind: JsonTypeInfoKind.Dictionary } => "Properties",
            { Type: var type } when type == typeof(string) => "Length",
            _ => null,
        };
        if (what is not null)
        {
            Put(schema, $"min{what}", least > 0 ? least : null);
            Put(schema, $"max{what}", most >= 0 && most != int.MaxValue ? most : null);
        }
    }

    private static JsonValue? Bound(object bound) => bound switch
    {
        int whole => JsonValue.Create(whole),
        double.MaxValue or double.MinValue => null,
        double number when double.IsFinite(number) => JsonValue.Create(number),
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => null,
    };

    // The attribute asks for the whole string; a schema's pattern is content with a part.
    private static string Anchored(string pattern)
    {
        if (!pattern.Contains('|', StringComparison.Ordinal))
        {
            return $"{(pattern.StartsWith('^') ? "" : "^")}{pattern}{(pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? "" : "$")}";
        }

        // A group that is counted would change what \1 means; one that is not is understood by fewer providers.
        return pattern.Contains('\\', StringComparison.Ordinal) ? $"^(?:{pattern})$" : $"^({pattern})$";
    }

    private static JsonArray Values(object?[] values, JsonTypeInfo contract) =>
        new([.. values.Select(value => value is null ? null : Literals.Of(value, contract))]);

    private T? Find<T>()
        where T : Attribute => _attributes.OfType<T>().FirstOrDefault();
}
