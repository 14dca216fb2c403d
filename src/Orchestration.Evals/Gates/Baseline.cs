using System.Collections.Immutable;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>Accepted results, as a file in the application's repository: one line a case, so that a change of it reads well in a review.</summary>
public sealed class Baseline
{
    /// <summary>How many runs of a case are kept.</summary>
    internal const int MaxRepeats = 10;

    internal Baseline(
        string eval,
        ImmutableArray<AcceptedResults> history,
        ImmutableSortedDictionary<string, string> metrics,
        ImmutableSortedDictionary<string, string> models,
        ImmutableArray<CaseSamples> cases) => (Eval, History, Metrics, Models, Cases) = (eval, history, metrics, models, cases);

    /// <summary>The eval's name.</summary>
    public string Eval { get; }

    /// <summary>What was accepted when, oldest first; the last one is what new results are compared with.</summary>
    public IReadOnlyList<AcceptedResults> History { get; }

    /// <summary>The version of each metric's scorer.</summary>
    internal ImmutableSortedDictionary<string, string> Metrics { get; }

    /// <inheritdoc cref="SampleSet.Models"/>
    internal ImmutableSortedDictionary<string, string> Models { get; }

    /// <summary>By id.</summary>
    internal ImmutableArray<CaseSamples> Cases { get; }

    /// <summary>The history alone: what is accepted next is not pooled with what is there.</summary>
    internal Baseline WithoutRuns() => new(Eval, [.. History], Metrics, Models, []);

    /// <summary>Reads a file.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="FormatException">The file is not a baseline; the message says where.</exception>
    public static async Task<Baseline?> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return File.Exists(path) ? BaselineReader.Read(path, await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)) : null;
    }

    /// <summary>Accepts the first variant of some results. Results of the version that was accepted last are pooled with it, up to ten repeats a case; those of another take its place.</summary>
    /// <param name="baseline">What was accepted before; <see langword="null"/> for nothing.</param>
    /// <param name="results">The results. Those that are accepted already change nothing.</param>
    /// <param name="note">Why, for the history; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">The results are not complete, cover a part of the golden set only, hold runs that could not be judged, or are of another eval.</exception>
    public static async Task<Baseline> AcceptAsync(Baseline? baseline, EvalResults results, string? note = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        var samples = await SampleSet.ReadAsync(results.ReadAsync(cancellationToken), results.Manifest.Variants[0].Variant.ToString(), cancellationToken).ConfigureAwait(false);
        return Acceptance.Accept(baseline, results.Manifest, samples, note);
    }

    /// <summary>Writes the file: the same baseline gives the same bytes.</summary>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var unfinished = path + ".tmp";
        await File.WriteAllBytesAsync(unfinished, BaselineWriter.Write(this), cancellationToken).ConfigureAwait(false);
        File.Move(unfinished, path, overwrite: true);
    }
}
