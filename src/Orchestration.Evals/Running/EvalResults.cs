using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Orchestration.Evals.Running;

/// <summary>The results of one evaluation, in a folder: <c>manifest.json</c> and <c>results.jsonl</c>, a line for each <see cref="CaseResult"/> as it came.</summary>
/// <remarks>Results are read one by one, so that their number is not bounded by memory.</remarks>
public sealed class EvalResults
{
    private readonly ImmutableArray<string> _folders;

    internal EvalResults(ImmutableArray<string> folders, EvalManifest manifest) => (_folders, Manifest) = (folders, manifest);

    /// <summary>Where they lie; of several shards, where the first one lies.</summary>
    public string Folder => _folders[0];

    /// <inheritdoc cref="EvalManifest"/>
    public EvalManifest Manifest { get; }

    /// <summary>Opens the results in a folder.</summary>
    /// <exception cref="FormatException">The folder holds no results; the message says what is missing.</exception>
    public static async Task<EvalResults> OpenAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var manifest = await Manifests.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
        return manifest is not null
            ? new EvalResults([folder], manifest)
            : throw new FormatException(Directory.Exists(folder)
                ? $"'{folder}' holds no eval results: it has no {Manifests.FileName}."
                : $"'{folder}' holds no eval results: there is no such folder.");
    }

    /// <summary>Opens several shards of one evaluation as one.</summary>
    /// <exception cref="FormatException">They are not shards of one evaluation, or not all of them.</exception>
    public static async Task<EvalResults> OpenAsync(IEnumerable<string> folders, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var shards = new List<EvalResults>();
        foreach (var folder in folders)
        {
            shards.Add(await OpenAsync(folder, cancellationToken).ConfigureAwait(false));
        }

        return shards.Count switch
        {
            0 => throw new FormatException("No folder of results was given."),
            1 => shards[0],
            _ => new EvalResults([.. shards.Select(static shard => shard.Folder)], Shards.Merge(shards)),
        };
    }

    /// <summary>Reads the results in the order in which they came. A line that was cut off is passed over.</summary>
    /// <exception cref="FormatException">A line in the middle of a file is no result; the message says where.</exception>
    public async IAsyncEnumerable<CaseResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var folder in _folders)
        {
            await foreach (var result in ResultsFile.ReadAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
    }
}
