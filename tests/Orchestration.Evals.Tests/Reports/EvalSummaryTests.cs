using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using static Orchestration.Evals.Tests.Reports.SomeResults;

namespace Orchestration.Evals.Tests.Reports;

public class EvalSummaryTests
{
    private static async Task<EvalSummary> SummarizeAsync(EvalManifest manifest, params CaseResult[] results) =>
        (await EvalReport.CreateAsync(Source(results, manifest: manifest), TestContext.Current.CancellationToken)).Summary;

    [Fact]
    public async Task A_mean_is_that_of_the_cases_by_weight_and_of_a_case_that_of_its_repeats()
    {
        var summary = await SummarizeAsync(Manifest(), Result("a", 1, 1), Result("a", 0, 2), Result("b", 1) with { Weight = 3 });

        // (1 * 0.5 + 3 * 1) / 4
        Assert.Equal(0.875, summary.Variants[0].Metrics[0].Mean);
        Assert.Equal(3, summary.Variants[0].Metrics[0].Scored);
    }

    [Fact]
    public async Task A_run_that_could_not_be_judged_is_counted_and_is_in_no_mean()
    {
        var summary = (await SummarizeAsync(Manifest(), Result("a", 1), Error("a", 2), Failure("b"))).Variants[0];

        Assert.Equal((3, 1, 1), (summary.Runs, summary.Errors, summary.Failed));
        Assert.Equal((0.5, 1), (summary.Metrics[0].Mean, summary.Metrics[0].Errors));
        Assert.Equal(0.002m, summary.MeanCostUsd);
        Assert.Equal(0.006m, summary.CostUsd);
    }

    [Fact]
    public async Task A_score_that_does_not_apply_or_could_not_be_had_is_no_zero()
    {
        var summary = await SummarizeAsync(Manifest(), Result("a", 1) with
        {
            Scores = Scores(("exact", Score.NotApplicable("No reference.")), ("judge", Score.Error("The judge was away.") with { CostUsd = 0.01m })),
        });

        Assert.Equal(["exact", "rouge", "judge"], summary.Variants[0].Metrics.Select(static metric => metric.Metric));
        Assert.All(summary.Variants[0].Metrics, static metric => Assert.Null(metric.Mean));
        Assert.Equal((1, 1), (summary.Variants[0].Metrics[0].NotApplicable, summary.Variants[0].Metrics[2].Errors));
        Assert.Equal(0.01m, summary.Variants[0].JudgeCostUsd);
    }

    [Fact]
    public async Task Scores_fall_into_twenty_bins_with_1_in_the_last()
    {
        var summary = await SummarizeAsync(Manifest(), Result("a", 0), Result("b", 0.049), Result("c", 0.05), Result("d", 1), Result("e", 0.95));

        var bins = summary.Variants[0].Metrics[0].Distribution;
        Assert.Equal(20, bins.Length);
        Assert.Equal((2, 1, 2), (bins[0], bins[1], bins[19]));
    }

    [Fact]
    public async Task Quantiles_are_times_that_runs_really_took()
    {
        var results = Enumerable.Range(1, 100).Select(static i => Result("case-" + i, 1) is var one ? one with { Run = one.Run with { Duration = TimeSpan.FromSeconds(i) } } : null!).ToArray();

        var summary = await SummarizeAsync(Manifest(), results);

        Assert.Equal((TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(95)), (summary.Variants[0].P50, summary.Variants[0].P95));
    }

    [Fact]
    public async Task A_variant_without_results_has_no_figures()
    {
        var summary = await SummarizeAsync(Manifest(Article, new("article", 2, "small")), Result("a", 1));

        Assert.Equal((0, null, null), (summary.Variants[1].Runs, summary.Variants[1].P50, summary.Variants[1].MeanCostUsd));
    }

    [Fact]
    public async Task Results_of_a_variant_that_the_manifest_does_not_name_are_refused()
    {
        var fault = await Assert.ThrowsAsync<FormatException>(() => SummarizeAsync(Manifest(), Result("a", 1, variant: new("other", 1))));

        Assert.Contains("other@1", fault.Message, StringComparison.Ordinal);
    }
}
