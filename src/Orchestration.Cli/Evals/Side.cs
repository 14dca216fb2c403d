using System.Collections.Immutable;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Running;

namespace Orchestration.Cli.Evals;

/// <summary>One of two sides that are compared: a variant of some results, or a baseline.</summary>
internal sealed record Side
{
    public required string Name { get; init; }

    public required ImmutableArray<CaseSamples> Cases { get; init; }

    /// <summary>By metric, its scorer's version.</summary>
    public required ImmutableSortedDictionary<string, string> Metrics { get; init; }

    /// <summary>By step, the model that answered it.</summary>
    public required ImmutableSortedDictionary<string, string> Models { get; init; }

    /// <summary>The numbers as the gate takes them; <see langword="null"/> of a baseline.</summary>
    public SampleSet? Samples { get; init; }

    /// <summary>The results, for outputs; <see langword="null"/> of a baseline, which has none.</summary>
    public EvalResults? Results { get; init; }

    /// <summary>The variant of the results.</summary>
    public string? Variant { get; init; }

    public static async Task<Side> OfAsync(EvalResults results, string variant, string name, CancellationToken cancellationToken)
    {
        var samples = await SampleSet.ReadAsync(results.ReadAsync(cancellationToken), variant, cancellationToken).ConfigureAwait(false);
        return new() { Name = name, Cases = samples.Cases, Metrics = results.Manifest.Metrics, Models = samples.Models, Samples = samples, Results = results, Variant = variant };
    }

    public static Side Of(Baseline baseline) => new() { Name = "baseline", Cases = baseline.Cases, Metrics = baseline.Metrics, Models = baseline.Models };

    /// <summary>The outputs of some cases: of each, that of the run with the lowest scores.</summary>
    public async Task<Dictionary<string, CaseResult>> WorstAsync(IReadOnlySet<string> cases, CancellationToken cancellationToken)
    {
        var worst = new Dictionary<string, CaseResult>(StringComparer.Ordinal);
        if (Results is not null && cases.Count > 0)
        {
            await foreach (var result in Results.ReadAsync(cancellationToken).Where(result => result.Variant == Variant && cases.Contains(result.Case) && !result.Output.IsEmpty).ConfigureAwait(false))
            {
                if (!worst.TryGetValue(result.Case, out var known) || Sum(result) < Sum(known))
                {
                    worst[result.Case] = result;
                }
            }
        }

        return worst;
    }

    private static double Sum(CaseResult result) => result.Scores.Values.Sum(static score => score.Value);
}
