using System.Collections.Concurrent;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class EffectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_effects_result_is_recorded_as_json()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var result = await runtime.Orchestrator.RunAsync(Effect(static (text, _, _) => ValueTask.FromResult(text + "!")), "x", new() { Tenant = "acme" }, Token);

        Assert.Equal("x!", result.Value);
        var record = Assert.Single(await runtime.RecordsAsync(), static record => record.Kind == AuditKind.Effect);
        Assert.Equal(("send", 1, "\"x!\""), (record.Step, record.Attempt, ((EffectRecord)record.Body).Result.ToString()));
        Assert.Equal(("send", StepOutcome.New, 1), (result.Steps[0].Step, result.Steps[0].Outcome, result.Steps[0].Attempts));
    }

    [Fact]
    public async Task Without_a_policy_a_failed_effect_is_not_repeated()
    {
        var calls = 0;
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var failure = (await runtime.Orchestrator.RunAsync(Effect((_, _, _) =>
        {
            calls++;
            throw new IOException("broken");
        }), "x", cancellationToken: Token)).Failure!;

        Assert.Equal((1, "send", FailureReason.ConnectionLost), (calls, failure.Step, failure.Reason));
        Assert.IsType<IOException>(failure.InnerException);
        var record = Assert.Single(await runtime.BodiesAsync<EffectRecord>());
        Assert.True(record.Result.IsEmpty);
        Assert.Contains("broken", record.Error);
    }

    [Fact]
    public async Task A_policy_lets_an_effect_be_repeated_and_tells_repetitions_apart_by_their_key()
    {
        var contexts = new ConcurrentQueue<EffectContext>();
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var result = await runtime.Orchestrator.RunAsync(
            Effect((text, context, _) =>
            {
                contexts.Enqueue(context);
                return context.Attempt < 3 ? throw new IOException("broken") : ValueTask.FromResult(text);
            }, Steps.AtOnce),
            "x",
            new() { Tenant = "acme" },
            Token);

        Assert.True(result.Succeeded);
        Assert.Equal([1, 2, 3], contexts.Select(static context => context.Attempt));
        Assert.Equal($"{result.Run}/send", Assert.Single(contexts.Select(static context => context.IdempotencyKey).Distinct()));
        Assert.All(contexts, context => Assert.Equal((result.Run, "acme", "send"), (context.Run, context.Tenant, context.Step)));
        Assert.Equal(3, (await runtime.BodiesAsync<EffectRecord>()).Count);
        Assert.Equal(3, result.Steps[0].Attempts);
    }

    [Fact]
    public async Task An_effect_that_is_done_is_not_repeated_because_its_result_cannot_be_recorded()
    {
        var calls = 0;
        var graph = Graph.Define("handles", 1, (GraphBuilder g, Step<string> input) =>
        {
            var handle = g.Effect("open", input, (_, _, _) => ValueTask.FromResult(new Handle((nint)(++calls))), Steps.AtOnce with { Retry = new() { On = FailureReasons.Any } });
            return g.Compute("number", handle, static h => (long)h.Value);
        });
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var failure = (await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token)).Failure!;

        Assert.Equal((1, "open"), (calls, failure.Step));
        Assert.Contains("the effect was done, but its result cannot be recorded as JSON", failure.Message);
    }

    [Fact]
    public async Task An_effect_is_repeated_only_for_the_policys_reasons()
    {
        var calls = 0;
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var failure = (await runtime.Orchestrator.RunAsync(Effect((_, _, _) =>
        {
            calls++;
            throw new NotSupportedException("wrong");
        }, Steps.AtOnce), "x", cancellationToken: Token)).Failure!;

        Assert.Equal((1, FailureReason.InvalidRequest), (calls, failure.Reason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_effect_that_takes_too_long_is_left_behind(bool listens)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient());
        var policy = new StepPolicy { Timeout = new() { Attempt = TimeSpan.FromSeconds(5) }, Retry = Retry.Never };
        var run = runtime.Orchestrator.RunAsync(Effect(async (text, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, listens ? token : CancellationToken.None);
            return text;
        }, policy), "x", cancellationToken: Token);

        runtime.Time.Advance(TimeSpan.FromSeconds(5));

        var failure = (await run).Failure!;
        Assert.Equal(FailureReason.Timeout, failure.Reason);
        Assert.Contains("the attempt took longer than 5 s", failure.Message);
    }

    [Fact]
    public async Task The_total_time_of_an_effect_holds_over_its_attempts()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient());
        var policy = new StepPolicy { Timeout = TimeSpan.FromSeconds(5), Retry = new() { BaseDelay = TimeSpan.Zero, MaxAttempts = 5 } };
        var run = runtime.Orchestrator.RunAsync(Effect(static async (text, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return text;
        }, policy), "x", cancellationToken: Token);

        runtime.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Single((await run).Failure!.Attempts);
    }

    private static Graph<string, string> Effect(Func<string, EffectContext, CancellationToken, ValueTask<string>> body, StepPolicy? policy = null) =>
        Graph.Define("effect", 1, (GraphBuilder g, Step<string> input) => g.Effect("send", input, body, policy));

    private sealed record Handle(nint Value);
}
