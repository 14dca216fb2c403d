using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Chat;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Evals.Tests.Running;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Evals.Tests.Cassettes;

/// <summary>Evaluations that record and play.</summary>
public sealed class CassetteTests
{
    private static readonly TestScorer Long = new("long", static output => Score.Of(Math.Min(1, output.Text.Length / 10d), "by its length"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TestModel Offline => new(static string (_) => throw new InvalidOperationException("The network was used."));

    [Fact]
    public async Task What_was_recorded_is_played_offline_and_for_nothing()
    {
        var n = 0;
        using var live = EvalApp.With(new TestModel(text => $"{text} {Interlocked.Increment(ref n)}"));
        var eval = EvalApp.Eval(Long) with { Repeats = 3 };
        var recorded = await EvalApp.ReadAsync(await live.RunAsync(eval, live.Options(CassetteMode.Record), EvalApp.Cases("a", "b")));

        using var app = EvalApp.With(Offline, root: live.Root);
        var played = await app.RunAsync(eval, app.Options(CassetteMode.Play, "played"), EvalApp.Cases("a", "b"));

        var read = await EvalApp.ReadAsync(played);
        Assert.Equal(recorded.Select(static result => result.Output), read.Select(static result => result.Output));
        Assert.Equal(recorded.Select(static result => result.Scores["long"]), read.Select(static result => result.Scores["long"]));
        Assert.Equal(6, read.Select(static result => result.Output.ToString()).Distinct().Count());
        Assert.All(read, static result => Assert.Equal((0m, 0.02m), (result.SpentUsd, result.Run.CostUsd)));
        Assert.Equal(0, played.Manifest.SpentUsd);
    }

    [Fact]
    public async Task Playing_never_asks_a_model_and_a_missing_answer_says_which_and_what_to_do()
    {
        using var live = EvalApp.With(new TestModel(static text => text));
        await live.RunAsync(EvalApp.Eval(Long), live.Options(CassetteMode.Record), EvalApp.Cases("a"));
        var offline = Offline;
        using var app = EvalApp.With(offline, root: live.Root);

        var read = await app.ResultsAsync(EvalApp.Eval(Long), app.Options(CassetteMode.Play, "played"), EvalApp.Cases("a", "new"));

        Assert.Equal(0, offline.Asked);
        Assert.Equal([CaseOutcome.Scored, CaseOutcome.Error], read.Select(static result => result.Outcome));
        Assert.Equal(
            "Step 'answer': the cassette has no answer of 'model' to this request. The prompt, the model or the case has changed since it was recorded: record it anew with `--live`, or only what is missing with `--record-missing`.",
            read[1].Error);
    }

    [Fact]
    public async Task Without_a_cassette_playing_asks_models_and_records_nothing()
    {
        var model = new TestModel(static text => text);
        using var app = EvalApp.With(model);

        await app.RunAsync(EvalApp.Eval(Long), app.Options(CassetteMode.Play), EvalApp.Cases("a"));

        Assert.Equal(1, model.Asked);
        Assert.False(Directory.Exists(app.CassetteFolder));
    }

    [Fact]
    public async Task Only_what_is_missing_is_recorded_when_that_is_asked_for()
    {
        var model = new TestModel(static text => text);
        using var app = EvalApp.With(model);
        await app.RunAsync(EvalApp.Eval(), app.Options(CassetteMode.Record), EvalApp.Cases("a"));

        var results = await app.RunAsync(EvalApp.Eval() with { Budget = Budget.Usd(0.5m) }, app.Options(CassetteMode.RecordMissing, "second"), EvalApp.Cases("a", "b"));

        Assert.Equal((2, 0.02m), (model.Asked, results.Manifest.SpentUsd));
        using var offline = EvalApp.With(Offline, root: app.Root);
        Assert.All(await offline.ResultsAsync(EvalApp.Eval(), offline.Options(CassetteMode.Play, "third"), EvalApp.Cases("a", "b")), static result => Assert.Equal(CaseOutcome.Scored, result.Outcome));
    }

    [Fact]
    public async Task Answers_that_are_played_do_not_use_up_the_budget()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        string[] ids = [.. Enumerable.Range(0, 20).Select(static i => $"c{i}")];
        await app.RunAsync(EvalApp.Eval(), app.Options(CassetteMode.Record), EvalApp.Cases(ids));

        var played = await app.RunAsync(EvalApp.Eval() with { Budget = Budget.Usd(0.01m) }, app.Options(CassetteMode.Play, "played"), EvalApp.Cases(ids));
        var mixed = await app.RunAsync(EvalApp.Eval() with { Budget = Budget.Usd(0.2m), MaxConcurrency = 1 }, app.Options(CassetteMode.RecordMissing, "mixed"), EvalApp.Cases([.. ids, "new"]));

        Assert.Equal((false, 0m), (played.Manifest.BudgetExceeded, played.Manifest.SpentUsd));
        Assert.Equal((false, 0.02m), (mixed.Manifest.BudgetExceeded, mixed.Manifest.SpentUsd));
    }

    [Fact]
    public async Task A_recording_of_all_cases_drops_what_it_does_not_need_and_one_of_some_does_not()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        await app.RunAsync(EvalApp.Eval(), app.Options(CassetteMode.Record), EvalApp.Cases("a", "b", "c"));
        Assert.Equal(3, Count());

        await app.RunAsync(EvalApp.Eval(), app.Options(CassetteMode.Record, "some") with { Filter = "id:a" }, EvalApp.Cases("a", "b"));
        Assert.Equal(3, Count());

        await app.RunAsync(EvalApp.Eval(), app.Options(CassetteMode.Record, "all"), EvalApp.Cases("a", "b"));
        Assert.Equal(2, Count());

        int Count() => Directory.GetFiles(app.CassetteFolder, "?.jsonl").Sum(static path => File.ReadAllLines(path).Length);
    }

    [Fact]
    public async Task A_recording_is_sorted_and_the_same_answers_give_the_same_bytes()
    {
        var time = new ManualTime();
        using var app = EvalApp.With(new TestModel(static text => text), time);
        string[] ids = [.. Enumerable.Range(0, 60).Select(static i => $"c{i}")];
        await app.RunAsync(EvalApp.Eval(), app.Options(CassetteMode.Record), EvalApp.Cases(ids));
        var first = Bytes();

        await app.RunAsync(EvalApp.Eval(), app.Options(CassetteMode.Record, "again"), EvalApp.Cases([.. ids.Reverse()]));

        Assert.Equal(first, Bytes());
        Assert.All(Directory.GetFiles(app.CassetteFolder, "?.jsonl"), static path => Assert.Equal(File.ReadAllLines(path).Order(StringComparer.Ordinal), File.ReadAllLines(path)));
        Assert.False(File.Exists(Path.Combine(app.CassetteFolder, "new.jsonl")));

        List<(string, string)> Bytes() => [.. Directory.GetFiles(app.CassetteFolder).Order(StringComparer.Ordinal).Select(static path => (Path.GetFileName(path), File.ReadAllText(path)))];
    }

    [Fact]
    public async Task Of_a_request_the_cassette_holds_nothing_but_a_hash()
    {
        using var app = EvalApp.With(new TestModel(static _ => "an answer"));

        await app.RunAsync(EvalApp.Eval(), app.Options(CassetteMode.Record), EvalApp.Cases("the-secret-input"));

        Assert.All(Directory.GetFiles(app.CassetteFolder, "?.jsonl"), static path => Assert.DoesNotContain("about the", File.ReadAllText(path), StringComparison.Ordinal));
        Assert.Contains(Directory.GetFiles(app.CassetteFolder, "?.jsonl"), static path => File.ReadAllText(path).Contains("an answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retries_and_fallbacks_are_played_as_they_were()
    {
        static EvalApp App(IChatClient first, IChatClient second, string? root) => new(
            builder => builder.AddModel("first", first, EvalApp.Priced).AddModel("second", second, EvalApp.Priced).AddRoute("default", "first", "second").AddGraph(EvalApp.Echo), root: root);
        using var live = App(
            new ScriptedChatClient().Fails(FailureReason.Overloaded).Fails(FailureReason.ServerError, TimeSpan.FromHours(1)).Says("never"), new ScriptedChatClient().Says("from ", "the second"), null);
        var recorded = (await live.ResultsAsync(EvalApp.Eval(Long), live.Options(CassetteMode.Record), EvalApp.Cases("a")))[0];
        Assert.Equal((3, "second"), (recorded.Run.Attempts, recorded.Models["answer"]));

        using var app = App(Offline, Offline, live.Root);
        var played = (await app.ResultsAsync(EvalApp.Eval(Long), app.Options(CassetteMode.Play, "played"), EvalApp.Cases("a")))[0];

        Assert.Equal(recorded.Output, played.Output);
        Assert.Equal((3, "second"), (played.Run.Attempts, played.Models["answer"]));
        Assert.Equal(recorded.Run.Usage, played.Run.Usage);
    }

    [Fact]
    public async Task A_failure_that_kept_a_case_from_being_judged_is_not_recorded_and_one_of_its_own_doing_is()
    {
        var reason = FailureReason.Authentication;
        using var app = EvalApp.With(new TestModel(text => text == "about good" ? text : throw new ModelCallException(text == "about refused" ? FailureReason.Refused : reason, "so it is")));
        await app.RunAsync(EvalApp.Eval(Long), app.Options(CassetteMode.Record), EvalApp.Cases("down", "good", "refused"));

        using var offline = EvalApp.With(Offline, root: app.Root);
        var played = await offline.ResultsAsync(EvalApp.Eval(Long), offline.Options(CassetteMode.Play, "played"), EvalApp.Cases("down", "good", "refused"));

        Assert.Equal([CaseOutcome.Error, CaseOutcome.Scored, CaseOutcome.Failed], played.Select(static result => result.Outcome));
        Assert.Contains("cassette", played[0].Error, StringComparison.Ordinal);
        Assert.Contains("so it is", played[2].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_that_a_run_took_is_played_back_too()
    {
        var time = new ManualTime();
        using var live = EvalApp.With(new TestModel(text =>
        {
            time.Advance(TimeSpan.FromSeconds(2.5));
            return text;
        }), time);
        await live.RunAsync(EvalApp.Eval(), live.Options(CassetteMode.Record), EvalApp.Cases("a"));

        using var app = EvalApp.With(Offline, new ManualTime(), live.Root);
        var played = await app.ResultsAsync(EvalApp.Eval(), app.Options(CassetteMode.Play, "played"), EvalApp.Cases("a"));

        Assert.Equal(TimeSpan.FromSeconds(2.5), played[0].Run.Duration);
    }

    [Fact]
    public async Task Another_answer_that_stands_in_for_a_missing_one_is_an_error()
    {
        var policy = EvalApp.Quick with { Route = "first", Fallback = new Fallback { Routes = ["second"], On = FailureReasons.Any } };
        var graph = Graph.Define("echo", 1, (GraphBuilder g, Step<string> input) => g.Ask("answer", input, static t => Prompt.Text($"about {t}"), policy));
        EvalApp App(IChatClient first, IChatClient second, string? root) => new(builder => builder.AddModel("first", first).AddModel("second", second).AddGraph(graph), root: root);
        using var live = App(new ScriptedChatClient().Fails(FailureReason.Refused), new ScriptedChatClient().Says("second"), null);
        await live.RunAsync(EvalApp.Eval(), live.Options(CassetteMode.Record), EvalApp.Cases("a"));
        foreach (var path in Directory.GetFiles(live.CassetteFolder, "?.jsonl"))
        {
            await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(path, Token)).Where(static line => !line.Contains("\"first\"", StringComparison.Ordinal)), Token);
        }

        using var app = App(Offline, Offline, live.Root);
        var played = await app.ResultsAsync(EvalApp.Eval(), app.Options(CassetteMode.Play, "played"), EvalApp.Cases("a"));

        Assert.Equal(CaseOutcome.Error, played[0].Outcome);
        Assert.Contains("no answer of 'first'", played[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judges_are_recorded_and_played_and_cost_nothing_then()
    {
        var asked = 0;
        static Judge JudgeOf(EvalApp app) => new(() => app.Services.GetRequiredService<IOrchestrator>().AsChatClient("judge"));
        EvalApp App(IChatClient model, IChatClient judge, string? root) => new(
            builder => builder.AddModel("model", model, EvalApp.Priced).AddModel("judge", judge, EvalApp.Priced).AddRoute("default", "model").AddGraph(EvalApp.Echo), root: root);
        using var live = App(new TestModel(static text => text), new TestModel(_ => Interlocked.Increment(ref asked) % 2 == 0 ? "good" : "bad"), null);
        var recorded = await live.RunAsync(EvalApp.Eval(JudgeOf(live)), live.Options(CassetteMode.Record), EvalApp.Cases("a", "b"));

        using var app = App(Offline, Offline, live.Root);
        var played = await app.RunAsync(EvalApp.Eval(JudgeOf(app)), app.Options(CassetteMode.Play, "played"), EvalApp.Cases("a", "b"));

        Assert.Equal((0.54m, 0m), (recorded.Manifest.SpentUsd, played.Manifest.SpentUsd));
        Assert.Equal((await EvalApp.ReadAsync(recorded)).Select(static result => result.Scores["judge"]), (await EvalApp.ReadAsync(played)).Select(static result => result.Scores["judge"]));
    }

    /// <summary>Asks a model of the application's, and says that it cost a quarter of a dollar.</summary>
    private sealed class Judge(Func<IChatClient> client) : IScorer
    {
        public string Name => "judge";

        public async ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken)
        {
            var answer = await client().GetResponseAsync($"Is this good? {output.Text}", cancellationToken: cancellationToken);
            return Score.Pass(answer.Text == "good", answer.Text) with { CostUsd = 0.25m };
        }
    }
}
