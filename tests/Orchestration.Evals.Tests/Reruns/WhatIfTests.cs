using Microsoft.Extensions.DependencyInjection;
using Orchestration.Evals.Reruns;
using Orchestration.Evals.Scorers;
using Orchestration.Evals.Tests.Running;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Evals.Tests.Reruns;

public sealed class WhatIfTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sample_tells_what_the_whole_window_would_have_cost()
    {
        using var app = new RerunApp();
        await FillAsync(app, 20);

        var report = await app.Orchestrator.WhatIfAsync(app.Log, OnBig(sample: 8), Token);

        Assert.Equal((20, 8, 0, 8), (report.Population, report.Compared, report.Errors, report.PricedPairs));
        Assert.Equal((0.80m, 0.64m), (report.BeforeUsd, report.SpentUsd));
        Assert.Equal(1.6, report.AfterUsd!.Value.Value, 6);
        Assert.InRange(report.AfterUsd.Value.High - report.AfterUsd.Value.Low, 0, 1e-9);
        Assert.NotNull(report.LatencyAfter);
        Assert.False(report.BudgetExceeded);
    }

    [Fact]
    public async Task The_sample_is_the_same_each_time_and_a_larger_one_holds_it()
    {
        using var app = new RerunApp();
        await FillAsync(app, 12);

        var first = await app.Orchestrator.WhatIfAsync(app.Log, OnBig(sample: 3), Token);
        var again = await app.Orchestrator.WhatIfAsync(app.Log, OnBig(sample: 5), Token);
        var other = await app.Orchestrator.WhatIfAsync(app.Log, OnBig(sample: 5) with { Seed = "2" }, Token);

        Assert.Equal(first.Runs.Select(static run => run.Before.Run), again.Runs.Take(3).Select(static run => run.Before.Run));
        Assert.NotEqual(again.Runs.Select(static run => run.Before.Run), other.Runs.Select(static run => run.Before.Run));
        Assert.Equal(12, other.Population);
    }

    [Fact]
    public async Task Failures_are_counted_on_both_sides()
    {
        using var app = new RerunApp(big: static text => text.Contains('3', StringComparison.Ordinal) ? throw new ModelCallException(FailureReason.Refused, "no") : $"RE: {text}");
        await FillAsync(app, 6);

        var report = await app.Orchestrator.WhatIfAsync(app.Log, OnBig(sample: 6), Token);

        Assert.Equal(0, report.FailuresBefore!.Value.Value);
        Assert.Equal(1.0 / 6, report.FailuresAfter!.Value.Value, 9);
        Assert.InRange(report.FailuresAfter.Value.High, 0.2, 0.9);
    }

    [Fact]
    public async Task What_a_provider_is_to_blame_for_is_part_of_no_figure()
    {
        using var app = new RerunApp(big: static text => text.Contains('3', StringComparison.Ordinal) ? throw new ModelCallException(FailureReason.ServerError, "down") : $"RE: {text}");
        await FillAsync(app, 6);

        var report = await app.Orchestrator.WhatIfAsync(app.Log, OnBig(sample: 6), Token);

        Assert.Equal((5, 1, 0.0), (report.Compared, report.Errors, report.FailuresAfter!.Value.Value));
    }

    [Fact]
    public async Task Outputs_of_both_sides_are_scored()
    {
        using var app = new RerunApp();
        await FillAsync(app, 6);
        var capitals = new TestScorer("capitals", static output => Score.Pass(output.Text.StartsWith("RE", StringComparison.Ordinal), "by its beginning"));

        var report = await app.Orchestrator.WhatIfAsync(app.Log, OnBig(sample: 4) with { Scorers = [capitals] }, Token);

        var change = report.Scores["capitals"];
        Assert.Equal((4, 0.0, 1.0, 0), (change.Pairs, change.Before, change.After, change.Errors));
        Assert.Equal(1, change.Change!.Value.Value);
    }

    [Fact]
    public async Task Both_sides_are_held_to_what_their_effects_gave()
    {
        var cited = Graph.Define("cited", 1, static (GraphBuilder g, Step<string> input) =>
            g.Ask("answer", g.Effect("retrieve", input, static (text, _, _) => ValueTask.FromResult($"re: {text}")), static found => Prompt.Text(found), new() { Route = "small" }));
        using var app = new RerunApp(small: static found => found, big: static _ => "Nothing of the kind.", more: builder => builder.AddGraph(cited));
        await app.Orchestrator.RunAsync(cited, "tea came to Europe", new() { Tenant = "acme" }, Token);

        var report = await app.Orchestrator.WhatIfAsync(app.Log, OnBig(sample: 1) with { Scorers = [Scorer.Groundedness("effect:retrieve")] }, Token);

        Assert.Equal((1.0, 0.0), (report.Scores["groundedness"].Before, report.Scores["groundedness"].After));
    }

    [Fact]
    public async Task The_reruns_together_stay_within_the_budget()
    {
        using var app = new RerunApp();
        await FillAsync(app, 10);

        var report = await app.Orchestrator.WhatIfAsync(app.Log, OnBig(sample: 10) with { Budget = Budget.Usd(0.5m), MaxConcurrency = 1 }, Token);

        Assert.True(report.BudgetExceeded);
        Assert.True(report.SpentUsd <= 0.5m);
        Assert.InRange(report.Compared, 1, 9);
    }

    [Fact]
    public async Task Only_the_traffic_asked_for_counts()
    {
        using var app = new RerunApp();
        await FillAsync(app, 4);
        await app.RunAsync("theirs", tenant: "other");
        await app.Orchestrator.RerunAsync(app.Log, await app.RunAsync("again"), new() { Model = "big" }, Token);

        var acme = await WhatIf.EstimateAsync(app.Log, new() { Tenant = "acme" }, RerunApp.Priced(1_000).Price!, Token);
        var all = await WhatIf.EstimateAsync(app.Log, new(), RerunApp.Priced(1_000).Price!, Token);
        var none = await WhatIf.EstimateAsync(app.Log, new() { Graph = "three" }, RerunApp.Priced(1_000).Price!, Token);

        Assert.Equal((5, 6, 0), (acme.Runs, all.Runs, none.Runs));
        Assert.Equal((0.2m, 0.2m), (acme.BeforeUsd, acme.AfterUsd));
    }

    [Fact]
    public async Task Another_price_on_the_same_tokens_is_estimated_without_a_call()
    {
        using var app = new RerunApp();
        await FillAsync(app, 5);

        var estimate = await WhatIf.EstimateAsync(app.Log, new(), Price.PerMillionTokens(inputUsd: 3_000, outputUsd: 500), Token);

        Assert.Equal(new PriceEstimate(5, 10, 0, 0.2m, 0.35m), estimate);
    }

    [Fact]
    public void An_interval_of_a_mean_covers_it_as_often_as_it_says()
    {
        var random = new Random(7);
        var population = Enumerable.Range(0, 400).Select(_ => -Math.Log(1 - random.NextDouble())).ToArray();
        var (mean, hits) = (population.Average(), 0);
        for (var i = 0; i < 2_000; i++)
        {
            random.Shuffle(population);
            var interval = Interval.OfMean(population[..60], population.Length, 0.95)!.Value;
            hits += interval.Low <= mean && mean <= interval.High ? 1 : 0;
        }

        Assert.InRange(hits / 2_000.0, 0.92, 0.97);
    }

    [Theory]
    [InlineData(5, 2.571)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    public void The_quantile_of_t_is_that_of_the_tables(int degrees, double expected)
    {
        var values = Enumerable.Range(0, degrees + 1).Select(static i => i % 2 == 0 ? 1.0 : -1.0).ToArray();
        var mean = values.Average();
        var error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / degrees / values.Length);

        var interval = Interval.OfMean(values, long.MaxValue, 0.95)!.Value;

        Assert.Equal(expected, (interval.High - interval.Value) / error, 0.01);
    }

    [Fact]
    public async Task Who_watches_is_told_of_each_rerun_and_keeps_what_was_done_when_it_is_stopped()
    {
        using var app = new RerunApp();
        await FillAsync(app, 8);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var told = 0;

        var report = await app.Orchestrator.WhatIfAsync(
            app.Log, OnBig(sample: 8) with { MaxConcurrency = 1, Scorers = [new TestScorer("good", static _ => Score.Pass(true, "all are"))] }, _ => StopAtThree(), stop.Token);

        Assert.Equal((3, 3, 0), (told, report.Compared, report.Errors));
        Assert.Equal(0.24m, report.SpentUsd);
        Assert.Empty(report.Scores);

        void StopAtThree()
        {
            if (++told == 3)
            {
                stop.Cancel();
            }
        }
    }

    private static WhatIfOptions OnBig(int sample) => new() { Model = "big", Sample = sample, Budget = Budget.Usd(100) };

    private static async Task FillAsync(RerunApp app, int runs)
    {
        for (var i = 0; i < runs; i++)
        {
            await app.RunAsync($"tea {i}");
        }
    }
}
