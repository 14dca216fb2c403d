namespace Orchestration.Schemas;

/// <summary>How an answer is read.</summary>
/// <param name="UnknownFields">What becomes of members that its type does not know.</param>
/// <param name="Tolerance">What is put right.</param>
internal readonly record struct OutputRules(UnknownFields UnknownFields, JsonTolerance Tolerance);
