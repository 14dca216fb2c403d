using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestration.Providers.Schemas;

/// <summary>Takes over the keywords that hold no schemas: as they are, in another form, or not at all.</summary>
internal static partial class KeywordRewriter
{
    /// <returns><see langword="null"/> when the dialect does not have it.</returns>
    public static (string Keyword, JsonNode? Value)? Apply(SchemaDialect dialect, JsonObject schema, string keyword, JsonNode? value) => keyword switch
    {
        "properties" or "required" or "additionalProperties" or "items" or "prefixItems" or "anyOf" or "oneOf" or "allOf" or "$ref" or "$defs" or "description" or "type" => null,
        "const" when dialect.HasSimpleEnums => IsSimple(value) ? ("enum", new JsonArray(value!.DeepClone())) : null,
        "enum" when dialect.HasSimpleEnums => value is JsonArray values && values.All(IsSimple) ? (keyword, value.DeepClone()) : null,
        "exclusiveMinimum" when !dialect.Keywords.Contains(keyword) && dialect.Keywords.Contains("minimum") && !schema.ContainsKey("minimum") => ("minimum", value?.DeepClone()),
        "exclusiveMaximum" when !dialect.Keywords.Contains(keyword) && dialect.Keywords.Contains("maximum") && !schema.ContainsKey("maximum") => ("maximum", value?.DeepClone()),
        _ when !dialect.Keywords.Contains(keyword) => null,
        "format" => IsKnown(dialect, value) ? (keyword, value!.DeepClone()) : null,

        // Beside a format the pattern only makes it exact; that is the validator's business.
        "pattern" => schema["format"] is { } format && dialect.Keywords.Contains("format") && dialect.Formats is not null && IsKnown(dialect, format) ? null
            : !dialect.WantsPlainPatterns || IsPlain(value?.ToString() ?? string.Empty) ? (keyword, value?.DeepClone()) : null,

        // Where only none and one are counted, a larger least number still means at least one.
        "minItems" when !dialect.Keywords.Contains("maxItems") => (keyword, value is JsonValue count && count.TryGetValue(out long least) && least > 0 ? 1 : 0),
        _ => (keyword, value?.DeepClone()),
    };

    private static bool IsKnown(SchemaDialect dialect, JsonNode? format) => format is not null && dialect.Formats?.Contains(format.ToString()) != false;

    private static bool IsSimple(JsonNode? value) => value?.GetValueKind() is System.Text.Json.JsonValueKind.String or System.Text.Json.JsonValueKind.Number;

    // No look-around, back-references, classes by a letter, word boundaries, lazy repetition or groups with more than their contents, and no anchor inside.
    private static bool IsPlain(string pattern) => pattern.StartsWith('^') && pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) && !Elaborate().IsMatch(pattern);

    [GeneratedRegex(@"\(\?|\\[A-Za-z0-9]|[*+?}]\?|(?<!^|\[)\^|\$(?!$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Elaborate();
}
