using Orchestration.Evals.Gates;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Tests.Gates;

public sealed class SampleSetTests
{
    [Fact]
    public async Task Only_the_asked_variant_is_read()
    {
        List<CaseResult> results = [.. Some.Case("whale", 1, 1), .. Some.Case("tea", 0).Select(static run => run with { Variant = "article@1" })];

        var samples = await SampleSet.ReadAsync(results.ToAsyncEnumerable(), "article@2", TestContext.Current.CancellationToken);

        Assert.Equal("whale", Assert.Single(samples.Cases).Case);
        Assert.Equal(2, samples.Runs);
    }

    [Fact]
    public void A_repeat_that_is_there_twice_counts_as_it_was_last()
    {
        var error = Some.Run("whale", 1) with { Outcome = CaseOutcome.Error };

        var samples = Some.Samples([error, .. Some.Case("whale", 1, 0)]);

        Assert.Equal((2, 0, 2), (samples.Runs, samples.Errors, samples.LeastRepeats));
        Assert.Equal([1, 0], samples.Cases[0].Scores["exact"]);
    }

    [Fact]
    public void Errors_and_what_does_not_apply_are_no_scores()
    {
        var runs = Some.Case("whale", 1, 0.5, 1).ToArray();
        runs[0] = runs[0] with { Scores = runs[0].Scores.SetItem("exact", Score.NotApplicable("nothing is expected")) };
        runs[2] = runs[2] with { Scores = runs[2].Scores.SetItem("exact", Score.Error("the judge was out")) };

        var samples = Some.Samples(runs);

        Assert.Equal([0.5], samples.Cases[0].Scores["exact"]);
        Assert.Equal("scored 0.5", samples.Cases[0].Reasons["exact"]);
        Assert.Equal((0, 1), (samples.RunErrors, samples.ScoreErrors["exact"]));
    }

    [Fact]
    public void Costs_are_geometric_means_of_runs_whose_cost_is_known()
    {
        var runs = Some.Case("whale", 1, 1, 1, 1).ToArray();
        runs[0] = runs[0] with { Run = runs[0].Run with { CostUsd = 0.004m } };
        runs[1] = runs[1] with { Run = runs[1].Run with { CostUsd = 1, UnpricedAttempts = 1 } };
        runs[2] = runs[2] with { Run = runs[2].Run with { CostUsd = 0 } };

        Assert.Equal(0.002, Some.Samples(runs).Cases[0].CostUsd!.Value, 1e-12);
        Assert.Null(Some.Samples([runs[2]]).Cases[0].CostUsd);
    }
}
