namespace Orchestration.Evals.Running;

/// <summary>The results of one evaluation, in a folder: <c>manifest.json</c> and <c>results.jsonl</c>, a line for each <see cref="CaseResult"/> as it came.</summary>
/// <remarks>Results are read one by one, so that their number is not bounded by memory.</remarks>
public sealed class EvalResults
{
    private EvalResults(string folder, EvalManifest manifest) => (Folder, Manifest) = (folder, manifest);

    /// <summary>Where they lie.</summary>
    public string Folder { get; }

    /// <inheritdoc cref="EvalManifest"/>
    public EvalManifest Manifest { get; }

    /// <summary>Opens the results in a folder.</summary>
    /// <exception cref="FormatException">The folder holds no results; the message says what is missing.</exception>
    public static Task<EvalResults> OpenAsync(string folder, CancellationToken cancellationToken = default)
    {
        _ = new EvalResults(folder, null!);
        throw new NotSupportedException("Not there yet.");
    }

    /// <summary>Opens several shards of one evaluation as one.</summary>
    /// <exception cref="FormatException">They are not shards of one evaluation.</exception>
    public static Task<EvalResults> OpenAsync(IEnumerable<string> folders, CancellationToken cancellationToken = default) => throw new NotSupportedException("Not there yet.");

    /// <summary>Reads the results in the order in which they came. A line that was cut off is passed over.</summary>
    public IAsyncEnumerable<CaseResult> ReadAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException("Not there yet.");
}
