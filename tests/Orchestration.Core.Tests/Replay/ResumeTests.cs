using Microsoft.Extensions.DependencyInjection;
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

public sealed class ResumeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_cut_off_after_any_record_gives_the_same_output_and_pays_only_for_what_is_missing()
    {
        using var story = new RecordedStory();
        var first = await story.Runtime.Orchestrator.RunAsync(story.Graph, "tea", new() { Tenant = "acme" }, Token);
        var records = await story.Runtime.RecordsAsync();
        Assert.InRange(records.Count, 20, 60);

        for (var kept = 1; kept <= records.Count; kept++)
        {
            var before = records[..kept];
            using var after = new RecordedStory(await LogOf(before));

            var result = await after.Runtime.Orchestrator.ResumeAsync(after.Graph, first.Run, cancellationToken: Token);

            Assert.Equal(first.Value, result.Value);
            Assert.Equal(first.Run, result.Run);
            var known = before.Where(static record => record.Body is AttemptEndedRecord { Failure: null } or StepCompletedRecord).Select(static record => record.Step!).ToHashSet();
            var cached = known.Contains("same") && !known.Contains("again") ? 1 : !known.Contains("same") ? 1 : 0;
            Assert.Equal(RecordedStory.Asks.Count(step => !known.Contains(step)) + cached, after.Good.Calls);
            Assert.Equal(known.Contains("maybe") ? 0 : 1, after.Broken.Requests.Count);
            Assert.Equal(before.Any(static record => record.Kind == AuditKind.Effect) ? 0 : 1, after.Effects);
            await AssertSums(after.Runtime, result, kept);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repaired_answer_is_found_again_wherever_its_run_was_cut_off(bool isShownTheSchema)
    {
        var profile = isShownTheSchema ? new ModelProfile { Capabilities = ModelCapabilities.Streaming } : new ModelProfile();
        var graph = StructuredSteps.Read(Steps.AtOnce);
        using var whole = TestRuntime.With(new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says(StructuredSteps.Valid), profile);
        var first = await whole.Orchestrator.RunAsync(graph, "a bill", cancellationToken: Token);
        var records = await whole.RecordsAsync();

        for (var kept = 1; kept <= records.Count; kept++)
        {
            var model = new ScriptedChatClient().Says(StructuredSteps.Valid);
            using var after = new TestRuntime(builder => builder.AddModel("model", model, profile)) { Log = await LogOf(records[..kept]) };

            var result = await after.Orchestrator.ResumeAsync(graph, first.Run, cancellationToken: Token);

            Assert.Equal(12.50m, result.Value.Items[0].Price);
            Assert.Equal(records[..kept].Any(static record => record.Body is AttemptEndedRecord { Failure: null }) ? 0 : 1, model.Requests.Count);
        }
    }

    [Fact]
    public async Task A_resumed_run_keeps_its_tenant_and_is_marked()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("a"));
        var first = await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", new() { Tenant = "acme" }, Token);

        await runtime.Orchestrator.ResumeAsync(Steps.Ask(), first.Run, new() { Tenant = "other" }, Token);

        var records = await runtime.RecordsAsync();
        Assert.All(records, static record => Assert.Equal("acme", record.Tenant));
        Assert.Equal([false, true], records.Select(static record => record.Body).OfType<RunStartedRecord>().Select(static start => start.Resumed));
    }

    [Fact]
    public async Task A_failed_run_can_be_resumed_and_then_replayed()
    {
        var graph = Graph.Define("chain", 1, static (GraphBuilder g, Step<string> input) =>
        {
            var a = g.Ask("a", input, static t => Prompt.Text(t));
            return g.Ask("b", a, static _ => Prompt.Text("item 1"));
        });
        using var failing = TestRuntime.With(new ScriptedChatClient().Says("first").Fails(FailureReason.InvalidRequest));
        var first = await failing.Orchestrator.RunAsync(graph, "x", cancellationToken: Token);
        Assert.False(first.Succeeded);
        using var healed = new TestRuntime(static builder => Microsoft.Extensions.DependencyInjection.OrchestrationServiceCollectionExtensions.AddModel(builder, "model", new ScriptedChatClient().Says("second"))) { Log = failing.Log };

        var resumed = await healed.Orchestrator.ResumeAsync(graph, first.Run, cancellationToken: Token);

        Assert.Equal("second", resumed.Value);
        Assert.Equal([StepOutcome.Replayed, StepOutcome.New], resumed.Steps.Select(static step => step.Outcome));
        Assert.Equal("second", (await healed.Orchestrator.ReplayAsync(graph, first.Run, Token)).Value);
    }

    [Fact]
    public async Task A_resumed_run_counts_its_attempts_on_and_streams_what_it_finds_and_what_it_asks()
    {
        var graph = Graph.Define("chain", 1, static (GraphBuilder g, Step<string> input) =>
        {
            var a = g.Ask("a", input, static t => Prompt.Text(t));
            return g.Ask("b", a, static _ => Prompt.Text("item 1"));
        });
        var model = new ScriptedChatClient().Says("fi", "rst").Fails(FailureReason.InvalidRequest).Says("second");
        using var runtime = TestRuntime.With(model);
        var first = await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token);

        var events = await runtime.Orchestrator.StreamResumeAsync(graph, first.Run, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(["fi", "rst", "second"], events.OfType<TextDelta>().Select(static delta => delta.Text));
        Assert.Equal(2, events.OfType<AttemptStarted>().Single().Attempt);
        var attempts = (await runtime.RecordsAsync(new AuditQuery { Step = "b", Kind = AuditKind.AttemptEnded })).Select(static record => record.Attempt);
        Assert.Equal([1, 2], attempts);
    }

    [Fact]
    public async Task A_registered_graph_is_resumed_by_the_runs_id_alone()
    {
        using var story = new RecordedStory();
        var first = await story.Runtime.Orchestrator.RunAsync(story.Graph, "tea", cancellationToken: Token);
        using var after = new RecordedStory(await LogOf((await story.Runtime.RecordsAsync())[..1]), registered: true);

        Assert.Equal(first.Value, (await after.Runtime.Orchestrator.ResumeAsync(first.Run, cancellationToken: Token)).Output);
    }

    [Fact]
    public async Task A_changed_prompt_of_an_answered_step_is_a_divergence()
    {
        static Graph<string, string> Version(string words) => Graph.Define("one", 1, (GraphBuilder g, Step<string> input) => g.Ask("ask", input, t => Prompt.Text($"{words} {t}")));
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("a"));
        var first = await runtime.Orchestrator.RunAsync(Version("old"), "x", cancellationToken: Token);

        await Assert.ThrowsAsync<ReplayDivergenceException>(() => runtime.Orchestrator.ResumeAsync(Version("new"), first.Run, cancellationToken: Token));
    }

    [Fact]
    public async Task What_was_spent_before_counts_against_the_runs_budget()
    {
        using var runtime = TestRuntime.With(new EchoClient());
        var first = await runtime.Orchestrator.RunAsync(Steps.AskEach(maxConcurrency: 1), 2, cancellationToken: Token);
        var cut = (await runtime.RecordsAsync()).TakeWhile(static record => record.Step != "items[1]/ask").ToList();
        using var poor = new TestRuntime(Good) { Log = await LogOf(cut) };
        using var rich = new TestRuntime(Good) { Log = await LogOf(cut) };

        // The first item took 0.00051 dollars; the second may take 0.00101.
        var refused = await poor.Orchestrator.ResumeAsync(Steps.AskEach(maxConcurrency: 1), first.Run, new() { Budget = Budget.Usd(0.0015m) }, Token);
        var done = await rich.Orchestrator.ResumeAsync(Steps.AskEach(maxConcurrency: 1), first.Run, new() { Budget = Budget.Usd(0.0016m) }, Token);

        Assert.Equal(("items[1]/ask", FailureReason.Budget), (refused.Failure?.Step, refused.Failure?.Reason));
        Assert.Equal(first.Value, done.Value);
        Assert.Equal(0.00051m, done.CostUsd);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_attempt_whose_end_is_unknown_counts_for_what_was_reserved(bool ofTheStep)
    {
        var budget = Budget.Usd(0.0015m);
        var graph = Steps.Ask(ofTheStep ? new() { Budget = budget } : null);
        var options = ofTheStep ? new RunOptions() : new RunOptions { Budget = budget };
        using var runtime = TestRuntime.With(new EchoClient());
        var first = await runtime.Orchestrator.RunAsync(graph, "x", options, Token);
        using var after = new TestRuntime(Good) { Log = await LogOf((await runtime.RecordsAsync())[..2]) };

        var resumed = await after.Orchestrator.ResumeAsync(graph, first.Run, options, Token);

        Assert.Equal(FailureReason.Budget, resumed.Failure?.Reason);
    }

    private static void Good(Orchestration.DependencyInjection.IOrchestrationBuilder builder) =>
        Microsoft.Extensions.DependencyInjection.OrchestrationServiceCollectionExtensions.AddModel(builder, "model", new EchoClient(), TestRuntime.OneDollarAMillion);

    private static async Task<InMemoryAuditLog> LogOf(IEnumerable<AuditRecord> records)
    {
        var log = new InMemoryAuditLog();
        foreach (var record in records)
        {
            await log.AppendAsync(record, Token);
        }

        return log;
    }

    /// <summary>Of what the resumed part of the run did itself: the sums of its attempts are the run's, and the log's.</summary>
    private static async Task AssertSums(TestRuntime runtime, RunResult result, int before)
    {
        var own = (await runtime.RecordsAsync()).Skip(before).Select(static record => record.Body).ToList();
        var attempts = own.OfType<AttemptEndedRecord>().ToList();
        var end = Assert.IsType<RunEndedRecord>(own[^1]);
        Assert.Equal(attempts.Sum(static attempt => attempt.CostUsd ?? 0), result.CostUsd);
        Assert.Equal(attempts.Select(static attempt => attempt.Completion?.Usage).OfType<Usage>().Aggregate(new Usage(), static (a, b) => a + b), result.Usage);
        Assert.Equal((result.CostUsd, result.Usage, attempts.Count), (end.CostUsd, end.Usage, end.Attempts));
        Assert.Equal(attempts.Count, own.OfType<AttemptStartedRecord>().Count());
    }
}
