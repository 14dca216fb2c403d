using System.Collections.Immutable;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Routing;

namespace Orchestration.Evals.Tests.Running;

public sealed class QualityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_model_gets_the_weighted_mean_of_the_runs_in_which_it_answered_the_step()
    {
        var folder = await SomeResults.WriteAsync(
            SomeResults.Manifest,
            Scored("a", "large", 1, weight: 3),
            Scored("b", "large", 0.5, weight: 1),
            Scored("a", "small", 0.25, weight: 1),
            Scored("b", "small", 0, weight: 1) with { Outcome = CaseOutcome.Failed },
            Scored("c", "small", 1, weight: 9) with { Outcome = CaseOutcome.Error });
        var scores = new QualityScores();

        var set = await (await EvalResults.OpenAsync(folder, Token)).WriteQualityAsync(scores, "exact", minCases: 2, Token);

        Assert.Equal((0.875, 0.125), (scores.Find("article", "sections[2]/draft", "large"), scores.Find("article", "sections/draft", "small")));
        Assert.Equal([("large", 2), ("small", 2)], set.Select(static quality => (quality.Model, quality.Cases)));
    }

    [Fact]
    public async Task Few_cases_say_nothing_and_an_older_version_neither()
    {
        var manifest = SomeResults.Manifest with { Variants = [new VariantManifest(new EvalVariant("article", 2), "f2"), new VariantManifest(new EvalVariant("article", 1), "f1")] };
        var folder = await SomeResults.WriteAsync(manifest, Scored("a", "large", 1, 1), Scored("b", "small", 1, 1) with { Variant = "article@1" });
        var results = await EvalResults.OpenAsync(folder, Token);
        var scores = new QualityScores();

        Assert.Empty(await results.WriteQualityAsync(scores, cancellationToken: Token));
        Assert.Equal(["large"], (await results.WriteQualityAsync(scores, minCases: 1, cancellationToken: Token)).Select(static quality => quality.Model));
        await Assert.ThrowsAsync<ArgumentException>(() => results.WriteQualityAsync(scores, "exat", cancellationToken: Token));
    }

    private static CaseResult Scored(string id, string model, double score, double weight) => SomeResults.Result(id) with
    {
        Scores = ImmutableSortedDictionary<string, Score>.Empty.Add("exact", Score.Of(score, "so")),
        Models = ImmutableSortedDictionary<string, string>.Empty.Add("sections/draft", model),
        Weight = weight,
    };
}
