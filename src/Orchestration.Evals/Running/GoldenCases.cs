using System.Collections.Immutable;
using Orchestration.Evals.GoldenSets;

namespace Orchestration.Evals.Running;

/// <summary>The cases of an evaluation: a golden set, or what a test puts in its place.</summary>
internal sealed record GoldenCases(string Name, string? Version, string Hash, ImmutableArray<GoldenCaseEntry> Entries, Func<CancellationToken, IAsyncEnumerable<GoldenCase>> ReadAsync)
{
    /// <exception cref="GoldenSetException">Something in it is wrong.</exception>
    public static async Task<GoldenCases> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var set = await GoldenSet.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        return new GoldenCases(set.Name, set.Version, set.Hash, set.Entries, set.ReadAsync);
    }
}
