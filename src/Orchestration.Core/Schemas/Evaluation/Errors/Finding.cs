using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>A failure as it is found. Most are never told, so that their words are made at the end.</summary>
/// <param name="Token">The value.</param>
/// <param name="Node">The subschema that says so.</param>
/// <param name="Keyword">Its keyword.</param>
/// <param name="Figure">What the keyword's words need: a count, a length, the token of a name.</param>
/// <param name="Detail">The same: bounds, names, values.</param>
internal readonly record struct Finding(int Token, SchemaNode Node, string Keyword, long Figure, object? Detail);
