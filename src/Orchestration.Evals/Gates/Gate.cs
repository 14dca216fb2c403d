using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>Decides whether results are a regression against a baseline. No random numbers: the same data give the same verdict.</summary>
public static class Gate
{
    /// <summary>Compares the first variant of the results with the baseline.</summary>
    /// <param name="baseline">What was accepted; <see langword="null"/> when nothing was yet: then only critical cases, errors and the budget decide, and the outcome is at best inconclusive.</param>
    /// <param name="results">The results.</param>
    /// <param name="rules">When to fail.</param>
    /// <param name="confirmed">Whether the results hold the repeats that <see cref="GateVerdict.ConfirmWithRepeats"/> asked for: then none are asked for again. Results to which repeats were added (<see cref="Running.EvalOptions.FirstRepeat"/>) count as confirmed by themselves.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">A rule makes no sense, or names a metric that the results do not have.</exception>
    /// <exception cref="InvalidOperationException">The baseline is of another eval.</exception>
    public static async Task<GateVerdict> DecideAsync(Baseline? baseline, EvalResults results, GateRules rules, bool confirmed = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(rules);
        var samples = await SampleSet.ReadAsync(results.ReadAsync(cancellationToken), results.Manifest.Variants[0].Variant.ToString(), cancellationToken).ConfigureAwait(false);
        return new GateDecision(baseline, results.Manifest, samples, rules, confirmed).Decide();
    }
}
