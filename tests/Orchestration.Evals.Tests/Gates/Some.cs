using System.Collections.Immutable;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Tests.Gates;

/// <summary>Results and baselines made of a few numbers.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static EvalManifest Manifest(int cases, int repeats = 3, params string[] metrics) => new()
    {
        Eval = "article",
        GoldenSet = "article",
        GoldenSetHash = "set",
        Variants = [new(new("article", 2), "f1")],
        Metrics = (metrics.Length == 0 ? ["exact"] : metrics).ToImmutableSortedDictionary(static metric => metric, static _ => "1", StringComparer.Ordinal),
        Repeats = repeats,
        Cases = cases,
        Started = Noon.AddMinutes(-5),
        Ended = Noon,
    };

    /// <summary>The runs of one case, one for each score of one metric.</summary>
    public static IEnumerable<CaseResult> Case(string id, params double[] scores) => Case(id, "exact", scores);

    public static IEnumerable<CaseResult> Case(string id, string metric, double[] scores) => scores.Select((score, i) => Run(id, i + 1) with
    {
        Scores = ImmutableSortedDictionary.Create<string, Score>(StringComparer.Ordinal).Add(metric, Score.Of(score, $"scored {score}")),
    });

    public static CaseResult Run(string id, int repeat) => new()
    {
        Case = id,
        CaseHash = $"hash of {id}",
        Variant = "article@2",
        Repeat = repeat,
        Outcome = CaseOutcome.Scored,
        Run = new() { Run = default, CostUsd = 0.001m, Duration = TimeSpan.FromSeconds(2) },
        Models = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("draft", "small"),
    };

    /// <summary>Many cases of which each passes all of its runs, but some.</summary>
    public static List<CaseResult> Cases(int count, int repeats, Func<int, int, double> score) =>
        [.. Enumerable.Range(0, count).SelectMany(i => Case($"c{i:000}", [.. Enumerable.Range(0, repeats).Select(repeat => score(i, repeat))]))];

    public static SampleSet Samples(IEnumerable<CaseResult> results)
    {
        var builder = new SampleSetBuilder();
        foreach (var result in results)
        {
            builder.Add(result);
        }

        return builder.Build();
    }

    public static Baseline Accepted(List<CaseResult> results, EvalManifest? manifest = null) => Acceptance.Accept(null, manifest ?? ManifestOf(results), Samples(results), note: null);

    public static GateVerdict Decide(Baseline? baseline, List<CaseResult> results, GateRules? rules = null, EvalManifest? manifest = null, bool confirmed = false) =>
        new GateDecision(baseline, manifest ?? ManifestOf(results), Samples(results), rules ?? new(), confirmed).Decide();

    public static EvalManifest ManifestOf(List<CaseResult> results) => Manifest(
        results.DistinctBy(static result => result.Case).Count(),
        results.Max(static result => result.Repeat),
        [.. results.SelectMany(static result => result.Scores.Keys).Distinct()]);
}
