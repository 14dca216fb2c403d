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

public sealed class RunLimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_fails_when_its_deadline_passes()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().HangsAfter("par"));
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(), "x", new() { Deadline = TimeSpan.FromSeconds(10) }, Token);

        runtime.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(run.IsCompleted);
        runtime.Time.Advance(TimeSpan.FromSeconds(0.1));
        var failure = (await run).Failure;

        Assert.Equal(("ask", FailureReason.Timeout), (failure?.Step, failure?.Reason));
        Assert.Contains("the run's deadline of 00:00:10 passed", failure!.Message);
        Assert.Equal((FailureReason.Cancelled, "par"), ((await runtime.BodiesAsync<AttemptEndedRecord>())[0].Failure, (await runtime.BodiesAsync<AttemptEndedRecord>())[0].Completion?.Text));
        Assert.Equal((RunOutcome.Failed, FailureReason.Timeout), ((await runtime.BodiesAsync<RunEndedRecord>())[0].Outcome, (await runtime.BodiesAsync<RunEndedRecord>())[0].Failure));
    }

    [Fact]
    public async Task The_failure_of_a_late_run_holds_the_attempts_made_until_then()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(FailureReason.ServerError).HangsAfter("par"));
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce), "x", new() { Deadline = TimeSpan.FromSeconds(10) }, Token);

        runtime.Time.Advance(TimeSpan.FromSeconds(10));
        var failure = (await run).Failure;

        Assert.Equal([(1, FailureReason.ServerError), (2, FailureReason.Cancelled)], failure?.Attempts.Select(static attempt => (attempt.Attempt, attempt.Reason)));
        Assert.Contains("the run's deadline of 00:00:10 passed", failure!.Message);
    }

    [Fact]
    public async Task No_more_calls_are_under_way_at_once_than_the_run_allows()
    {
        var gate = new TaskCompletionSource();
        var model = new ScriptedChatClient().Waits(gate.Task, ["a"], ["b"]);
        using var runtime = TestRuntime.With(model);

        var run = runtime.Orchestrator.RunAsync(Steps.AskEach(), 12, new() { MaxConcurrentCalls = 3 }, Token);
        await Eventually.HoldsAsync(() => model.InFlight == 3);
        for (var i = 0; i < 200; i++)
        {
            await Task.Yield();
            Assert.InRange(model.InFlight, 0, 3);
        }

        gate.SetResult();
        Assert.Equal(12, (await run).Value.Count);
        Assert.Equal(12, model.Requests.Count);
    }

    [Fact]
    public async Task A_steps_time_passes_while_it_waits_for_a_slot_too()
    {
        var model = new ScriptedChatClient().HangsAfter("a");
        using var runtime = TestRuntime.With(model);
        var policy = Steps.Once with { Timeout = TimeSpan.FromSeconds(5) };
        var graph = Graph.Define("two", 1, (GraphBuilder g, Step<string> input) =>
        {
            var first = g.Ask("first", input, static t => Prompt.Text(t));
            var second = g.Ask("second", input, static t => Prompt.Text(t), policy);
            return g.Compute("both", first, second, static (a, b) => a + b);
        });
        var run = runtime.Orchestrator.RunAsync(graph, "x", new() { MaxConcurrentCalls = 1 }, Token);
        await Eventually.HoldsAsync(() => model.InFlight == 1 && runtime.Time.Timers > 0);

        runtime.Time.Advance(TimeSpan.FromSeconds(5));
        var failure = (await run.WaitAsync(TimeSpan.FromSeconds(10), Token)).Failure;

        Assert.Equal(("second", FailureReason.Timeout), (failure?.Step, failure?.Reason));
    }

    [Theory]
    [InlineData("Tenant is null")]
    [InlineData("Deadline is not positive")]
    [InlineData("MaxConcurrentCalls is 0")]
    [InlineData("Budget.MaxUsd is -1")]
    public async Task Options_that_cannot_hold_are_refused(string fault)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient());
        var options = fault[0] switch
        {
            'T' => new RunOptions { Tenant = null! },
            'D' => new RunOptions { Deadline = TimeSpan.Zero },
            'M' => new RunOptions { MaxConcurrentCalls = 0 },
            _ => new RunOptions { Budget = Budget.Usd(-1) },
        };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => runtime.Orchestrator.RunAsync(Steps.Ask(), "x", options, Token));

        Assert.Contains(fault, refusal.Message);
    }

    [Fact]
    public void A_default_policy_that_cannot_hold_is_refused_when_the_runtime_is_made()
    {
        using var runtime = new TestRuntime(static builder => builder.AddModel("m", new ScriptedChatClient()), static options => options.DefaultPolicy = new() { MaxAttempts = 0 });

        Assert.Contains("MaxAttempts is 0", Assert.ThrowsAny<Exception>(() => runtime.Orchestrator).Message);
    }
}
