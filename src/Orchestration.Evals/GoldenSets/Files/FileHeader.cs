using System.Collections.Immutable;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>What a file says of all its cases.</summary>
internal sealed record FileHeader
{
    public static FileHeader None { get; } = new();

    public string? Name { get; init; }

    public string? Version { get; init; }

    public int Line { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    public double Weight { get; init; } = 1;
}
