using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Runs;

namespace Orchestration.Evals.Tests.Running;

/// <summary>What cuts an evaluation short: the user, a crash, the budget, a provider; and how it goes on.</summary>
public sealed class InterruptedEvalTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 10).Select(static i => string.Create(CultureInfo.InvariantCulture, $"c{i}"))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_done_when_the_user_stopped_it_is_kept_and_only_the_rest_is_run()
    {
        using var stop = new CancellationTokenSource();
        TestModel model = null!;
        model = new TestModel(text =>
        {
            if (model.Asked == 5)
            {
                stop.Cancel();
            }

            return text;
        });
        using var app = EvalApp.With(model);
        var eval = EvalApp.Eval() with { MaxConcurrency = 1 };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.RunAsync(eval, app.Options(), EvalApp.Cases(Ids), token: stop.Token));

        var cut = await EvalResults.OpenAsync(app.Options().Folder, Token);
        Assert.Null(cut.Manifest.Ended);
        Assert.Equal(4, (await EvalApp.ReadAsync(cut)).Count);
        Assert.Equal(0.08m, cut.Manifest.SpentUsd);

        var whole = await app.RunAsync(eval, app.Options(), EvalApp.Cases(Ids));
        Assert.NotNull(whole.Manifest.Ended);
        Assert.Equal(cut.Manifest.Started, whole.Manifest.Started);
        Assert.Equal(Ids, (await EvalApp.ReadAsync(whole)).Select(static result => result.Case));
        Assert.Equal(11, model.Asked);
        Assert.Equal(0.20m, whole.Manifest.SpentUsd);
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_off_is_run_anew_and_so_are_errors()
    {
        var isDown = true;
        var model = new TestModel(text => isDown && text == "about c3" ? throw new ModelCallException(FailureReason.ServerError, "out of order") : text);
        using var app = EvalApp.With(model);
        var folder = (await app.RunAsync(EvalApp.Eval() with { MaxConcurrency = 1 }, app.Options(), EvalApp.Cases(Ids))).Folder;
        var path = Path.Combine(folder, "results.jsonl");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length - 7);
        }

        isDown = false;
        var results = await app.RunAsync(EvalApp.Eval(), app.Options(), EvalApp.Cases(Ids));

        Assert.Equal(13, model.Asked);
        var read = await EvalApp.ReadAsync(results);
        Assert.Equal(Ids, read.Select(static result => result.Case));
        Assert.All(read, static result => Assert.Equal(CaseOutcome.Scored, result.Outcome));
    }

    [Fact]
    public async Task What_a_scorer_could_not_judge_is_run_anew_but_not_by_later_repeats()
    {
        var isDown = true;
        var model = new TestModel(static text => text);
        using var app = EvalApp.With(model);
        var eval = EvalApp.Eval(Scorer.From("mine", output => isDown && output.Text.EndsWith('b') ? Score.Error("The judge is down.") : Score.Of(1, "Good.")));
        await app.RunAsync(eval, app.Options(), EvalApp.Cases("a", "b"));

        var confirmed = await EvalApp.ReadAsync(await app.RunAsync(eval, app.Options() with { FirstRepeat = 2 }, EvalApp.Cases("a", "b")));
        isDown = false;
        var resumed = await EvalApp.ReadAsync(await app.RunAsync(eval, app.Options() with { Repeats = 2 }, EvalApp.Cases("a", "b")));

        Assert.Equal(2, confirmed.Count(static result => result.Scores["mine"].Kind == ScoreKind.Error));
        Assert.Equal(4, resumed.Count);
        Assert.All(resumed, static result => Assert.Equal(ScoreKind.Scored, result.Scores["mine"].Kind));
        Assert.Equal(6, model.Asked);
    }

    [Fact]
    public async Task Money_that_errors_cost_is_not_forgotten_when_they_are_run_anew()
    {
        var isDown = true;
        var model = new TestModel(text => isDown ? "answered" : text);
        using var app = new EvalApp(builder => builder.AddModel("model", model, EvalApp.Priced).AddRoute("default", "model").AddGraph(EvalApp.Echo));
        var folder = (await app.RunAsync(EvalApp.Eval(), app.Options(), EvalApp.Cases("a", "b"))).Folder;
        var lines = await File.ReadAllTextAsync(Path.Combine(folder, "results.jsonl"), Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "results.jsonl"), lines.Replace("\"outcome\":\"Scored\"", "\"outcome\":\"Error\"", StringComparison.Ordinal), Token);

        isDown = false;
        var again = await app.RunAsync(EvalApp.Eval(), app.Options(), EvalApp.Cases("a", "b"));
        var third = await app.RunAsync(EvalApp.Eval(), app.Options(), EvalApp.Cases("a", "b"));

        Assert.Equal((0.08m, 0.08m), (again.Manifest.SpentUsd, third.Manifest.SpentUsd));
    }

    [Fact]
    public async Task What_is_complete_is_not_run_again()
    {
        var model = new TestModel(static text => text);
        using var app = EvalApp.With(model);
        var first = await app.RunAsync(EvalApp.Eval(), app.Options(), EvalApp.Cases(Ids));

        var second = await app.RunAsync(EvalApp.Eval(), app.Options(), EvalApp.Cases(Ids));

        Assert.Equal(10, model.Asked);
        Assert.Equal(first.Manifest.Ended, second.Manifest.Ended);
    }

    [Fact]
    public async Task More_repeats_are_added_to_those_that_are_there()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        await app.RunAsync(EvalApp.Eval() with { Repeats = 2 }, app.Options(), EvalApp.Cases("a"));

        var more = await app.RunAsync(EvalApp.Eval(), app.Options() with { FirstRepeat = 3, Repeats = 2 }, EvalApp.Cases("a"));

        Assert.Equal((4, 2), (more.Manifest.Repeats, more.Manifest.AddedRepeats));
        var all = await app.RunAsync(EvalApp.Eval(), app.Options() with { Repeats = 4 }, EvalApp.Cases("a"));
        Assert.Equal((4, 2), (all.Manifest.Repeats, all.Manifest.AddedRepeats));
        Assert.Equal([1, 2, 3, 4], (await EvalApp.ReadAsync(more)).Select(static result => result.Repeat));
    }

    [Fact]
    public async Task Results_of_another_evaluation_are_not_added_to()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        await app.RunAsync(EvalApp.Eval(), app.Options(), EvalApp.Cases("a"));

        Assert.Contains("golden set 'echoes' has changed", await MessageAsync(EvalApp.Eval(), app.Options(), EvalApp.Cases("a", "b")), StringComparison.Ordinal);
        Assert.Contains("metrics", await MessageAsync(EvalApp.Eval(new TestScorer("m", static _ => Score.Pass(true, "so"))), app.Options(), EvalApp.Cases("a")), StringComparison.Ordinal);
        Assert.Contains("variants", await MessageAsync(EvalApp.Eval(), app.Options() with { Variants = [new("echo", 1, "model")] }, EvalApp.Cases("a")), StringComparison.Ordinal);
        Assert.Contains("filter", await MessageAsync(EvalApp.Eval(), app.Options() with { Filter = "id:a" }, EvalApp.Cases("a")), StringComparison.Ordinal);
        Assert.Contains("shard", await MessageAsync(EvalApp.Eval(), app.Options() with { Shard = (1, 1) }, EvalApp.Cases("a")), StringComparison.Ordinal);

        async Task<string> MessageAsync(Eval eval, EvalOptions options, GoldenCases cases) => (await Assert.ThrowsAsync<InvalidOperationException>(() => app.RunAsync(eval, options, cases))).Message;
    }

    [Fact]
    public async Task The_budget_holds_under_concurrency_and_ends_the_evaluation()
    {
        var (now, go) = (0, new TaskCompletionSource());
        var model = new TestModel(async (text, token) =>
        {
            // All that the budget lets go at once are under way together.
            if (Interlocked.Increment(ref now) == 8)
            {
                go.TrySetResult();
            }

            await go.Task.WaitAsync(token);
            return text;
        });
        using var app = EvalApp.With(model);
        var ids = Enumerable.Range(0, 200).Select(static i => string.Create(CultureInfo.InvariantCulture, $"c{i:000}")).ToArray();

        // A run reserves its 100 output tokens and settles 20 tokens at 0.001 USD.
        var results = await app.RunAsync(EvalApp.Eval() with { MaxConcurrency = 8, Budget = Budget.Usd(1.5m) }, app.Options(), EvalApp.Cases(ids));

        var read = await EvalApp.ReadAsync(results);
        Assert.True(results.Manifest.BudgetExceeded);
        Assert.InRange(results.Manifest.SpentUsd, 0.1m, 1.5m);
        Assert.Equal(results.Manifest.SpentUsd, model.Asked * 0.02m);
        Assert.True(read.Count < 200);
        Assert.Contains(read, static result => result.Outcome == CaseOutcome.Error && result.Error!.Contains("budget", StringComparison.Ordinal));

        // With more money, the rest is run, and what was spent counts.
        var rest = await app.RunAsync(EvalApp.Eval() with { Budget = Budget.Usd(10m) }, app.Options(), EvalApp.Cases(ids));
        Assert.False(rest.Manifest.BudgetExceeded);
        Assert.Equal(200, (await EvalApp.ReadAsync(rest)).Count(static result => result.Outcome == CaseOutcome.Scored));
        Assert.Equal(4m, rest.Manifest.SpentUsd);
    }

    [Fact]
    public async Task What_is_left_of_the_budget_is_less_what_was_spent_before()
    {
        var model = new TestModel(static text => text);
        using var app = EvalApp.With(model);
        await app.RunAsync(EvalApp.Eval(), app.Options() with { Shard = null }, EvalApp.Cases(Ids));

        var more = await app.RunAsync(EvalApp.Eval(), app.Options() with { FirstRepeat = 2, Budget = Budget.Usd(0.2m) }, EvalApp.Cases(Ids));

        Assert.True(more.Manifest.BudgetExceeded);
        Assert.Equal(10, model.Asked);
    }

    [Fact]
    public async Task What_judges_cost_counts_and_ends_the_evaluation_too()
    {
        var judge = new TestScorer("judge", static _ => Score.Pass(true, "fine") with { CostUsd = 0.5m });
        using var app = EvalApp.With(new TestModel(static text => text));

        var results = await app.RunAsync(EvalApp.Eval(judge) with { MaxConcurrency = 1, Budget = Budget.Usd(1m) }, app.Options(), EvalApp.Cases(Ids));

        Assert.True(results.Manifest.BudgetExceeded);
        Assert.Equal((2, 1.04m), ((await EvalApp.ReadAsync(results)).Count, results.Manifest.SpentUsd));
    }

    [Fact]
    public async Task A_judge_that_asks_under_the_shared_budget_cannot_pass_it()
    {
        var model = new TestModel(static text => text);
        using var app = EvalApp.With(model);
        var eval = EvalApp.Eval(new AskingJudge(app)) with { Budget = Budget.Usd(1m), MaxConcurrency = 4 };
        string[] ids = [.. Enumerable.Range(0, 100).Select(static i => string.Create(CultureInfo.InvariantCulture, $"c{i}"))];

        var results = await app.RunAsync(eval, app.Options(), EvalApp.Cases(ids));

        Assert.True(results.Manifest.BudgetExceeded);
        Assert.InRange(model.Asked * 0.02m, 0.1m, 1m);
        Assert.Equal(model.Asked * 0.02m, results.Manifest.SpentUsd);
        var more = await app.RunAsync(eval with { Budget = Budget.Usd(20m) }, app.Options(), EvalApp.Cases(ids));
        Assert.All(await EvalApp.ReadAsync(more), static result => Assert.Equal((CaseOutcome.Scored, ScoreKind.Scored), (result.Outcome, result.Scores["asking"].Kind)));
    }

    /// <summary>Asks the application's model, as judges do.</summary>
    private sealed class AskingJudge(EvalApp app) : IScorer
    {
        public string Name => "asking";

        public async ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken)
        {
            var run = await app.Services.GetRequiredService<IOrchestrator>().RunAsync(EvalApp.Echo, "verdict on " + output.Text, output.Options, cancellationToken);
            return (run.Succeeded ? Score.Pass(true, run.Value) : Score.Error(run.Failure!.Message.Split('\n')[0])) with { CostUsd = run.CostUsd };
        }
    }

    [Fact]
    public async Task Twenty_thousand_cases_are_read_as_they_are_needed()
    {
        const int Count = 20_000;
        var (read, ended, most) = (0, 0, 0);
        var entries = Enumerable.Range(0, Count).Select(static i => new GoldenCaseEntry(string.Create(CultureInfo.InvariantCulture, $"c{i:00000}"), "h", [], 1, false)).ToArray();
        using var app = new EvalApp(builder => builder
            .AddGraph(Graph.Define("echo", 1, static (GraphBuilder g, Step<string> input) => g.Compute("same", input, static text => text))));
        var scorer = new TestScorer("any", _ =>
        {
            Interlocked.Increment(ref ended);
            return Score.NotApplicable("nothing is asked of it");
        });

        var results = await app.RunAsync(EvalApp.Eval(scorer), app.Options(), new GoldenCases("many", null, "h", [.. entries], _ => ReadAsync()));

        Assert.Equal((Count, Count), (results.Manifest.Cases, ended));
        Assert.Equal(Count, await results.ReadAsync(Token).CountAsync(Token));
        Assert.InRange(most, 1, 2 * EvalApp.Eval().MaxConcurrency);

        async IAsyncEnumerable<GoldenCase> ReadAsync()
        {
            // Once through for the metrics, without a run.
            var counts = read++ > 0;
            var begun = 0;
            foreach (var entry in entries)
            {
                most = counts ? Math.Max(most, ++begun - Volatile.Read(ref ended)) : 0;
                yield return new GoldenCase { Id = entry.Id, Input = SomeResults.Json("\"x\"") };
            }

            await Task.CompletedTask;
        }
    }
}
