using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Gates;

/// <summary>Gathers the results of one variant, in any order.</summary>
internal sealed class SampleSetBuilder
{
    // Long enough for what a reader of a build's log needs, short enough for 20,000 cases.
    private const int LongestReason = 160;

    private readonly Dictionary<string, Gathered> _cases = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Step, string Model), int> _answers = [];

    public void Add(CaseResult result)
    {
        ref var gathered = ref CollectionsMarshal.GetValueRefOrAddDefault(_cases, result.Case, out _);
        gathered ??= new Gathered();
        (gathered.Hash, gathered.Weight, gathered.Critical) = (result.CaseHash, result.Weight, result.Critical);
        gathered.Runs[result.Repeat] = RunSample.Of(result);
        foreach (var (metric, score) in result.Scores)
        {
            if (score is { Kind: ScoreKind.Scored, Value: < 1 } && !(gathered.Lowest.TryGetValue(metric, out var lowest) && lowest.Value <= score.Value))
            {
                gathered.Lowest[metric] = (score.Value, score.Reason.Length > LongestReason ? score.Reason[..LongestReason] + ".." : score.Reason);
            }
        }

        foreach (var (step, model) in result.Models)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_answers, (step, model), out _)++;
        }
    }

    public SampleSet Build()
    {
        var runs = _cases.Values.SelectMany(static each => each.Runs.Values).ToList();
        var judged = runs.Where(static run => !run.IsError).ToList();
        return new()
        {
            Cases = [.. _cases.OrderBy(static each => each.Key, StringComparer.Ordinal).Select(static each => each.Value.ToSamples(each.Key))],
            Models = _answers.GroupBy(static answer => answer.Key.Step, StringComparer.Ordinal).ToImmutableSortedDictionary(
                static step => step.Key,
                static step => step.OrderByDescending(static answer => answer.Value).ThenBy(static answer => answer.Key.Model, StringComparer.Ordinal).First().Key.Model,
                StringComparer.Ordinal),
            Runs = runs.Count,
            RunErrors = runs.Count - judged.Count,
            ScoreErrors = judged.SelectMany(static run => run.NotJudged).CountBy(static metric => metric, StringComparer.Ordinal).ToImmutableSortedDictionary(StringComparer.Ordinal),
            LeastRepeats = _cases.Count == 0 ? 0 : _cases.Values.Min(static each => each.Runs.Count),
            LastRepeat = _cases.Count == 0 ? 0 : _cases.Values.Max(static each => each.Runs.Keys[^1]),
            MeanCostUsd = judged.Count == 0 ? 0 : judged.Sum(static run => run.CostUsd) / judged.Count,
            MeanDuration = judged.Count == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(judged.Average(static run => run.Seconds)),
        };
    }

    private sealed class Gathered
    {
        public SortedList<int, RunSample> Runs { get; } = [];

        public Dictionary<string, (double Value, string Reason)> Lowest { get; } = new(StringComparer.Ordinal);

        public string Hash { get; set; } = string.Empty;

        public double Weight { get; set; }

        public bool Critical { get; set; }

        public CaseSamples ToSamples(string id)
        {
            var judged = Runs.Values.Where(static run => !run.IsError).ToList();
            return new()
            {
                Case = id,
                Hash = Hash,
                Weight = Weight,
                Critical = Critical,
                Scores = judged.SelectMany(static run => run.Scores).GroupBy(static score => score.Metric, static score => score.Value, StringComparer.Ordinal)
                    .ToImmutableSortedDictionary(static metric => metric.Key, static metric => metric.ToImmutableArray(), StringComparer.Ordinal),
                Runs = judged.Count,
                CostUsd = GeometricMean(judged.Where(static run => run is { CostUsd: > 0, IsPriced: true }).Select(static run => (double)run.CostUsd)),
                Seconds = GeometricMean(judged.Where(static run => run.Seconds > 0).Select(static run => run.Seconds)),
                Reasons = Lowest.ToDictionary(static each => each.Key, static each => each.Value.Reason, StringComparer.Ordinal),
            };
        }

        private static double? GeometricMean(IEnumerable<double> values) =>
            values.Average(static value => (double?)Math.Log(value)) is { } mean ? Math.Exp(mean) : null;
    }

    private sealed record RunSample(bool IsError, (string Metric, double Value)[] Scores, string[] NotJudged, decimal CostUsd, bool IsPriced, double Seconds)
    {
        public static RunSample Of(CaseResult result) => new(
            result.Outcome == CaseOutcome.Error,
            [.. result.Scores.Where(static score => score.Value.Kind == ScoreKind.Scored).Select(static score => (score.Key, Math.Round(score.Value.Value, 4)))],
            [.. result.Scores.Where(static score => score.Value.Kind == ScoreKind.Error).Select(static score => score.Key)],
            result.Run.CostUsd,
            result.Run.UnpricedAttempts == 0,
            result.Run.Duration.TotalSeconds);
    }
}
