using System.Text.Json.Nodes;

namespace Orchestration.Providers.Schemas;

/// <summary>Limits that a dialect cannot express, for the description, which the model reads.</summary>
internal sealed class DroppedLimits(SchemaDialect dialect)
{
    private static readonly HashSet<string> Limits = new(StringComparer.Ordinal)
    {
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "contentEncoding", "minItems", "maxItems", "uniqueItems",
        "minProperties", "maxProperties", "not", "const", "enum",
    };

    private readonly List<string> _words = [];

    /// <summary>Remembers a keyword that is left out.</summary>
    public void Add(JsonObject schema, string keyword, JsonNode? value)
    {
        var isSaidByFormat = keyword == "pattern" && schema.ContainsKey("format");
        if (dialect.SaysLimits && Limits.Contains(keyword) && !isSaidByFormat)
        {
            _words.Add($"{keyword}: {(value is JsonValue text && text.TryGetValue(out string? plain) ? plain : value?.ToJsonString())}");
        }
    }

    /// <summary>Puts them behind the description.</summary>
    public void Say(JsonObject schema)
    {
        if (_words.Count > 0)
        {
            var words = $"({string.Join(", ", _words)})";
            var text = schema["description"] is { } description ? $"{description} {words}" : words;
            schema.Remove("description");
            schema.Insert(0, "description", text);
        }
    }
}
