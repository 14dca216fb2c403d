using System.Collections.Immutable;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Reports;

/// <summary>Adds up the results of one variant.</summary>
internal sealed class VariantTally(string name, string fingerprint)
{
    private const int Bins = 20;

    private readonly List<double> _seconds = [];
    private readonly Dictionary<string, MetricTally> _metrics = new(StringComparer.Ordinal);
    private decimal _cost;
    private decimal _judgedCost;
    private decimal _judgeCost;
    private int _runs;
    private int _failed;
    private int _errors;
    private int _unpriced;

    public string Name => name;

    public void Add(CaseResult result, CaseCell cell, List<string> metrics)
    {
        _runs++;
        cell.Repeats++;
        _cost += result.Run.CostUsd;
        _unpriced += result.Run.UnpricedAttempts;
        cell.Error ??= result.Error;
        foreach (var (metric, score) in result.Scores)
        {
            _judgeCost += score.CostUsd;
            cell.Add(metrics.IndexOf(metric), score);
            Metric(metric).Add(score);
        }

        if (result.Outcome == CaseOutcome.Error)
        {
            _errors++;
            cell.Errors++;
            foreach (var metric in metrics.Where(metric => !result.Scores.ContainsKey(metric)))
            {
                Metric(metric).Errors++;
            }

            return;
        }

        _failed += result.Outcome == CaseOutcome.Failed ? 1 : 0;
        cell.Failed += result.Outcome == CaseOutcome.Failed ? 1 : 0;
        cell.CostUsd += result.Run.CostUsd;
        cell.Seconds += result.Run.Duration.TotalSeconds;
        _judgedCost += result.Run.CostUsd;
        _seconds.Add(result.Run.Duration.TotalSeconds);
    }

    public VariantSummary Summarize(List<string> metrics, IEnumerable<(double Weight, CaseCell? Cell)> cases)
    {
        var cells = cases.Where(static one => one.Cell is not null).ToList();
        _seconds.Sort();
        return new()
        {
            Variant = name,
            Fingerprint = fingerprint,
            Cases = cells.Count,
            Runs = _runs,
            Failed = _failed,
            Errors = _errors,
            CostUsd = _cost,
            JudgeCostUsd = _judgeCost,
            UnpricedAttempts = _unpriced,
            MeanCostUsd = _seconds.Count > 0 ? _judgedCost / _seconds.Count : null,
            P50 = Quantile(0.50),
            P95 = Quantile(0.95),
            Metrics = [.. metrics.Select((metric, i) => Metric(metric).Summarize(metric, WeightedMean(cells, i)))],
        };
    }

    private static double? WeightedMean(List<(double Weight, CaseCell? Cell)> cells, int metric)
    {
        double sum = 0, weights = 0;
        foreach (var (weight, cell) in cells)
        {
            if (cell!.Mean(metric) is { } mean)
            {
                sum += weight * mean;
                weights += weight;
            }
        }

        return weights > 0 ? sum / weights : null;
    }

    // The nearest rank: a time that some run really took.
    private TimeSpan? Quantile(double share) => _seconds.Count > 0 ? TimeSpan.FromSeconds(_seconds[(int)Math.Ceiling(share * _seconds.Count) - 1]) : null;

    private MetricTally Metric(string metric)
    {
        if (!_metrics.TryGetValue(metric, out var tally))
        {
            _metrics.Add(metric, tally = new MetricTally());
        }

        return tally;
    }

    private sealed class MetricTally
    {
        private readonly int[] _bins = new int[Bins];
        private int _scored;
        private int _notApplicable;

        public int Errors { get; set; }

        public void Add(Score score)
        {
            switch (score.Kind)
            {
                case ScoreKind.Scored:
                    _scored++;
                    _bins[Math.Min(Bins - 1, (int)(score.Value * Bins))]++;
                    break;
                case ScoreKind.Error:
                    Errors++;
                    break;
                default:
                    _notApplicable++;
                    break;
            }
        }

        public MetricSummary Summarize(string metric, double? mean) =>
            new() { Metric = metric, Mean = mean, Scored = _scored, Errors = Errors, NotApplicable = _notApplicable, Distribution = ImmutableArray.Create(_bins) };
    }
}
