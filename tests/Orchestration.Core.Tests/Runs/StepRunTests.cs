using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Replay;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class StepRunTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly JsonBytes Input = Json("\"tea\"");

    // notes -> plan (two items) -> parts (an ask each) -> draft; and beside it, an effect and a choice.
    private static Graph<string, string> Article(Func<string, string>? research = null) => Graph.Define("article", version: 1, (GraphBuilder g, Step<string> topic) =>
    {
        var found = g.Effect("find", topic, static (t, _, _) => ValueTask.FromResult($"found {t}"));
        var notes = g.Ask("research", topic, found, (t, f) => Prompt.Text((research ?? (static x => $"research {x}"))(t + f)));
        var plan = g.Compute("plan", notes, static n => n.Split(' '));
        var parts = g.ForEach("parts", plan, static p => p, static (g, word) => g.Ask("write", word, static w => Prompt.Text($"write {w}")));
        var praise = g.When("praise", notes, static n => n.Contains("one", StringComparison.Ordinal), static (g, n) => g.Ask("say", n, static n => Prompt.Text($"praise {n}")));
        var draft = g.Ask("draft", parts, static p => Prompt.Text($"join {string.Join('+', p)}"));
        return g.Compute("all", draft, praise, static (d, _) => d);
    });

    private static RecordedAnswers Answers(params (string Step, string Text)[] completions) => new()
    {
        Completions = RecordedAnswers.None.Completions.AddRange(completions.Select(static c => KeyValuePair.Create(c.Step, c.Text))),
        Effects = RecordedAnswers.None.Effects.Add("find", Json("\"found it\"")),
    };

    private static JsonBytes Json(string json) => new(System.Text.Encoding.UTF8.GetBytes(json));

    [Fact]
    public async Task One_step_is_asked_on_recorded_answers_and_nothing_else()
    {
        var client = new EchoClient();
        using var runtime = TestRuntime.With(client);

        var result = await runtime.Orchestrator.RunStepAsync(Article(), "draft", Input, Answers(("research", "one two"), ("parts[0]/write", "A"), ("parts[1]/write", "B")), cancellationToken: Token);

        Assert.Equal("\"[join A\\u002BB]\"", result.ToJson().ToString());
        Assert.Single(await runtime.BodiesAsync<AttemptStartedRecord>());
        Assert.Equal("draft", (await runtime.BodiesAsync<RunStartedRecord>()).Single().OnlyStep);
    }

    [Fact]
    public async Task A_step_of_one_item_is_run_without_the_other_items()
    {
        using var runtime = TestRuntime.With(new EchoClient());

        var result = await runtime.Orchestrator.RunStepAsync(Article(), "parts[1]/write", Input, Answers(("research", "one two")), cancellationToken: Token);

        Assert.Equal("[write two]", result.Output);
        Assert.Single(await runtime.BodiesAsync<AttemptStartedRecord>());
    }

    [Fact]
    public async Task A_step_within_a_branch_is_run()
    {
        using var runtime = TestRuntime.With(new EchoClient());

        var result = await runtime.Orchestrator.RunStepAsync(Article(), "praise[then]/say", Input, Answers(("research", "one two")), cancellationToken: Token);

        Assert.Equal("[praise one two]", result.Output);
    }

    [Theory]
    [InlineData("parts[7]/write")]
    [InlineData("praise[then]/say")]
    public async Task A_step_that_the_input_does_not_lead_to_is_said_to_be_unreached(string step)
    {
        using var runtime = TestRuntime.With(new EchoClient());

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => runtime.Orchestrator.RunStepAsync(Article(), step, Input, Answers(("research", "two three")), cancellationToken: Token));

        Assert.Contains($"without step '{step}'", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("writing", "there is no step 'writing'")]
    [InlineData("plan", "'plan' asks no model")]
    [InlineData("parts[x]/write", "'parts' leads nowhere")]
    [InlineData("praise[otherwise]/say", "'praise' leads nowhere")]
    public async Task A_path_of_no_such_step_is_refused_with_those_there_are(string step, string says)
    {
        using var runtime = TestRuntime.With(new EchoClient());

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => runtime.Orchestrator.RunStepAsync(Article(), step, Input, RecordedAnswers.None, cancellationToken: Token));

        Assert.Contains(says, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("research, parts[0]/write, praise[then]/say, draft", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_answer_is_named_and_no_model_is_asked_for_it()
    {
        using var runtime = TestRuntime.With(new EchoClient());

        var thrown = await Assert.ThrowsAsync<ReplayDivergenceException>(() => runtime.Orchestrator.RunStepAsync(Article(), "draft", Input, Answers(("research", "one two"), ("parts[0]/write", "A")), cancellationToken: Token));

        Assert.Equal("parts[1]/write", thrown.Divergence.Step);
        Assert.Contains("'draft' cannot be run on recorded answers", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(await runtime.BodiesAsync<AttemptStartedRecord>());
    }

    [Fact]
    public async Task Recorded_answers_of_a_run_serve_a_step_whose_forerunners_have_other_prompts_now()
    {
        using var runtime = TestRuntime.With(new EchoClient());
        var first = await runtime.Orchestrator.RunAsync(Article(), "tea", cancellationToken: Token);
        var answers = await RecordedAnswers.LoadAsync(runtime.Log, first.Run, Token);

        var result = await runtime.Orchestrator.RunStepAsync(Article(static t => $"look into {t}"), "draft", Input, answers, cancellationToken: Token);

        Assert.Equal(first.Value, result.Output);
    }

    [Fact]
    public async Task A_step_that_fails_is_a_failed_run()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(FailureReason.Authentication));

        var result = await runtime.Orchestrator.RunStepAsync(Article(), "research", Input, Answers(), cancellationToken: Token);

        Assert.False(result.Succeeded);
        Assert.Equal("research", result.Failure!.Step);
    }
}
