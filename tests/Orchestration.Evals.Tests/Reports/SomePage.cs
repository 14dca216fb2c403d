using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using static Orchestration.Evals.Tests.Reports.SomeResults;

namespace Orchestration.Evals.Tests.Reports;

/// <summary>A report with something of everything: four variants, two metrics, a regression and a history.</summary>
internal static class SomePage
{
    private static readonly EvalVariant[] Variants = [Article, new("article", 2, "mini"), new("article", 2, "large"), new("article", 1, "large")];
    private static readonly (double Quality, decimal Cost, double Seconds)[] Figures = [(0.78, 0.0021m, 1.4), (0.70, 0.0006m, 0.7), (0.93, 0.0115m, 3.9), (0.90, 0.0128m, 4.4)];
    private static readonly string[] Topics = ["black-tea", "green-tea", "oolong", "espresso", "filter-coffee", "cocoa", "milk", "maté", "rooibos", "chicory"];

    public static ReportSource Source(int cases = 60)
    {
        var results = Variants.SelectMany((variant, v) => Enumerable.Range(0, cases).SelectMany(i => Enumerable.Range(1, 3).Select(repeat => Run(variant, v, i, repeat))));
        var worst = new[] { 3, 13, 23 }.Select(static i => new CaseFinding(Id(i), "exact", 1, 0, "It passed all repeats of the baseline and none of these."));
        var verdict = Verdict(GateOutcome.Regression, Metric("exact", regressed: true, drop: 0.12, worst: [.. worst]), Metric("rouge", drop: 0.004) with { SmallestVisible = 0.021 }) with
        {
            Summary = "'exact' fell by 12.0 points, more than the margin of 2.0. Look at the cases below; if the drop is meant, accept it with 'orchestration eval accept'.",
            ComparedCases = cases - 2,
            NewCases = 2,
        };
        var history = Enumerable.Range(1, 5).Select(static month => Accepted(month, 0.80 + (0.025 * month) - (month == 3 ? 0.03 : 0)));
        return SomeResults.Source(results, new() { Verdict = verdict, History = [.. history] }, Manifest(Variants) with { Repeats = 3, Cases = cases }, [.. Enumerable.Range(0, cases).Select(static i => Golden(Id(i), Reference(i)))]);
    }

    private static string Id(int i) => $"{Topics[i % Topics.Length]}-{i / Topics.Length + 1}";

    private static string Reference(int i) => $"{Topics[i % Topics.Length]} is a drink.\n\nIt is made with hot water, and served in a cup of {(i % 3) + 2} dl.\nMost people drink it in the morning.";

    private static CaseResult Run(EvalVariant variant, int v, int i, int repeat)
    {
        var (quality, cost, seconds) = Figures[v];
        // Spread without chance: the same page each time.
        var luck = (i * 37 + repeat * 11 + v * 5) % 100 / 100.0;
        var right = luck < quality && !(v == 0 && i % 10 == 3);
        var result = Result(Id(i), right ? 1 : 0, repeat, right ? Reference(i) : Reference(i).Replace("hot water", "cold milk", StringComparison.Ordinal) + "\nSome add sugar.", variant);
        if (v == 1 && i == 17 && repeat == 2)
        {
            return Error(Id(i), repeat) with { Variant = variant.ToString() };
        }

        return result with
        {
            Scores = Scores(("exact", Score.Pass(right, right ? "The output is equal to the reference." : "Line 3 differs: 'cold milk' for 'hot water'.")), ("rouge", Score.Of(right ? 1 : Math.Round(0.45 + (luck * 0.4), 3), "ROUGE-L over words."))),
            Tags = i % 4 == 0 ? ["short", "en"] : ["en"],
            Critical = i % 20 == 3,
            Run = result.Run with { CostUsd = cost * (decimal)(0.8 + (luck * 0.4)), Duration = TimeSpan.FromSeconds(seconds * (0.6 + luck)) },
        };
    }
}
