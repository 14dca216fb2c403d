using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Runs;
using Orchestration.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestration.Core.Tests.Runs;

public sealed class HedgeTests
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);
    private static readonly StepPolicy Hedged = Steps.Once with { Hedge = Hedge.AfterDelay(Late) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_token_wins_and_the_others_cost_is_unknown()
    {
        var (slow, quick) = (new ScriptedChatClient().HangsAfter(), new ScriptedChatClient().Says("quick"));
        using var runtime = Two(slow, quick);

        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Hedged), "x", cancellationToken: Token);
        await Eventually.HoldsAsync(() => slow.InFlight == 1 && runtime.Time.Timers > 0);
        runtime.Time.Advance(Late);
        var result = await run;

        Assert.Equal("quick", result.Value);
        Assert.Equal(0, slow.InFlight);
        Assert.Equal(1, result.UnpricedAttempts);
        var ended = (await runtime.BodiesAsync<AttemptEndedRecord>()).ToDictionary(static attempt => attempt.Model);
        Assert.Equal((FailureReason.Cancelled, null), (ended["slow"].Failure!.Value, ended["slow"].CostUsd));
        Assert.True(ended["slow"].EstimatedCostUsd > 0);
        Assert.Null(ended["quick"].Failure);
    }

    [Fact]
    public async Task A_first_token_in_time_asks_nobody_else()
    {
        var quick = new ScriptedChatClient().Says("quick");
        using var runtime = Two(new ScriptedChatClient().Says("first"), quick);

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Hedged), "x", cancellationToken: Token);

        Assert.Equal("first", result.Value);
        Assert.Empty(quick.Requests);
    }

    [Fact]
    public async Task A_failure_before_the_delay_is_followed_by_the_next_candidate_as_without_a_hedge()
    {
        using var runtime = Two(new ScriptedChatClient().Fails(FailureReason.ServerError), new ScriptedChatClient().Says("quick"));

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Hedged), "x", cancellationToken: Token);

        Assert.Equal("quick", result.Value);
        Assert.Equal(2, (await runtime.BodiesAsync<AttemptEndedRecord>()).Count);
    }

    [Fact]
    public async Task The_reader_hears_only_the_winner()
    {
        var go = new TaskCompletionSource();
        using var runtime = Two(new ScriptedChatClient().Waits(go.Task, [], ["slow"]), new ScriptedChatClient().HangsAfter());
        var events = new List<RunEvent>();
        var run = Task.Run(
            async () =>
            {
                await foreach (var e in runtime.Orchestrator.StreamAsync(Steps.Ask(Hedged), "x", cancellationToken: Token))
                {
                    events.Add(e);
                }
            },
            Token);
        await Eventually.HoldsAsync(() => runtime.Time.Timers > 0);
        runtime.Time.Advance(Late);
        await Eventually.HoldsAsync(() => ((ScriptedChatClient)runtime.Services.GetRequiredKeyedService<object>("second")).InFlight == 1);

        go.SetResult();
        await run;

        Assert.Equal("slow", string.Concat(events.OfType<TextDelta>().Select(static delta => delta.Text)));
        Assert.All(events.OfType<TextDelta>(), static delta => Assert.Equal(1, delta.Attempt));
        Assert.Equal(FailureReason.Cancelled, Assert.Single(events.OfType<AttemptFailed>()).Failure.Reason);
    }

    [Fact]
    public async Task When_both_fail_the_step_fails_with_both()
    {
        var go = new TaskCompletionSource();
        var (first, second) = (new ScriptedChatClient().IgnoresCancellationAfter(go.Task), new ScriptedChatClient().Fails(FailureReason.Overloaded));
        using var runtime = Two(first, second);

        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Hedged with { Timeout = new() { Attempt = 10 * Late } }), "x", cancellationToken: Token);
        await Eventually.HoldsAsync(() => first.InFlight == 1 && runtime.Time.Timers > 1);
        runtime.Time.Advance(Late);
        await Eventually.HoldsAsync(() => second.Requests.Count == 1);
        runtime.Time.Advance(10 * Late);
        var failure = (await run).Failure!;
        go.SetResult();

        Assert.Equal([FailureReason.Overloaded, FailureReason.Timeout], failure.Attempts.Select(static attempt => attempt.Reason).Order());
    }

    private static TestRuntime Two(ScriptedChatClient first, ScriptedChatClient second) => new(builder =>
    {
        builder.AddModel("slow", first, TestRuntime.OneDollarAMillion).AddModel("quick", second, TestRuntime.OneDollarAMillion);
        builder.Services.AddKeyedSingleton<object>("second", second);
    });
}
