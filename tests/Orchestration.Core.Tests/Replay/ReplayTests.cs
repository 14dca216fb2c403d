using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Replay;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Replay;

public sealed class ReplayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replay_gives_the_same_output_without_a_call_an_effect_or_a_cost()
    {
        using var story = new RecordedStory();
        var first = await story.Runtime.Orchestrator.RunAsync(story.Graph, "tea", new() { Tenant = "acme" }, Token);
        var calls = (story.Good.Calls, story.Broken.Requests.Count, story.Effects);

        var replay = await story.Runtime.Orchestrator.ReplayAsync(story.Graph, first.Run, Token);

        Assert.Equal(first.Value, replay.Value);
        Assert.Equal(calls, (story.Good.Calls, story.Broken.Requests.Count, story.Effects));
        Assert.Equal((0m, new Usage(), 0), (replay.CostUsd, replay.Usage, replay.UnpricedAttempts));
        Assert.Equal(first.Steps.Select(static step => step.Step).Order(StringComparer.Ordinal), replay.Steps.Select(static step => step.Step).Order(StringComparer.Ordinal));
        Assert.All(replay.Steps, static step => Assert.Equal((StepOutcome.Replayed, 0), (step.Outcome, step.Attempts)));
        var records = await story.Runtime.RecordsAsync(new AuditQuery { Run = replay.Run });
        Assert.Equal(first.Run, Assert.IsType<RunStartedRecord>(records[0].Body).ReplayOf);
        Assert.All(records, static record => Assert.Equal("acme", record.Tenant));
        Assert.DoesNotContain(records, static record => record.Kind is AuditKind.AttemptStarted or AuditKind.AttemptEnded);
    }

    [Fact]
    public async Task A_replayed_stream_has_the_same_pieces()
    {
        using var story = new RecordedStory();
        var first = await story.Runtime.Orchestrator.StreamAsync(story.Graph, "tea", cancellationToken: Token).ToListAsync(Token);

        var replay = await story.Runtime.Orchestrator.StreamReplayAsync(story.Graph, ((RunStarted)first[0]).Run, Token).ToListAsync(Token);

        Assert.Equal(Pieces(first), Pieces(replay));
        Assert.Equal(9, Pieces(replay).Count);
        Assert.Equal(Assert.IsType<RunEnded<string>>(first[^1]).Result.Value, Assert.IsType<RunEnded<string>>(replay[^1]).Result.Value);
        Assert.Empty(replay.OfType<AttemptStarted>());
        Assert.All(replay.OfType<StepEnded>().Where(static e => e.Kind is StepKind.Ask or StepKind.Effect && e.Outcome != StepOutcome.Skipped), static e => Assert.Equal(StepOutcome.Replayed, e.Outcome));
    }

    [Fact]
    public async Task A_replay_can_be_replayed()
    {
        using var simple = TestRuntime.With(new ScriptedChatClient().Says("a", "b"));
        var run = await simple.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token);
        var replay = await simple.Orchestrator.ReplayAsync(Steps.Ask(), run.Run, Token);
        Assert.Equal("ab", (await simple.Orchestrator.ReplayAsync(Steps.Ask(), replay.Run, Token)).Value);
    }

    [Fact]
    public async Task A_registered_graph_is_replayed_by_the_runs_id_alone()
    {
        using var story = new RecordedStory(registered: true);
        var first = await story.Runtime.Orchestrator.RunAsync(story.Graph, "tea", cancellationToken: Token);

        var replay = await story.Runtime.Orchestrator.ReplayAsync(first.Run, Token);

        Assert.Equal(first.Value, replay.Output);
    }

    [Fact]
    public async Task A_replay_needs_no_model()
    {
        using var live = TestRuntime.With(new ScriptedChatClient().Says("a"));
        var first = await live.Orchestrator.RunAsync(Steps.Ask(new() { Route = "model" }), "x", cancellationToken: Token);
        using var support = new TestRuntime(static _ => { }) { Log = live.Log };

        Assert.Equal("a", (await support.Orchestrator.ReplayAsync(Steps.Ask(new() { Route = "model" }), first.Run, Token)).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_changed_prompt_is_a_divergence_that_names_the_step_and_shows_both_requests(bool streamed)
    {
        static Graph<string, string> Version(string words) => Graph.Define("one", 1, (GraphBuilder g, Step<string> input) => g.Ask("ask", input, t => Prompt.Text($"{words} {t}")));
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("a"));
        var first = await runtime.Orchestrator.RunAsync(Version("old words"), "x", cancellationToken: Token);

        var e = await Assert.ThrowsAsync<ReplayDivergenceException>(async () => _ = streamed
            ? (object)await runtime.Orchestrator.StreamReplayAsync(Version("new words"), first.Run, Token).ToListAsync(Token)
            : await runtime.Orchestrator.ReplayAsync(Version("new words"), first.Run, Token));

        Assert.Equal((first.Run, "ask"), (e.Run, e.Divergence.Step));
        Assert.Contains("old words x", e.Divergence.Recorded.ToString());
        Assert.Contains("new words x", e.Divergence.Actual.ToString());
        Assert.Equal(Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>()).RequestHash, e.Divergence.RecordedHash);
        Assert.DoesNotContain("words x", e.Message);
    }

    [Fact]
    public async Task A_divergence_from_a_cache_hit_shows_the_request_that_first_got_the_answer()
    {
        var policy = new StepPolicy { Cache = CachePolicy.For(TimeSpan.FromHours(1)) };
        Graph<string, string> Asking(string text) =>
            Graph.Define("ask", 1, (GraphBuilder g, Step<string> input) => g.Ask("answer", input, _ => Prompt.Text(text), policy));
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("a"));
        await runtime.Orchestrator.RunAsync(Asking("tea?"), "x", cancellationToken: Token);
        var hit = await runtime.Orchestrator.RunAsync(Asking("tea?"), "x", cancellationToken: Token);
        Assert.Equal(StepOutcome.Cached, Assert.Single(hit.Steps).Outcome);

        var thrown = await Assert.ThrowsAsync<ReplayDivergenceException>(() => runtime.Orchestrator.ReplayAsync(Asking("milk?"), hit.Run, Token));

        Assert.Contains("tea?", thrown.Divergence.Recorded.ToString());
        Assert.Contains("milk?", thrown.Divergence.Actual.ToString());
    }

    [Fact]
    public async Task A_recorded_answer_that_no_longer_fits_its_type_is_said_so()
    {
        // The same request: what a completion is read into is not part of what the model is sent.
        var before = Graph.Define("ask", 1, static (GraphBuilder g, Step<string> input) =>
            g.Compute("text", g.Ask("answer", input, static text => Prompt.User(text).AsCompletion()), static completion => completion.Text));
        using var runtime = TestRuntime.With(new ScriptedChatClient().SaysAndEndsBy(ChatFinishReason.ToolCalls));
        var first = await runtime.Orchestrator.RunAsync(before, "x", cancellationToken: Token);
        var after = Graph.Define("ask", 1, static (GraphBuilder g, Step<string> input) => g.Ask("answer", input, static text => Prompt.Text(text)));

        var failure = (await runtime.Orchestrator.ReplayAsync(after, first.Run, Token)).Failure!;

        Assert.Equal(("answer", FailureReason.InvalidOutput), (failure.Step, failure.Reason));
        Assert.Contains("the answer that was there already is not what the step asks for now. The answer is empty.", failure.Message);
    }

    [Fact]
    public async Task A_changed_option_is_a_divergence()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("a"));
        var first = await runtime.Orchestrator.RunAsync(Steps.AskAtMost(10), "x", cancellationToken: Token);

        await Assert.ThrowsAsync<ReplayDivergenceException>(() => runtime.Orchestrator.ReplayAsync(Steps.AskAtMost(11), first.Run, Token));
    }

    [Fact]
    public async Task A_step_that_the_log_does_not_know_is_a_divergence()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("a"));
        var first = await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token);
        var more = Graph.Define("one", 2, static (GraphBuilder g, Step<string> input) => g.Ask("new", g.Ask("ask", input, static t => Prompt.Text(t)), static t => Prompt.Text(t)));

        var e = await Assert.ThrowsAsync<ReplayDivergenceException>(() => runtime.Orchestrator.ReplayAsync(more, first.Run, Token));

        Assert.Equal(("new", null), (e.Divergence.Step, e.Divergence.RecordedHash));
    }

    [Fact]
    public async Task A_fallback_value_that_the_prompt_no_longer_has_is_a_divergence()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(FailureReason.NotFound));
        var first = await runtime.Orchestrator.RunAsync(Steps.AskOr("none"), "x", cancellationToken: Token);

        var e = await Assert.ThrowsAsync<ReplayDivergenceException>(() => runtime.Orchestrator.ReplayAsync(Steps.Ask(), first.Run, Token));

        Assert.Equal("ask", e.Divergence.Step);
    }

    [Fact]
    public async Task A_failed_run_is_replayed_up_to_its_failure()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(FailureReason.NotFound));
        var first = await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token);

        var e = await Assert.ThrowsAsync<ReplayDivergenceException>(() => runtime.Orchestrator.ReplayAsync(Steps.Ask(), first.Run, Token));

        Assert.Contains("the log holds no answer for step 'ask'", e.Message);
    }

    [Fact]
    public async Task A_run_the_log_does_not_hold_is_said_so()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient());
        var unknown = new RunId(new Guid("01980000-0000-7000-8000-000000000000"));

        Assert.Contains("the audit log does not hold it", (await Assert.ThrowsAsync<RunNotFoundException>(() => runtime.Orchestrator.ReplayAsync(Steps.Ask(), unknown, Token))).Message);
        Assert.Contains("the audit log does not hold it", (await Assert.ThrowsAsync<RunNotFoundException>(() => runtime.Orchestrator.ResumeAsync(Steps.Ask(), unknown, cancellationToken: Token))).Message);
        Assert.Contains("the audit log does not hold it", (await Assert.ThrowsAsync<RunNotFoundException>(() => runtime.Orchestrator.ReplayAsync(unknown, Token))).Message);
    }

    [Fact]
    public async Task Another_graphs_run_is_said_so()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Answers(static t => t));
        var first = await runtime.Orchestrator.RunAsync(Steps.AskEach(), 1, cancellationToken: Token);

        Assert.Contains("it is a run of graph 'each', not of 'one'", (await Assert.ThrowsAsync<RunNotFoundException>(() => runtime.Orchestrator.ReplayAsync(Steps.Ask(), first.Run, Token))).Message);
        Assert.Contains("its graph 'each' is not registered. Add it with AddGraph", (await Assert.ThrowsAsync<RunNotFoundException>(() => runtime.Orchestrator.ReplayAsync(first.Run, Token))).Message);
    }

    private static SortedDictionary<string, string> Pieces(IEnumerable<RunEvent> events) => new(
        events.OfType<TextDelta>().GroupBy(static delta => delta.Step).ToDictionary(static step => step.Key, static step => string.Join('~', step.Select(static delta => delta.Text))), StringComparer.Ordinal);
}
