using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Replay;
using Orchestration.Testing;

namespace Orchestration.Evals.Tests.Running;

public sealed class EvalRunnerTests
{
    private static readonly TestScorer Long = new("long", static output => Score.Of(Math.Min(1, output.Text.Length / 10d), "by its length"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_know_what_they_are_gated_by_and_where_it_lies()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        var eval = EvalApp.Eval(Long, new TestScorer("judge", static _ => Score.Pass(true, "so")) { MayGate = false }) with { GoldenSet = "evals/echo.yaml", Gate = new() { Margin = 0.01, Metrics = ["long"] } };

        var results = await app.RunAsync(eval, app.Options(), EvalApp.Cases("a"));
        var manifest = (await EvalResults.OpenAsync(results.Folder, Token)).Manifest;

        Assert.Equal("Only shown: its judge is not calibrated against people in this version.", manifest.NotGating["judge"]);
        Assert.False(manifest.NotGating.ContainsKey("long"));
        Assert.Equal(("evals/echo.yaml", "evals/echo.baseline.json"), (manifest.GoldenSetPath, manifest.BaselinePath));
        Assert.Equal((0.01, "long"), (manifest.Rules!.Margin, Assert.Single(manifest.Rules.Metrics)));
    }

    [Fact]
    public async Task Each_repeat_of_each_case_is_run_and_scored()
    {
        using var app = EvalApp.With(new TestModel(static text => text));

        var results = await app.RunAsync(EvalApp.Eval(Long) with { Repeats = 2 }, app.Options() with { Revision = "abc" }, EvalApp.Cases("a", "whale"));
        var read = await EvalApp.ReadAsync(results);

        Assert.Equal([("a", 1), ("a", 2), ("whale", 1), ("whale", 2)], read.Select(static result => (result.Case, result.Repeat)));
        Assert.All(read, static result => Assert.Equal(CaseOutcome.Scored, result.Outcome));
        Assert.Equal("\"about whale\"", read[2].Output.ToString());
        Assert.Equal((0.7, 1), (read[0].Scores["long"].Value, read[2].Scores["long"].Value));
        Assert.Equal(("h-a", "echo@1", "model", 1, 0.02m), (read[0].CaseHash, read[0].Variant, read[0].Models["answer"], read[0].Run.Attempts, read[0].Run.CostUsd));
        var manifest = results.Manifest;
        Assert.Equal((2, 2, 0.08m, false, "abc"), (manifest.Cases, manifest.Repeats, manifest.SpentUsd, manifest.BudgetExceeded, manifest.Revision));
        Assert.NotNull(manifest.Ended);
        Assert.Equal("1", manifest.Metrics["long"]);
        Assert.Equal(EvalApp.Echo.Fingerprint, manifest.Variants.Single().Fingerprint);
        Assert.Equal(manifest.SpentUsd, (await EvalResults.OpenAsync(results.Folder, Token)).Manifest.SpentUsd);
    }

    [Fact]
    public async Task Variants_are_run_side_by_side()
    {
        using var app = new EvalApp(static builder => builder
            .AddModel("one", new TestModel(static text => "one " + text)).AddModel("two", new TestModel(static text => "two " + text)).AddRoute("default", "one")
            .AddGraph(EvalApp.Echo).AddGraph(EvalApp.Define("echo", 2, "more about")));

        var read = await app.ResultsAsync(EvalApp.Eval(), app.Options() with { Variants = [new("echo", 1), new("echo", 2, "two")] }, EvalApp.Cases("a"));

        Assert.Equal([("echo@1", "\"one about a\""), ("echo@2 on two", "\"two more about a\"")], read.Select(static result => (result.Variant, result.Output.ToString())));
    }

    [Fact]
    public async Task The_newest_version_is_run_unless_told_otherwise()
    {
        using var app = new EvalApp(static builder => builder.AddModel("m", new TestModel(static text => text)).AddRoute("default", "m").AddGraph(EvalApp.Echo).AddGraph(EvalApp.Define("echo", 10, "ten")));

        var read = await app.ResultsAsync(EvalApp.Eval(), app.Options(), EvalApp.Cases("a"));

        Assert.Equal("echo@10", read.Single().Variant);
    }

    [Fact]
    public async Task A_run_that_fails_by_its_own_doing_scores_0_and_one_that_somebody_kept_from_it_is_not_scored()
    {
        var model = new TestModel(static text => text switch
        {
            "about refused" => throw new ModelCallException(FailureReason.Refused, "I would rather not."),
            "about down" => throw new ModelCallException(FailureReason.ServerError, "out of order"),
            _ => text,
        });
        using var app = EvalApp.With(model);

        var results = await app.RunAsync(EvalApp.Eval(Long), app.Options(), EvalApp.Cases("down", "fine", "refused"));
        var read = await EvalApp.ReadAsync(results);

        Assert.Equal([CaseOutcome.Error, CaseOutcome.Scored, CaseOutcome.Failed], read.Select(static result => result.Outcome));
        Assert.Empty(read[0].Scores);
        Assert.Contains("out of order", read[0].Error, StringComparison.Ordinal);
        Assert.Equal((ScoreKind.Scored, 0d), (read[2].Scores["long"].Kind, read[2].Scores["long"].Value));
        Assert.Contains("Refused", read[2].Scores["long"].Reason, StringComparison.Ordinal);
        Assert.Equal("model", read[2].Models["answer"]);
    }

    [Fact]
    public async Task An_input_that_the_graph_does_not_take_is_an_error_of_the_case()
    {
        using var app = EvalApp.With(new TestModel(static text => text));

        var read = await app.ResultsAsync(EvalApp.Eval(Long), app.Options(), EvalApp.Cases([new GoldenCase { Id = "bad", Input = SomeResults.Json("7") }, new GoldenCase { Id = "good", Input = SomeResults.Json("\"x\"") }]));

        Assert.Equal([CaseOutcome.Error, CaseOutcome.Scored], read.Select(static result => result.Outcome));
        Assert.Contains("Case 'bad' could not be run", read[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_registered_ends_the_evaluation_at_once()
    {
        using var app = EvalApp.With(new TestModel(static text => text));

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => app.RunAsync(EvalApp.Eval(), app.Options() with { Variants = [new("echo", 1, "larg")] }, EvalApp.Cases("a")));

        Assert.Contains("'larg'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scorer_that_throws_is_an_error_of_judging_and_of_nothing_else()
    {
        using var app = EvalApp.With(new TestModel(static text => text));

        var read = await app.ResultsAsync(EvalApp.Eval(new TestScorer("broken", static _ => throw new InvalidOperationException("off")), Long), app.Options(), EvalApp.Cases("a"));

        Assert.Equal(CaseOutcome.Scored, read[0].Outcome);
        Assert.Equal((ScoreKind.Error, ScoreKind.Scored), (read[0].Scores["broken"].Kind, read[0].Scores["long"].Kind));
        Assert.Contains("off", read[0].Scores["broken"].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_stand_in_the_audit_log_with_the_run_they_judge()
    {
        using var app = EvalApp.With(new TestModel(static text => text));

        var read = await app.ResultsAsync(EvalApp.Eval(Long), app.Options() with { Tenant = "acme" }, EvalApp.Cases("a"));

        var record = await app.Log.ReadAsync(new AuditQuery { Kind = AuditKind.Scored }, Token).SingleAsync(Token);
        Assert.Equal((read[0].Run.Run, "acme"), (record.Run!.Value, record.Tenant));
        Assert.Equal(new ScoredRecord { Metric = "long", Score = 0.7, Reason = "by its length", Scorer = "long 1" }, record.Body);
        var started = await app.Log.ReadAsync(new AuditQuery { Kind = AuditKind.RunStarted }, Token).SingleAsync(Token);
        Assert.Equal(new EvalCase("echoes", "a", 1), ((RunStartedRecord)started.Body).Eval);
    }

    [Fact]
    public async Task One_step_is_run_on_the_recorded_answers_of_those_before_it()
    {
        var graph = Graph.Define("two", 1, static (GraphBuilder g, Step<string> topic) =>
        {
            var notes = g.Ask("notes", topic, static t => Prompt.Text($"notes on {t}"), EvalApp.Quick);
            return g.Ask("draft", notes, static n => Prompt.Text($"draft from {n}"), EvalApp.Quick);
        });
        var model = new TestModel(static text => text);
        using var app = new EvalApp(builder => builder.AddModel("m", model).AddRoute("default", "m").AddGraph(graph));
        var golden = new GoldenCase
        {
            Id = "a", Input = SomeResults.Json("\"tea\""), Recorded = new RecordedAnswers { Completions = RecordedAnswers.None.Completions.Add("notes", "recorded notes") },
        };

        var read = await app.ResultsAsync(EvalApp.Eval() with { Graph = "two", Step = "draft" }, app.Options(), EvalApp.Cases([golden, golden with { Id = "b", Recorded = RecordedAnswers.None }]));

        Assert.Equal("\"draft from recorded notes\"", read[0].Output.ToString());
        Assert.Equal(["draft"], read[0].Models.Keys);
        Assert.Equal(1, model.Asked);
        Assert.Equal(CaseOutcome.Error, read[1].Outcome);
        Assert.Contains("'notes'", read[1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cases_expect_is_scored_beside_the_evals_scorers()
    {
        using var app = EvalApp.With(new TestModel(static text => text == "about odd" ? throw new ModelCallException(FailureReason.Refused, "no") : text));
        GoldenCase Expecting(string id, string word) => new() { Id = id, Input = SomeResults.Json($"\"{id}\""), Expect = new GoldenCase { Id = "", Input = default }.Expect.Add("contains", SomeResults.Json($"\"{word}\"")) };

        var results = await app.RunAsync(EvalApp.Eval(Long), app.Options(), EvalApp.Cases([Expecting("a", "about"), Expecting("b", "whale"), Expecting("odd", "x"), new GoldenCase { Id = "plain", Input = SomeResults.Json("\"x\"") }]));
        var read = await EvalApp.ReadAsync(results);

        Assert.Equal(["contains", "long"], results.Manifest.Metrics.Keys);
        Assert.Equal([1d, 0d, 0d], read.Take(3).Select(static result => result.Scores["contains"].Value));
        Assert.Equal(["long"], read[3].Scores.Keys);
    }

    [Fact]
    public async Task A_scorer_is_shown_what_the_effects_of_the_run_gave()
    {
        var graph = Graph.Define("shop", 1, static (GraphBuilder g, Step<string> input) =>
        {
            var found = g.Effect("retrieve", input, static (text, _, _) => ValueTask.FromResult($"{text} came to Europe by ship"));
            return g.Ask("answer", found, static text => Prompt.Text(text), EvalApp.Quick);
        });
        using var app = new EvalApp(builder => builder.AddModel("model", new ScriptedChatClient().Says("Tea came to Europe."), EvalApp.Priced).AddRoute("default", "model").AddGraph(graph));
        var eval = EvalApp.Eval(Scorer.Groundedness("effect:retrieve"), Scorer.Groundedness("effect:other", name: "other")) with { Graph = "shop" };

        var results = await app.RunAsync(eval, app.Options(), EvalApp.Cases("Tea"));

        var result = Assert.Single(await results.ReadAsync(Token).ToListAsync(Token));
        Assert.Equal(1, result.Scores["groundedness"].Value);
        Assert.Equal(ScoreKind.NotApplicable, result.Scores["other"].Kind);
    }

    [Fact]
    public async Task A_filter_chooses_cases_by_tag_id_and_weight_of_failure()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        var cases = EvalApp.Cases([
            new GoldenCase { Id = "whale-1", Input = SomeResults.Json("\"x\""), Tags = ["short"] },
            new GoldenCase { Id = "whale-2", Input = SomeResults.Json("\"x\""), Tags = ["long"], Critical = true },
            new GoldenCase { Id = "squid-1", Input = SomeResults.Json("\"x\""), Tags = ["short", "sea"], Critical = true },
        ]);

        Assert.Equal(["squid-1", "whale-1"], await IdsAsync("tag:short"));
        Assert.Equal(["whale-1", "whale-2"], await IdsAsync("id:whale-*"));
        Assert.Equal(["squid-1"], await IdsAsync("tag:s* critical"));
        Assert.Equal(["whale-1"], await IdsAsync("!critical id:*"));
        Assert.Contains("no case", (await Assert.ThrowsAsync<ArgumentException>(() => IdsAsync("tag:none"))).Message, StringComparison.Ordinal);
        Assert.Contains("'tags:short'", (await Assert.ThrowsAsync<ArgumentException>(() => IdsAsync("tags:short"))).Message, StringComparison.Ordinal);

        async Task<IEnumerable<string>> IdsAsync(string filter) =>
            (await app.ResultsAsync(EvalApp.Eval(), app.Options(folder: filter.Replace(':', '-').Replace('*', '-')) with { Filter = filter }, cases)).Select(static result => result.Case);
    }

    [Fact]
    public async Task Shards_together_are_the_whole()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        var ids = Enumerable.Range(0, 40).Select(static i => FormattableString.Invariant($"c{i:00}")).ToArray();

        var folders = new List<string>();
        for (var shard = 1; shard <= 3; shard++)
        {
            folders.Add((await app.RunAsync(EvalApp.Eval(), app.Options(folder: $"s{shard}") with { Shard = (shard, 3) }, EvalApp.Cases(ids))).Folder);
        }

        var whole = await EvalResults.OpenAsync(folders, Token);
        Assert.Equal(40, whole.Manifest.Cases);
        Assert.Equal(ids, (await EvalApp.ReadAsync(whole)).Select(static result => result.Case));
    }

    [Fact]
    public async Task What_cannot_be_run_is_said_before_the_first_run()
    {
        var model = new TestModel(static text => text);
        using var app = EvalApp.With(model);

        Assert.Contains("echo@1", await MessageAsync(EvalApp.Eval() with { Graph = "ehco" }, app.Options()), StringComparison.Ordinal);
        Assert.Contains("version 2", await MessageAsync(EvalApp.Eval(), app.Options() with { Variants = [new("echo", 2)] }), StringComparison.Ordinal);
        Assert.Contains("shard 3/2", await MessageAsync(EvalApp.Eval(), app.Options() with { Shard = (3, 2) }), StringComparison.Ordinal);
        Assert.Contains("'long'", await MessageAsync(EvalApp.Eval(Long, Long), app.Options()), StringComparison.Ordinal);
        Assert.Contains("twice", await MessageAsync(EvalApp.Eval(), app.Options() with { Variants = [new("echo", 1), new("echo", 1)] }), StringComparison.Ordinal);
        Assert.Equal(0, model.Asked);

        async Task<string> MessageAsync(Eval eval, EvalOptions options) => (await Assert.ThrowsAsync<ArgumentException>(() => app.RunAsync(eval, options, EvalApp.Cases("a")))).Message;
    }

    [Fact]
    public async Task Progress_counts_to_the_total()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        var told = new Told();

        await app.RunAsync(EvalApp.Eval() with { MaxConcurrency = 1 }, app.Options(), EvalApp.Cases("a", "b", "c"), told);

        Assert.Equal([(1, 3, 0.02m), (2, 3, 0.04m), (3, 3, 0.06m)], told.Steps.Select(static step => (step.Done, step.Total, step.SpentUsd)));
    }

    [Fact]
    public void Adding_evals_twice_adds_them_once()
    {
        var services = new ServiceCollection();
        var builder = services.AddOrchestration();

        builder.AddEvals().AddEvals().AddEval(EvalApp.Eval()).AddEval(EvalApp.Eval() with { Name = "other" });

        Assert.Equal(1, services.Count(static service => service.ServiceType == typeof(EvalRunner)));
        Assert.Equal(2, services.Count(static service => service.ServiceType == typeof(Eval)));
        Assert.Equal(1, services.Count(static service => service.ServiceType.Name == "ModelDecoration"));
    }

    [Fact]
    public async Task Runs_start_at_the_pace_that_was_asked_for()
    {
        var time = new ManualTime();
        var model = new TestModel(static text => text);
        using var app = EvalApp.With(model, time);

        var run = app.RunAsync(EvalApp.Eval() with { RunsPerMinute = 6, MaxConcurrency = 1 }, app.Options(), EvalApp.Cases("a", "b", "c"));
        for (var expected = 1; expected <= 3; expected++)
        {
            await Until(() => model.Asked == expected && (expected == 3 || time.Timers > 0));
            time.Advance(TimeSpan.FromSeconds(9.9));
            Assert.Equal(expected, model.Asked);
            time.Advance(TimeSpan.FromSeconds(0.1));
        }

        await run;
    }

    [Fact]
    public async Task No_more_runs_are_under_way_than_asked_for()
    {
        var (now, most) = (0, 0);
        var all = new TaskCompletionSource();
        using var app = EvalApp.With(new TestModel(async (text, _) =>
        {
            var under = Interlocked.Increment(ref now);
            most = Math.Max(most, under);
            if (under == 3)
            {
                all.TrySetResult();
            }

            await all.Task;
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return text;
        }));

        await app.RunAsync(EvalApp.Eval() with { MaxConcurrency = 3 }, app.Options(), EvalApp.Cases([.. Enumerable.Range(0, 30).Select(static i => new GoldenCase { Id = $"c{i}", Input = SomeResults.Json("\"x\"") })]));

        Assert.Equal(3, most);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }
    }

    private sealed class Told : IProgress<EvalProgress>
    {
        public List<EvalProgress> Steps { get; } = [];

        public void Report(EvalProgress value) => Steps.Add(value);
    }
}
