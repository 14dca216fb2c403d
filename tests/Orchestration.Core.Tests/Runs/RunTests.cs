using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class RunTests
{
    private static readonly Graph<string, string> Echo = Graph.Define("echo", version: 1, static (GraphBuilder g, Step<string> input) =>
    {
        var answer = g.Ask("answer", input, static text => Prompt.Text($"Say {text}."));
        return g.Compute("shout", answer, static text => text.ToUpperInvariant());
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_gives_the_output_its_usage_and_its_cost()
    {
        var model = new ScriptedChatClient().Says("hel", "lo");
        using var runtime = TestRuntime.With(model);

        var result = await runtime.Orchestrator.RunAsync(Echo, "hello", cancellationToken: Token);

        Assert.Equal("HELLO", result.Value);
        Assert.Equal("Say hello.", Assert.Single(model.Requests).LastText);
        Assert.Equal(new Usage { InputTokens = 10, OutputTokens = 2 }, result.Usage);
        Assert.Equal(0.000012m, result.CostUsd);
        Assert.Equal(0, result.UnpricedAttempts);
        var step = Assert.Single(result.Steps);
        Assert.Equal(("answer", StepOutcome.New, "model", 1), (step.Step, step.Outcome, step.Model, step.Attempts));
    }

    [Fact]
    public async Task A_run_is_recorded_from_intent_to_end()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("hello"));

        var result = await runtime.Orchestrator.RunAsync(Echo, "hello", new() { Tenant = "acme" }, Token);

        var records = await runtime.RecordsAsync(new AuditQuery { Run = result.Run });
        Assert.Equal([AuditKind.RunStarted, AuditKind.AttemptStarted, AuditKind.AttemptEnded, AuditKind.StepCompleted, AuditKind.RunEnded], records.Select(r => r.Kind));
        Assert.All(records, record => Assert.Equal("acme", record.Tenant));
        Assert.All(records, record => Assert.True(record.HashHolds()));
        Assert.Equal("\"hello\"", ((RunStartedRecord)records[0].Body).Input.ToString());
        var ended = (AttemptEndedRecord)records[2].Body;
        Assert.Equal("hello", ended.Completion!.Text);
        Assert.Equal(((AttemptStartedRecord)records[1].Body).RequestHash, ended.RequestHash);
        Assert.Equal(records[2].Id, ((StepCompletedRecord)records[3].Body).AcceptedAttempt);
        Assert.Equal(RunOutcome.Succeeded, ((RunEndedRecord)records[4].Body).Outcome);
    }

    [Fact]
    public async Task A_failed_run_names_the_step_and_every_attempt()
    {
        var model = new ScriptedChatClient().Fails(FailureReason.InvalidRequest);
        using var runtime = TestRuntime.With(model);

        var result = await runtime.Orchestrator.RunAsync(Echo, "hello", cancellationToken: Token);

        Assert.False(result.Succeeded);
        var failure = Assert.Throws<RunFailedException>(() => result.Value);
        Assert.Equal(("answer", FailureReason.InvalidRequest), (failure.Step, failure.Reason));
        Assert.Equal(1, Assert.Single(failure.Attempts).Attempt);
        Assert.Contains("Graph 'echo', step 'answer' failed (InvalidRequest)", failure.Message);
    }

    [Fact]
    public async Task A_stream_begins_and_ends_with_the_run_and_yields_deltas_between()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("a", "b", "c"));

        var events = await runtime.Orchestrator.StreamAsync(Echo, "x", cancellationToken: Token).ToListAsync(Token);

        Assert.IsType<RunStarted>(events[0]);
        Assert.Equal("ABC", Assert.IsType<RunEnded<string>>(events[^1]).Result.Value);
        Assert.Equal(["a", "b", "c"], events.OfType<TextDelta>().Select(delta => delta.Text));
        Assert.Equal(["answer", "shout"], events.OfType<StepStarted>().Select(step => step.Step));
        Assert.Equal([("answer", StepOutcome.New), ("shout", StepOutcome.New)], events.OfType<StepEnded>().Select(step => (step.Step, step.Outcome)));
    }

    [Fact]
    public async Task A_replay_gives_the_same_output_without_a_call()
    {
        var model = new ScriptedChatClient().Says("hel", "lo");
        using var runtime = TestRuntime.With(model);
        var first = await runtime.Orchestrator.RunAsync(Echo, "hello", cancellationToken: Token);

        var replay = await runtime.Orchestrator.ReplayAsync(Echo, first.Run, Token);

        Assert.Equal(first.Value, replay.Value);
        Assert.Equal(StepOutcome.Replayed, Assert.Single(replay.Steps).Outcome);
        Assert.Single(model.Requests);
        Assert.Equal(0, replay.CostUsd);
    }
}
