using System.Collections.Frozen;
using System.Text.Json;
using Orchestration.Schemas.Formats;

namespace Orchestration.Schemas.Compilation;

/// <summary>Reads the keywords that ask something of a value itself: those of the vocabularies validation and format.</summary>
internal static class ValidationKeywords
{
    // Long division takes the length of the one times that of the other.
    private const int MaxDivisorCharacters = 1_000;

    public static void Read(SchemaKeywords keywords, SchemaNode node)
    {
        if (keywords.Dialect.Has(Vocabularies.Validation))
        {
            node.Kinds = KindsOf(keywords);
            node.Enum = keywords.Value("enum") switch
            {
                null => null,
                { ValueKind: JsonValueKind.Array } values => Literals.Of(values.EnumerateArray()),
                _ => throw keywords.Error("enum", "an array of values is expected."),
            };
            node.Const = keywords.Value("const") is { } value ? Literals.Of([value]) : null;
            node.Numbers = NumbersOf(keywords);
            node.Strings = StringsOf(keywords);
            ReadArrays(keywords, node);
            ReadObjects(keywords, node);
        }

        if (keywords.Text("format") is { } format && (keywords.Options.AssertFormats || keywords.Dialect.Has(Vocabularies.FormatAssertion)) && SchemaFormats.Knows(format))
        {
            (node.Strings ??= new()).Format = format;
        }
    }

    private static JsonKinds KindsOf(SchemaKeywords keywords)
    {
        var kinds = keywords.Value("type") switch
        {
            null => JsonKinds.Any,
            { ValueKind: JsonValueKind.String } type => KindOf(type),
            { ValueKind: JsonValueKind.Array } types when types.GetArrayLength() > 0 => types.EnumerateArray().Aggregate((JsonKinds?)JsonKinds.None, static (kinds, type) => kinds | KindOf(type)),
            _ => null,
        };
        return kinds ?? throw keywords.Error(
            "type", $"{keywords.Value("type")!.Value.GetRawText()} is no type: it is one, or an array of one or more, of \"null\", \"boolean\", \"object\", \"array\", \"number\", \"integer\" and \"string\".");
    }

    private static JsonKinds? KindOf(JsonElement type) => type.ValueKind != JsonValueKind.String ? null : type.GetString() switch
    {
        "null" => JsonKinds.Null,
        "boolean" => JsonKinds.Boolean,
        "object" => JsonKinds.Object,
        "array" => JsonKinds.Array,
        "string" => JsonKinds.String,
        "integer" => JsonKinds.Integer,
        "number" => JsonKinds.Number,
        _ => null,
    };

    private static NumberRules? NumbersOf(SchemaKeywords keywords)
    {
        var rules = new NumberRules
        {
            Minimum = keywords.Number("minimum"),
            Maximum = keywords.Number("maximum"),
            ExclusiveMinimum = keywords.Number("exclusiveMinimum"),
            ExclusiveMaximum = keywords.Number("exclusiveMaximum"),
            MultipleOf = keywords.Number("multipleOf"),
        };
        if (rules.MultipleOf.Length > MaxDivisorCharacters)
        {
            throw keywords.Error("multipleOf", $"it has more than {MaxDivisorCharacters:N0} characters.");
        }

        if (rules.MultipleOf.Length > 0 && !IsPositive(rules.MultipleOf))
        {
            throw keywords.Error("multipleOf", "a number greater than 0 is expected.");
        }

        return rules is { Minimum.Length: 0, Maximum.Length: 0, ExclusiveMinimum.Length: 0, ExclusiveMaximum.Length: 0, MultipleOf.Length: 0 } ? null : rules;
    }

    private static bool IsPositive(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return number[0] != '-' && (exponent < 0 ? number : number[..exponent]).IndexOfAnyInRange((byte)'1', (byte)'9') >= 0;
    }

    private static StringRules? StringsOf(SchemaKeywords keywords)
    {
        var (min, max, pattern) = (keywords.Count("minLength"), keywords.Count("maxLength"), keywords.Text("pattern"));
        return (min, max, pattern) is (null, null, null)
            ? null
            : new StringRules { MinLength = min ?? 0, MaxLength = max ?? int.MaxValue, Pattern = pattern is null ? null : keywords.Pattern("pattern", pattern) };
    }

    private static void ReadArrays(SchemaKeywords keywords, SchemaNode node)
    {
        var (min, max, unique) = (keywords.Count("minItems"), keywords.Count("maxItems"), keywords.Flag("uniqueItems"));
        if (min is > 0 || max is not null || unique is true)
        {
            node.Arrays ??= new();
            (node.Arrays.MinItems, node.Arrays.MaxItems, node.Arrays.UniqueItems) = (min ?? 0, max ?? int.MaxValue, unique ?? false);
        }

        var (minContains, maxContains) = (keywords.Count("minContains"), keywords.Count("maxContains"));
        if (keywords.Has("contains") && (minContains is not null || maxContains is not null))
        {
            node.Arrays ??= new();
            (node.Arrays.MinContains, node.Arrays.MaxContains) = (minContains ?? 1, maxContains ?? int.MaxValue);
        }
    }

    private static void ReadObjects(SchemaKeywords keywords, SchemaNode node)
    {
        var (min, max, required) = (keywords.Count("minProperties"), keywords.Count("maxProperties"), keywords.Texts("required"));
        if (min is > 0 || max is not null || required is { Length: > 0 })
        {
            node.Objects ??= new();
            (node.Objects.MinProperties, node.Objects.MaxProperties) = (min ?? 0, max ?? int.MaxValue);
            node.Objects.Required = required is null ? [] : [.. required.Distinct(StringComparer.Ordinal)];
        }

        if (keywords.Has("dependentRequired"))
        {
            (node.Objects ??= new()).DependentRequired = keywords.Members("dependentRequired")
                .ToFrozenDictionary(static member => member.Name, member => keywords.TextsOf($"dependentRequired/{JsonPointer.Escape(member.Name)}", member.Value), StringComparer.Ordinal);
        }
    }
}
