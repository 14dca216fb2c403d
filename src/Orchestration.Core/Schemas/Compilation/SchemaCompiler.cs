namespace Orchestration.Schemas.Compilation;

/// <summary>Makes a compiled schema of its text.</summary>
internal static class SchemaCompiler
{
    /// <param name="utf8Json">The text. Must not change afterwards.</param>
    /// <param name="options">How to read it.</param>
    public static JsonSchema Compile(byte[] utf8Json, JsonSchemaOptions options)
    {
        var document = SchemaText.Parse(utf8Json, path: string.Empty);
        return new JsonSchema(document, new SchemaCompilation(options).Compile(document), options);
    }
}
