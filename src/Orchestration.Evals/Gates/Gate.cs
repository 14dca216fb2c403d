using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>Decides whether results are a regression against a baseline. No random numbers: the same data give the same verdict.</summary>
public static class Gate
{
    /// <summary>Compares the first variant of the results with the baseline.</summary>
    /// <param name="baseline">What was accepted; <see langword="null"/> when nothing was yet: then only critical cases, errors and the budget decide, and the outcome is at best inconclusive.</param>
    /// <param name="results">The results.</param>
    /// <param name="rules">When to fail.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<GateVerdict> DecideAsync(Baseline? baseline, EvalResults results, GateRules rules, CancellationToken cancellationToken = default) => throw new NotSupportedException("Not there yet.");
}
