using System.Collections.Immutable;

namespace Orchestration.Evals.Gates;

/// <summary>What single cases show, without statistics over cases.</summary>
internal static class CaseFindings
{
    /// <summary>Critical cases of which a repeat scored below the bar on a gated metric, the new ones included.</summary>
    public static IEnumerable<CaseFinding> FailedCriticals(SampleSet samples, IReadOnlyDictionary<string, CaseSamples> baseline, IReadOnlyCollection<string> gated, double passAt) =>
        from each in samples.Cases
        where each.Critical
        from metric in gated
        let scores = each.Scores.GetValueOrDefault(metric, [])
        let passed = Passed(scores, passAt)
        where passed < scores.Length
        select new CaseFinding(each.Case, metric, MeanOf(Same(baseline, each), metric), scores.Average(), Sentences.CriticalFailed(passed, scores.Length, each.Reasons.GetValueOrDefault(metric)));

    /// <summary>Critical cases of which no gated metric has a score, since all their runs or scores were errors.</summary>
    public static IEnumerable<CaseFinding> UnjudgedCriticals(SampleSet samples, IReadOnlyCollection<string> gated) =>
        from each in samples.Cases
        where each.Critical && gated.Count > 0 && !gated.Any(each.Scores.ContainsKey)
        select new CaseFinding(each.Case, gated.First(), Baseline: null, Now: 0, "Critical, and no gated metric could judge it.");

    /// <summary>Cases that passed all of the baseline's runs and none now, where chance alone would do that once in twenty times or less (Fisher).</summary>
    public static IEnumerable<CaseFinding> Lost(IEnumerable<Pair> pairs, IEnumerable<string> metrics, double passAt) =>
        from pair in pairs
        from metric in metrics
        let before = pair.Baseline.Scores.GetValueOrDefault(metric, [])
        let now = pair.Now.Scores.GetValueOrDefault(metric, [])
        where Ways(before.Length, now.Length) >= 20 && Passed(before, passAt) == before.Length && Passed(now, passAt) == 0
        select new CaseFinding(pair.Now.Case, metric, before.Average(), now.Average(), Sentences.Lost(before.Length, now.Length, pair.Now.Reasons.GetValueOrDefault(metric)));

    private static int Passed(ImmutableArray<double> scores, double passAt) => scores.Count(score => score >= passAt);

    private static CaseSamples? Same(IReadOnlyDictionary<string, CaseSamples> baseline, CaseSamples now) =>
        baseline.TryGetValue(now.Case, out var same) && same.Hash == now.Hash ? same : null;

    private static double? MeanOf(CaseSamples? samples, string metric) => samples is not null && samples.Scores.TryGetValue(metric, out var scores) ? scores.Average() : null;

    /// <summary>How many ways there are to deal the runs of now among all; a probability of one in as many.</summary>
    private static double Ways(int before, int now)
    {
        var ways = 1.0;
        for (var i = 1; i <= now && before > 0; i++)
        {
            ways = ways * (before + i) / i;
        }

        return ways;
    }
}
