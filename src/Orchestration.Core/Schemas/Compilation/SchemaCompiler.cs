namespace Orchestration.Schemas.Compilation;

/// <summary>Makes a compiled schema of its text.</summary>
internal static class SchemaCompiler
{
    public static JsonSchema Compile(byte[] utf8Json, JsonSchemaOptions options) => throw new NotSupportedException("Not there yet.");
}
