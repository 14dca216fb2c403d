using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class RunByJsonTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly Graph<Topic, Piece> Write = Graph.Define("write", version: 1, static (GraphBuilder g, Step<Topic> topic) =>
    {
        var text = g.Ask("draft", topic, static t => Prompt.Text($"about {t.Name}"), new StepPolicy { Route = "model", Cache = CachePolicy.For(TimeSpan.FromDays(1)) });
        return g.Compute("piece", text, static t => new Piece(t, t.Length));
    });

    private static JsonBytes Json(string json) => new(Encoding.UTF8.GetBytes(json));

    [Fact]
    public async Task A_registered_graph_runs_on_json_and_gives_json()
    {
        using var runtime = new TestRuntime(static builder => builder.AddModel("model", new EchoClient()).AddGraph(Write));

        var result = await runtime.Orchestrator.RunAsync(runtime.Orchestrator.Graphs.Single(), Json("""{"Name":"tea"}"""), cancellationToken: Token);

        Assert.Equal("""{"Text":"[about tea]","Length":11}""", result.ToJson().ToString());
    }

    [Fact]
    public async Task Json_that_is_no_input_is_refused_with_its_place()
    {
        using var runtime = new TestRuntime(static builder => builder.AddModel("model", new EchoClient()).AddGraph(Write));

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => runtime.Orchestrator.RunAsync(Write, Json("""{"Name":7}"""), cancellationToken: Token));

        Assert.Contains("not an input of graph 'write', a Topic, at $.Name, line 1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_output_of_a_failed_run_throws_as_json_too()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(FailureReason.Authentication));

        var result = await runtime.Orchestrator.RunAsync(Write, Json("""{"Name":"tea"}"""), cancellationToken: Token);

        Assert.Throws<RunFailedException>(() => result.ToJson());
    }

    [Fact]
    public async Task A_route_for_the_run_takes_the_place_of_every_steps_own()
    {
        using var runtime = new TestRuntime(static builder => builder.AddModel("model", new EchoClient()).AddModel("other", new EchoClient()));

        var result = await runtime.Orchestrator.RunAsync(Write, new Topic("tea"), new() { Route = "other" }, Token);

        Assert.Equal("other", result.Steps.Single().Model);
        Assert.Equal("other", (await runtime.BodiesAsync<RunStartedRecord>()).Single().Route);
    }

    [Fact]
    public async Task A_route_for_the_run_that_is_not_registered_is_refused()
    {
        using var runtime = TestRuntime.With(new EchoClient());

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => runtime.Orchestrator.RunAsync(Write, new Topic("tea"), new() { Route = "otter" }, Token));

        Assert.Contains("Route names 'otter', which is not registered", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeats_of_a_case_are_not_copies_of_the_first_and_a_repeat_run_again_is()
    {
        using var runtime = TestRuntime.With(new EchoClient());

        var outcomes = new List<StepOutcome>();
        foreach (var repeat in new[] { 1, 2, 3, 2, 1 })
        {
            var result = await runtime.Orchestrator.RunAsync(Write, new Topic("tea"), new() { Eval = new EvalCase("set", "case", repeat) }, Token);
            outcomes.Add(result.Steps.Single().Outcome);
        }

        Assert.Equal([StepOutcome.New, StepOutcome.New, StepOutcome.New, StepOutcome.Cached, StepOutcome.Cached], outcomes);
        var starts = await runtime.BodiesAsync<RunStartedRecord>();
        Assert.Equal(new EvalCase("set", "case", 2), starts[1].Eval);
        Assert.All(starts, static start => Assert.False(start.IsOriginal));
    }

    [Fact]
    public async Task Runs_under_a_shared_budget_cannot_overspend_it_together()
    {
        // A run costs 510 tokens at a dollar a million, and reserves more than 1,000: of twelve at once, three or four fit.
        using var runtime = TestRuntime.With(new EchoClient());
        var options = new RunOptions { SharedBudget = new SharedBudget("together", Budget.Usd(0.004m)) };

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => runtime.Orchestrator.RunAsync(Write, new Topic($"tea {i}"), options, Token)));

        Assert.InRange(results.Sum(static result => result.CostUsd), 0.00051m, 0.004m);
        Assert.Contains(results, static result => result.Failure?.Reason == FailureReason.Budget && result.Failure.Message.Contains("shared 'together'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_decoration_stands_before_every_model_the_last_one_outermost()
    {
        var order = new List<string>();
        using var runtime = new TestRuntime(builder => builder
            .AddModel("model", new EchoClient())
            .DecorateModels((_, name, inner) => new Noting(inner, () => order.Add($"inner {name}")))
            .DecorateModels((_, name, inner) => new Noting(inner, () => order.Add($"outer {name}"))));

        await runtime.Orchestrator.RunAsync(Write, new Topic("tea"), cancellationToken: Token);

        Assert.Equal(["outer model", "inner model"], order);
    }

    [Fact]
    public async Task Scores_and_looks_are_read_back_as_they_were_written()
    {
        var log = new InMemoryAuditLog();
        var run = new RunId(Guid.CreateVersion7());
        AuditBody[] bodies = [new ScoredRecord { Metric = "groundedness", Score = 0.75, Reason = "3 of 4", Scorer = "citations 1" }, new AccessedRecord { Actor = "ann", Action = "export", Reason = "T-1", Runs = 3 }];
        foreach (var body in bodies)
        {
            await log.AppendAsync(AuditRecord.Create(Guid.CreateVersion7(), "acme", run, null, null, DateTimeOffset.UnixEpoch, body), Token);
        }

        var read = await log.ReadAsync(new AuditQuery { Run = run }, Token).Select(static record => AuditRecord.Parse(record.Utf8)).ToListAsync(Token);

        Assert.Equal(bodies, read.Select(static record => record.Body));
        Assert.Equal([AuditKind.Scored, AuditKind.Accessed], read.Select(static record => record.Kind));
    }

    private sealed record Topic(string Name);

    private sealed record Piece(string Text, int Length);

    private sealed class Noting(Microsoft.Extensions.AI.IChatClient inner, Action note) : Microsoft.Extensions.AI.DelegatingChatClient(inner)
    {
        public override IAsyncEnumerable<Microsoft.Extensions.AI.ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, Microsoft.Extensions.AI.ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            note();
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }

        public override Task<Microsoft.Extensions.AI.ChatResponse> GetResponseAsync(
            IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, Microsoft.Extensions.AI.ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            note();
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
