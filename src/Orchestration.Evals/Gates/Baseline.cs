using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>Accepted results, as a file in the application's repository: one line a case, so that a change of it reads well in a review.</summary>
public sealed class Baseline
{
    private Baseline() => throw new NotSupportedException("Not there yet.");

    /// <summary>The eval's name.</summary>
    public string Eval => throw new NotSupportedException("Not there yet.");

    /// <summary>What was accepted when, oldest first; the last one is what new results are compared with.</summary>
    public IReadOnlyList<AcceptedResults> History => throw new NotSupportedException("Not there yet.");

    /// <summary>Reads a file.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="FormatException">The file is not a baseline; the message says where.</exception>
    public static Task<Baseline?> LoadAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException("Not there yet.");

    /// <summary>Accepts the first variant of some results. Results of the version that was accepted last are pooled with it, up to ten repeats a case; those of another take its place.</summary>
    /// <param name="baseline">What was accepted before; <see langword="null"/> for nothing.</param>
    /// <param name="results">The results.</param>
    /// <param name="note">Why, for the history; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">The results are not complete, or hold runs that could not be judged.</exception>
    public static Task<Baseline> AcceptAsync(Baseline? baseline, EvalResults results, string? note = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("Not there yet.");

    /// <summary>Writes the file: the same baseline gives the same bytes.</summary>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException("Not there yet.");
}

/// <summary>One entry of a baseline's history.</summary>
public sealed record AcceptedResults
{
    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The variant, as <see cref="EvalVariant.ToString"/> writes it.</summary>
    public required string Variant { get; init; }

    /// <summary>The graph's fingerprint.</summary>
    public required string Fingerprint { get; init; }

    /// <inheritdoc cref="EvalManifest.Revision"/>
    public string? Revision { get; init; }

    /// <summary>Why it was accepted.</summary>
    public string? Note { get; init; }

    /// <summary>Cases.</summary>
    public required int Cases { get; init; }

    /// <summary>The weighted mean of each metric.</summary>
    public required IReadOnlyDictionary<string, double> Means { get; init; }

    /// <summary>US dollars a run, the mean.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>The mean time of a run.</summary>
    public TimeSpan Duration { get; init; }
}
