using System.Collections.Immutable;
using Orchestration.Schemas;

namespace Orchestration.Evals.Inference;

/// <summary>A schema made from samples, all of which are valid against it.</summary>
public sealed record InferredSchema
{
    /// <summary>Draft 2020-12. Formats are enforced.</summary>
    public required JsonSchema Schema { get; init; }

    /// <summary>How many samples it was made from; the skipped are not among them.</summary>
    public required int SampleCount { get; init; }

    /// <summary>What held no JSON, in the order of the samples.</summary>
    public ImmutableArray<SkippedSample> Skipped { get; init; } = [];
}

/// <summary>A sample that gave nothing.</summary>
/// <param name="Source">Which one: its number, from 1, its path, or its run and attempt.</param>
/// <param name="Reason">Why, in a sentence without its text.</param>
public sealed record SkippedSample(string Source, string Reason);
