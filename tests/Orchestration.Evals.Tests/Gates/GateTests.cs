using System.Collections.Immutable;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Tests.Gates;

public sealed class GateTests
{
    private static readonly List<CaseResult> Good = Some.Cases(100, 3, static (_, _) => 1);

    // Of a hundred cases eight break.
    private static readonly List<CaseResult> Bad = Some.Cases(100, 3, static (i, _) => i < 8 ? 0 : 1);

    [Fact]
    public void The_same_results_are_no_regression_and_a_drop_would_have_been_seen()
    {
        var verdict = Some.Decide(Some.Accepted(Good), Good);

        Assert.Equal(GateOutcome.Ok, verdict.Outcome);
        Assert.Equal(GateTest.WithinCase, verdict.Test);
        Assert.Equal((100, 0, 0, 0), (verdict.ComparedCases, verdict.NewCases, verdict.MissingCases, verdict.Errors));
        Assert.Equal(["exact", "cost", "latency"], verdict.Metrics.Select(static metric => metric.Metric));
        Assert.Equal([true, false, false], verdict.Metrics.Select(static metric => metric.Gated));
        Assert.InRange(verdict.Metrics[0].SmallestVisible!.Value, 0.01, 0.05);
        Assert.Contains("would have been seen", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_cases_are_a_regression_that_names_them()
    {
        var verdict = Some.Decide(Some.Accepted(Good), Bad);

        Assert.Equal(GateOutcome.Regression, verdict.Outcome);
        var exact = verdict.Metrics[0];
        Assert.True(exact.Regressed);
        Assert.Equal((1, 0.92, 0.08), (exact.Baseline, Math.Round(exact.Now, 9), Math.Round(exact.Drop, 9)));
        Assert.Equal(Math.Pow(20, -8), exact.P, 1e-12);
        Assert.Equal(["c000", "c001", "c002", "c003", "c004", "c005", "c006", "c007"], exact.Worst.Select(static finding => finding.Case));
        Assert.Contains("'c000'", verdict.Summary, StringComparison.Ordinal);
        Assert.Equal("Passed all 3 runs of the baseline and none of 3 now: scored 0", verdict.Findings[0].Message);
        Assert.Equal(8, verdict.Findings.Length);
    }

    [Fact]
    public void What_might_have_dropped_is_measured_again_once()
    {
        var baseline = Some.Accepted(Good);

        Assert.Equal(5, Some.Decide(baseline, Bad).ConfirmWithRepeats);
        Assert.Equal(0, Some.Decide(baseline, Bad, confirmed: true).ConfirmWithRepeats);
        Assert.Equal(0, Some.Decide(baseline, Good).ConfirmWithRepeats);
        Assert.Equal(0, Some.Decide(baseline, Bad, manifest: Some.Manifest(100, repeats: 2)).ConfirmWithRepeats);
        Assert.Equal(0, Some.Decide(baseline, Bad, manifest: Some.Manifest(100) with { AddedRepeats = 1 }).ConfirmWithRepeats);
    }

    [Fact]
    public void A_drop_below_the_margin_is_none_however_sure()
    {
        var verdict = Some.Decide(Some.Accepted(Some.Cases(400, 3, static (_, _) => 1)), Some.Cases(400, 3, static (i, _) => i < 7 ? 0 : 1));

        Assert.Equal(GateOutcome.Ok, verdict.Outcome);
        Assert.True(verdict.Metrics[0].P < 0.001);
        Assert.Equal(7, verdict.Findings.Length);
    }

    [Fact]
    public void Too_few_cases_are_never_green()
    {
        var few = Some.Cases(20, 1, static (i, _) => i % 5 == 0 ? 0 : 1);

        var verdict = Some.Decide(Some.Accepted(few), few);

        Assert.Equal(GateOutcome.Inconclusive, verdict.Outcome);
        Assert.Matches("About [0-9]+ such cases would do, or [0-9]+ repeats of these", verdict.Summary);
    }

    [Fact]
    public void Without_a_baseline_it_is_inconclusive_and_says_how_to_make_one()
    {
        var verdict = Some.Decide(null, Good);

        Assert.Equal(GateOutcome.Inconclusive, verdict.Outcome);
        Assert.Contains("orchestration eval accept", verdict.Summary, StringComparison.Ordinal);
        Assert.Equal((1, null), (verdict.Metrics[0].Now, verdict.Metrics[0].SmallestVisible));
    }

    [Fact]
    public void A_critical_case_must_pass_every_run_with_or_without_a_baseline()
    {
        var flaky = Good.Select(static run => run.Case == "c005" ? run with { Critical = true } : run).ToList();
        flaky[16] = flaky[16] with { Scores = flaky[16].Scores.SetItem("exact", Score.Of(0.4, "lacks 'whale'")) };

        var verdict = Some.Decide(Some.Accepted(Good), flaky);

        Assert.Equal(GateOutcome.Regression, verdict.Outcome);
        Assert.Equal(GateOutcome.Regression, Some.Decide(null, flaky).Outcome);
        Assert.Equal(GateOutcome.Ok, Some.Decide(Some.Accepted(Good), flaky, new() { PassAt = 0.4 }).Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(("c005", "Critical, and passed 2 of 3 runs: lacks 'whale'"), (finding.Case, finding.Message));
        Assert.Equal(0, verdict.ConfirmWithRepeats);
    }

    [Fact]
    public void A_critical_case_that_could_not_be_judged_is_not_green()
    {
        var unjudged = Good.Select(static run => run.Case == "c005" ? run with { Critical = true, Outcome = CaseOutcome.Error, Scores = run.Scores.Clear() } : run).ToList();

        var verdict = Some.Decide(Some.Accepted(Good), unjudged);

        Assert.Equal(GateOutcome.Inconclusive, verdict.Outcome);
        Assert.Contains("'c005'", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_model_is_tested_by_flipping_signs()
    {
        var other = Bad.ConvertAll(static run => run with { Models = run.Models.SetItem("draft", "large") });

        var verdict = Some.Decide(Some.Accepted(Good), other);

        Assert.Equal(GateTest.SignFlip, verdict.Test);
        Assert.Equal(Math.Pow(2, -8), verdict.Metrics[0].P, 1e-12);
    }

    [Fact]
    public void A_fallback_now_and_then_is_not_another_model()
    {
        var now = Good.Select(static (run, i) => i % 10 == 0 ? run with { Models = run.Models.SetItem("draft", "large") } : run).ToList();

        Assert.Equal(GateTest.WithinCase, Some.Decide(Some.Accepted(Good), now).Test);
    }

    [Fact]
    public void Scores_between_are_tested_by_flipping_signs()
    {
        var before = Some.Cases(60, 3, static (i, _) => 0.8 + (i % 5 / 50.0));
        var verdict = Some.Decide(Some.Accepted(before), Some.Cases(60, 3, static (i, _) => 0.75 + (i % 5 / 50.0)));

        Assert.Equal(GateOutcome.Regression, verdict.Outcome);
        Assert.Equal(0.05, verdict.Metrics[0].Drop, 1e-9);
        Assert.Equal(GateOutcome.Ok, Some.Decide(Some.Accepted(before), before).Outcome);
    }

    [Fact]
    public void Errors_are_left_out_and_counted_until_they_are_too_many()
    {
        var two = WithErrors(4);
        var many = WithErrors(8);

        Assert.Equal((GateOutcome.Ok, 4), (Some.Decide(Some.Accepted(Good), two).Outcome, Some.Decide(Some.Accepted(Good), two).Errors));
        Assert.Equal(GateOutcome.TooManyErrors, Some.Decide(Some.Accepted(Good), many).Outcome);
        Assert.Equal(1, Some.Decide(Some.Accepted(Good), many).Metrics[0].Now);

        static List<CaseResult> WithErrors(int count) =>
            [.. Good.Select((run, i) => i >= count ? run : i % 2 == 0 ? run with { Outcome = CaseOutcome.Error, Scores = run.Scores.Clear() } : run with { Scores = run.Scores.SetItem("exact", Score.Error("the judge was out")) })];
    }

    [Fact]
    public void A_proven_regression_comes_before_the_budget_and_the_budget_before_errors()
    {
        var exceeded = Some.Manifest(100) with { BudgetExceeded = true, Ended = null };
        var errors = Good.ConvertAll(static run => run with { Outcome = CaseOutcome.Error });

        Assert.Equal(GateOutcome.Regression, Some.Decide(Some.Accepted(Good), Bad, manifest: exceeded).Outcome);
        Assert.Equal(GateOutcome.BudgetExceeded, Some.Decide(Some.Accepted(Good), errors, manifest: exceeded).Outcome);
        Assert.Equal(GateOutcome.TooManyErrors, Some.Decide(null, errors, manifest: exceeded with { BudgetExceeded = false }).Outcome);
        Assert.Equal(GateOutcome.Inconclusive, Some.Decide(Some.Accepted(Good), Good, manifest: exceeded with { BudgetExceeded = false }).Outcome);
    }

    [Fact]
    public void A_case_that_changed_is_a_new_case()
    {
        var changed = Bad.ConvertAll(static run => string.CompareOrdinal(run.Case, "c008") < 0 ? run with { CaseHash = "another" } : run);

        var verdict = Some.Decide(Some.Accepted(Good), changed);

        Assert.Equal((92, 8, 8), (verdict.ComparedCases, verdict.NewCases, verdict.MissingCases));
        Assert.Equal(0, verdict.Metrics[0].Drop);
    }

    [Fact]
    public void A_scorer_that_changed_is_not_compared_and_not_green()
    {
        var manifest = Some.Manifest(100);

        var verdict = Some.Decide(Some.Accepted(Good), Bad, manifest: manifest with { Metrics = manifest.Metrics.SetItem("exact", "2") });

        Assert.Equal(GateOutcome.Inconclusive, verdict.Outcome);
        Assert.Contains("accept a new baseline", verdict.Summary, StringComparison.Ordinal);
        Assert.Equal((1, null), (verdict.Metrics[0].P, verdict.Metrics[0].SmallestVisible));
    }

    [Fact]
    public void A_metric_that_may_not_gate_is_shown_with_its_reason()
    {
        var manifest = Some.Manifest(100) with { NotGating = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("exact", "The judge is not calibrated.") };

        var verdict = Some.Decide(Some.Accepted(Good), Bad, manifest: manifest);

        Assert.Equal(GateOutcome.Inconclusive, verdict.Outcome);
        Assert.Equal((false, false, "The judge is not calibrated."), (verdict.Metrics[0].Gated, verdict.Metrics[0].Regressed, verdict.Metrics[0].Note));
        Assert.True(verdict.Metrics[0].P < 0.001);
    }

    [Fact]
    public void Several_metrics_share_the_level()
    {
        // Two cases of a hundred break: p = 1/400 for one metric; with forty others that stand still it is not enough.
        var manifest = Some.Manifest(100, 3, [.. Enumerable.Range(0, 40).Select(static i => $"m{i:00}"), "exact"]);
        var all = Good.ConvertAll(run => run with { Scores = manifest.Metrics.Keys.ToImmutableSortedDictionary(static metric => metric, static _ => Score.Of(1, "all is well"), StringComparer.Ordinal) });
        var bad = all.ConvertAll(static run => run.Case is "c000" or "c001" ? run with { Scores = run.Scores.SetItem("exact", Score.Of(0, "broken")) } : run);

        var alone = Some.Decide(Some.Accepted(all, manifest), bad, new() { Metrics = ["exact"] }, manifest);
        var among = Some.Decide(Some.Accepted(all, manifest), bad, manifest: manifest);

        Assert.Equal(1 / 400.0, alone.Metrics[0].AdjustedP, 1e-12);
        Assert.Equal("exact", alone.Metrics[0].Metric);
        Assert.Equal(GateOutcome.Regression, alone.Outcome);
        Assert.Equal(41 / 400.0, among.Metrics.Single(static metric => metric.Metric == "exact").AdjustedP, 1e-12);
        Assert.NotEqual(GateOutcome.Regression, among.Outcome);
    }

    [Fact]
    public void Cost_and_latency_gate_by_their_growth_where_they_are_told_to()
    {
        var dear = Good.Select(static (run, i) => run with { Run = run.Run with { CostUsd = 0.0012m, Duration = TimeSpan.FromSeconds(2 + (i % 4 / 10.0)) } }).ToList();
        var baseline = Some.Accepted(Good);

        var shown = Some.Decide(baseline, dear);
        var gated = Some.Decide(baseline, dear, new() { MaxCostGrowth = 0.10, MaxLatencyGrowth = 0.20 });

        Assert.Equal(GateOutcome.Ok, shown.Outcome);
        Assert.Equal(0.2, shown.Metrics.Single(static metric => metric.Metric == "cost").Drop, 1e-9);
        Assert.Equal(GateOutcome.Regression, gated.Outcome);
        Assert.Contains("'cost' grew by 20 %", gated.Summary, StringComparison.Ordinal);
        Assert.Equal([false, true, false], gated.Metrics.Select(static metric => metric.Regressed));
        Assert.Equal(0.1, gated.Metrics[1].Margin, 1e-9);
    }

    [Fact]
    public void Weights_count_in_the_means()
    {
        var weighted = Bad.ConvertAll(static run => run with { Weight = string.CompareOrdinal(run.Case, "c008") < 0 ? 3 : 1 });

        var exact = Some.Decide(Some.Accepted(Good), weighted).Metrics[0];

        Assert.Equal(24 / 116.0, exact.Drop, 1e-9);
    }

    [Fact]
    public void Rules_that_make_no_sense_are_refused()
    {
        Assert.Contains("MustSee", Assert.Throws<ArgumentException>(static () => Some.Decide(null, Good, new() { Margin = 0.1 })).Message, StringComparison.Ordinal);
        Assert.Contains("'exakt'", Assert.Throws<ArgumentException>(static () => Some.Decide(null, Good, new() { Metrics = ["exakt"] })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => Some.Decide(null, Good, new() { Alpha = double.NaN }));
        Assert.Contains("'article'", Assert.Throws<InvalidOperationException>(static () => Some.Decide(Some.Accepted(Good), Good, manifest: Some.Manifest(100) with { Eval = "letter" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_results_changes_nothing()
    {
        var noisy = Some.Cases(60, 3, static (i, repeat) => (i * 7 + repeat * 5) % 11 / 10.0);
        var backwards = Enumerable.Reverse(noisy).ToList();

        var (one, other) = (Some.Decide(Some.Accepted(Some.Cases(60, 3, static (i, repeat) => (i * 5 + repeat * 3) % 11 / 10.0)), noisy), Some.Decide(Some.Accepted(Some.Cases(60, 3, static (i, repeat) => (i * 5 + repeat * 3) % 11 / 10.0)), backwards));

        Assert.Equal(one.Summary, other.Summary);
        Assert.Equal(one.Metrics[0].P, other.Metrics[0].P);
    }
}
