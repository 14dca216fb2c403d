using System.Collections.Immutable;
using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation;

/// <summary>Says whether a value is what a compiled schema asks for.</summary>
internal static class SchemaEvaluator
{
    /// <summary>Whether a whole JSON value is valid against a node, taken as the root of its own schema.</summary>
    public static bool IsValid(SchemaNode node, ReadOnlySpan<byte> utf8Json, JsonSchemaOptions options) => throw new NotSupportedException("Not there yet.");

    /// <summary>What is wrong with the value, as <see cref="IsValid"/> has it; empty when nothing is.</summary>
    public static ImmutableArray<SchemaError> Explain(SchemaNode node, ReadOnlySpan<byte> utf8Json, JsonSchemaOptions options, int maxErrors) => throw new NotSupportedException("Not there yet.");
}
