namespace Orchestration.Providers.Schemas;

/// <summary>The dialects of the providers.</summary>
internal static class SchemaDialects
{
    /// <summary>OpenAI's strict mode, in which an answer is sure to fit its schema.</summary>
    /// <remarks>Source: https://platform.openai.com/docs/guides/structured-outputs, "Supported schemas", 2026.</remarks>
    public static readonly SchemaDialect OpenAIStrict = new()
    {
        Keywords = ["const", "enum", "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems"],
        Formats = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"],
        ClosesObjects = true,
        RequiresAll = true,
        MaxProperties = 5000,
        MaxDepth = 10,
        SaysLimits = true,
    };

    /// <summary>Anthropic's structured outputs.</summary>
    /// <remarks>
    /// Sources: https://docs.anthropic.com/en/docs/build-with-claude/structured-outputs, "JSON Schema limitations", 2026; and the API's own refusals: at most 24 optional parameters,
    /// 16 of several types, no circular reference.
    /// </remarks>
    public static readonly SchemaDialect Anthropic = new()
    {
        Keywords = ["const", "enum", "pattern", "format", "minItems", "default"],
        Formats = ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"],
        ClosesObjects = true,
        MaxOptional = 24,
        MaxUnions = 16,
        Recursion = SchemaRecursion.None,
        WantsPlainPatterns = true,
        SaysLimits = true,
    };

    /// <summary>Gemini's <c>responseJsonSchema</c>.</summary>
    /// <remarks>Source: https://ai.google.dev/api/generate-content, <c>responseJsonSchema</c>, 2026: the list of its properties, and what it says of references.</remarks>
    public static readonly SchemaDialect Gemini = new()
    {
        Keywords = ["enum", "format", "title", "minItems", "maxItems", "minimum", "maximum", "prefixItems", "propertyOrdering"],
        Recursion = SchemaRecursion.InOptional,
        HasSimpleEnums = true,
        SaysLimits = true,
    };

    /// <summary>llama.cpp's converter of schemas to grammars, which Ollama's <c>format</c> goes through too. The model does not see the schema.</summary>
    /// <remarks>Source: https://github.com/ggml-org/llama.cpp/blob/master/common/json-schema-to-grammar.cpp and grammars/README.md, 2026: of <c>#</c> it says "unsupported ref", and a pattern must begin with ^ and end with $.</remarks>
    public static readonly SchemaDialect Grammar = new()
    {
        Keywords = ["const", "enum", "pattern", "format", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "prefixItems", "allOf"],
        Formats = ["date", "time", "date-time", "uuid"],
        WantsPlainPatterns = true,
        NamesAllTypes = true,
    };
}
