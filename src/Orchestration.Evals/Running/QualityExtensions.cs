using Orchestration.Evals.Scorers;
using Orchestration.Routing;

namespace Orchestration.Evals.Running;

/// <summary>Gives what evals have measured back to the router.</summary>
public static class QualityExtensions
{
    /// <summary>Sets, for each step and model of the results, the weighted mean of the scores of the runs in which the model answered the step: a route with a floor of quality then decides by what was measured.</summary>
    /// <remarks>In the eval of a whole graph, each step's model gets the scores of the run; in that of one step, the step's alone. Of several versions of a graph, the newest counts. Runs that failed score 0; those that could not be judged do not count.</remarks>
    /// <param name="results">The results.</param>
    /// <param name="scores">The router's table. To keep it, call <see cref="QualityScores.Save"/> on it afterwards.</param>
    /// <param name="metric">The metric; <see langword="null"/> for the mean of all metrics of a run.</param>
    /// <param name="minCases">From how many cases on a mean counts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What was set, by step and model.</returns>
    /// <exception cref="ArgumentException">The results have no such metric.</exception>
    public static async Task<IReadOnlyList<MeasuredQuality>> WriteQualityAsync(
        this EvalResults results, QualityScores scores, string? metric = null, int minCases = 10, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(scores);
        if (metric is not null && !results.Manifest.Metrics.ContainsKey(metric))
        {
            throw new ArgumentException($"The results have no metric '{metric}'; they have {string.Join(", ", results.Manifest.Metrics.Keys)}.", nameof(metric));
        }

        var sums = new SortedDictionary<(string Graph, string Step, string Model), Sum>();
        var graphs = Newest(results.Manifest);
        await foreach (var result in results.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (graphs.TryGetValue(result.Variant, out var graph) && ScoreOf(result, metric) is { } score)
            {
                foreach (var (step, model) in result.Models)
                {
                    if (!sums.TryGetValue((graph, step, model), out var sum))
                    {
                        sums[(graph, step, model)] = sum = new Sum();
                    }

                    sum.Add(result, score);
                }
            }
        }

        var measured = sums.Where(sum => sum.Value.Cases >= minCases)
            .Select(static sum => new MeasuredQuality(sum.Key.Graph, sum.Key.Step, sum.Key.Model, sum.Value.Mean, sum.Value.Cases)).ToList();
        foreach (var quality in measured)
        {
            scores.Set(quality.Graph, quality.Step, quality.Model, quality.Score);
        }

        return measured;
    }

    private static Dictionary<string, string> Newest(EvalManifest manifest) => manifest.Variants
        .GroupBy(static variant => variant.Variant.Graph, StringComparer.Ordinal)
        .SelectMany(static graph => graph.Where(variant => variant.Variant.Version == graph.Max(static other => other.Variant.Version)))
        .ToDictionary(static variant => variant.Variant.ToString(), static variant => variant.Variant.Graph, StringComparer.Ordinal);

    private static double? ScoreOf(CaseResult result, string? metric) =>
        result.Outcome == CaseOutcome.Error ? null
        : metric is not null ? result.Scores.TryGetValue(metric, out var score) && score.Kind == ScoreKind.Scored ? score.Value : null
        : result.Scores.Values.Where(static score => score.Kind == ScoreKind.Scored).Select(static score => (double?)score.Value).Average();

    private sealed class Sum
    {
        private readonly HashSet<string> _cases = new(StringComparer.Ordinal);
        private double _weights;
        private double _scores;

        public int Cases => _cases.Count;

        public double Mean => Math.Clamp(_scores / _weights, 0, 1);

        public void Add(CaseResult result, double score)
        {
            _cases.Add(result.Case);
            _weights += result.Weight;
            _scores += result.Weight * score;
        }
    }
}

/// <summary>How good a model's answers to a step were.</summary>
/// <param name="Graph">The graph's name.</param>
/// <param name="Step">The step's path without indices.</param>
/// <param name="Model">The name the model is registered by.</param>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Cases">Over how many cases.</param>
public sealed record MeasuredQuality(string Graph, string Step, string Model, double Score, int Cases);
