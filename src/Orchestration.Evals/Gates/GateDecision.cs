using System.Collections.Immutable;
using Orchestration.Evals.Gates.Statistics;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>One decision, on plain numbers.</summary>
internal sealed class GateDecision
{
    private readonly Baseline? _baseline;
    private readonly EvalManifest _manifest;
    private readonly SampleSet _samples;
    private readonly GateRules _rules;
    private readonly bool _confirmed;
    private readonly ImmutableArray<string> _gated;
    private readonly Dictionary<string, CaseSamples> _before;
    private readonly ImmutableArray<Pair> _pairs;
    private readonly GateTest _test;

    public GateDecision(Baseline? baseline, EvalManifest manifest, SampleSet samples, GateRules rules, bool confirmed)
    {
        GateRulesCheck.Check(rules, manifest);
        if (baseline is not null && baseline.Eval != manifest.Eval)
        {
            throw new InvalidOperationException($"The baseline is of the eval '{baseline.Eval}', and the results are of '{manifest.Eval}'. Compare them with the baseline of their own eval.");
        }

        (_baseline, _manifest, _samples, _rules) = (baseline, manifest, samples, rules);
        _confirmed = confirmed || manifest.AddedRepeats > 0 || samples.LastRepeat > manifest.Repeats;
        _gated = [.. (rules.Metrics.IsEmpty ? manifest.Metrics.Keys : rules.Metrics.Distinct(StringComparer.Ordinal)).Where(metric => !manifest.NotGating.ContainsKey(metric))];
        _before = baseline?.Cases.ToDictionary(static each => each.Case, StringComparer.Ordinal) ?? [];
        _pairs = [.. samples.Cases.Where(now => _before.TryGetValue(now.Case, out var same) && same.Hash == now.Hash).Select(now => new Pair(_before[now.Case], now))];
        _test = baseline is not null && AreOther(baseline.Models, samples.Models) ? GateTest.SignFlip : GateTest.WithinCase;
    }

    public GateVerdict Decide()
    {
        var measures = Measures();
        var tests = measures.Count(static measure => measure is { Gated: true, Comparison: not null });
        var adjusted = Holm.Adjust([.. measures.Where(static measure => measure is { Gated: true, Comparison: not null }).Select(static measure => measure.Comparison!.P)]);
        var next = 0;
        foreach (var measure in measures)
        {
            var isTested = measure is { Gated: true, Comparison: not null };
            measure.AdjustedP = isTested ? adjusted[next++] : measure.Comparison?.P ?? 1;
            measure.Alpha = isTested ? _rules.Alpha / tests : _rules.Alpha;
        }

        var criticals = CaseFindings.FailedCriticals(_samples, _before, _gated, _rules.PassAt).ToList();
        var unjudged = CaseFindings.UnjudgedCriticals(_samples, _gated).ToList();
        var regressed = measures.Where(measure => measure.Regresses(_rules.Alpha)).ToList();
        var sentences = new Sentences(_baseline, _manifest, _samples, _rules, _pairs.Length);
        var (outcome, summary) =
            criticals.Count > 0 || regressed.Count > 0 ? (GateOutcome.Regression, Sentences.Regression(criticals, regressed))
            : _manifest.BudgetExceeded ? (GateOutcome.BudgetExceeded, sentences.BudgetExceeded())
            : ErrorShare() > _rules.MaxErrors ? (GateOutcome.TooManyErrors, sentences.TooManyErrors(ErrorShare()))
            : sentences.Inconclusive(measures, unjudged) is { } doubt ? (GateOutcome.Inconclusive, doubt)
            : (GateOutcome.Ok, Sentences.Ok(measures));
        var again = ConfirmWithRepeats(outcome, criticals.Count > 0, measures);
        return new()
        {
            Outcome = outcome,
            Summary = again > 0 ? Sentences.Again(summary, again) : summary,
            Test = _test,
            Metrics = [.. measures.OrderByDescending(static measure => measure.Gated).Select(measure => measure.ToVerdict(_rules.Alpha))],
            Findings = [.. criticals, .. unjudged, .. CaseFindings.Lost(_pairs, _manifest.Metrics.Keys, _rules.PassAt)],
            ComparedCases = _pairs.Length,
            NewCases = _samples.Cases.Length - _pairs.Length,
            MissingCases = _before.Count - _pairs.Length,
            Errors = _samples.Errors,
            ConfirmWithRepeats = again,
        };
    }

    private List<Measure> Measures()
    {
        var measures = new List<Measure>();
        foreach (var (metric, version) in _manifest.Metrics)
        {
            var isSame = _baseline is not null && _baseline.Metrics.GetValueOrDefault(metric) == version;
            var comparison = isSame ? MetricComparison.OfScores(metric, _pairs, _test) : null;
            measures.Add(new(metric, _gated.Contains(metric, StringComparer.Ordinal), comparison, IsRatio: false, _rules.Margin, _rules.MustSee)
            {
                Now = MeanNow(metric),
                Note = NoteOf(metric, isSame, comparison),
            });
        }

        measures.Add(OfRuns("cost", static each => each.CostUsd, _rules.MaxCostGrowth));
        measures.Add(OfRuns("latency", static each => each.Seconds, _rules.MaxLatencyGrowth));
        return measures;
    }

    private Measure OfRuns(string metric, Func<CaseSamples, double?> figure, double? maxGrowth)
    {
        var known = _samples.Cases.Where(each => figure(each) is > 0).ToList();
        var margin = Math.Log(1 + (maxGrowth ?? 0));
        return new(metric, maxGrowth is not null, MetricComparison.OfRatios(metric, _pairs, figure), IsRatio: true, margin, Math.Log(1 + (2 * (maxGrowth ?? 0))))
        {
            Now = known.Count == 0 ? 0 : Math.Exp(known.Sum(each => Math.Log(figure(each)!.Value) * each.Weight) / known.Sum(static each => each.Weight)),
            Note = maxGrowth is not null && _baseline is not null && !_pairs.Any(pair => figure(pair.Baseline) is > 0 && figure(pair.Now) is > 0)
                ? $"No case has a {metric} both in the baseline and now."
                : null,
        };
    }

    private double MeanNow(string metric)
    {
        var scored = _samples.Cases.Where(each => each.Scores.ContainsKey(metric)).ToList();
        return scored.Count == 0 ? 0 : scored.Sum(each => each.Scores[metric].Average() * each.Weight) / scored.Sum(static each => each.Weight);
    }

    private string? NoteOf(string metric, bool isSame, MetricComparison? comparison) =>
        _manifest.NotGating.TryGetValue(metric, out var reason) ? reason
        : _baseline is null ? null
        : !_baseline.Metrics.ContainsKey(metric) ? "The baseline does not have it; accept a new baseline."
        : !isSame ? "The scorer, its judge or its rubric has changed since the baseline; accept a new baseline."
        : comparison is null ? "No case has a score of it both in the baseline and now."
        : null;

    private int ConfirmWithRepeats(GateOutcome outcome, bool criticalFailed, List<Measure> measures) =>
        !_confirmed && !criticalFailed && outcome is not (GateOutcome.BudgetExceeded or GateOutcome.TooManyErrors) && measures.Exists(measure => measure.Regresses(_rules.ConfirmAlpha))
            ? _manifest.Repeats + 2
            : 0;

    /// <summary>The share of runs that could not be judged, by the gated metric that has most of them.</summary>
    private double ErrorShare() => _samples.Runs == 0
        ? 0
        : (_samples.RunErrors + _gated.Select(metric => _samples.ScoreErrors.GetValueOrDefault(metric)).DefaultIfEmpty().Max()) / (double)_samples.Runs;

    /// <summary>Whether other models answered: of the steps that both have, or, where they have none in common, at all.</summary>
    private static bool AreOther(ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> now)
    {
        var common = before.Keys.Where(now.ContainsKey).ToList();
        return common.Count > 0
            ? common.Exists(step => before[step] != now[step])
            : before.Count > 0 && now.Count > 0 && !before.Values.ToHashSet(StringComparer.Ordinal).SetEquals(now.Values);
    }
}
