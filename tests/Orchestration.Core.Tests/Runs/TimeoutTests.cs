using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_token_that_does_not_come_in_time_fails_the_attempt()
    {
        var model = new ScriptedChatClient().HangsAfter().Says("ok");
        using var runtime = TestRuntime.With(model);
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce with { Timeout = new() { FirstToken = 5 * Second } }), "x", cancellationToken: Token);

        runtime.Time.Advance(4.9 * Second);
        Assert.Single(model.Requests);
        runtime.Time.Advance(0.1 * Second);

        Assert.Equal("ok", (await run).Value);
        Assert.True(model.Requests[0].CancellationToken.IsCancellationRequested);
        var attempt = (await runtime.BodiesAsync<AttemptEndedRecord>())[0];
        Assert.Equal((FailureReason.Timeout, "no first token came within 5 s."), (attempt.Failure, attempt.Message));
    }

    [Fact]
    public async Task Signs_of_life_are_no_first_token()
    {
        var model = new LiveChatClient();
        using var runtime = TestRuntime.With(model);
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once with { Timeout = new() { FirstToken = 5 * Second } }), "x", cancellationToken: Token);

        runtime.Time.Advance(3 * Second);
        model.Send(new ChatResponseUpdate { Role = ChatRole.Assistant });
        await Eventually.HoldsAsync(() => model.Taken == 1);
        runtime.Time.Advance(2 * Second);

        Assert.Equal(FailureReason.Timeout, (await run).Failure?.Reason);
    }

    [Fact]
    public async Task A_stream_that_stands_still_fails_the_attempt()
    {
        var model = new LiveChatClient();
        using var runtime = TestRuntime.With(model);
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once with { Timeout = new() { Idle = 5 * Second } }), "x", cancellationToken: Token);

        runtime.Time.Advance(60 * Second);
        for (var i = 1; i <= 3; i++)
        {
            model.Say("a");
            await Eventually.HoldsAsync(() => model.Taken == i && runtime.Time.Timers == 1);
            Assert.False(run.IsCompleted);
            runtime.Time.Advance((i < 3 ? 4 : 5) * Second);
        }

        var failure = (await run).Failure!;
        Assert.Equal(FailureReason.Timeout, failure.Reason);
        Assert.Contains("no further token came within 5 s", failure.Message);
        Assert.Equal("aaa", Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>()).Completion?.Text);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_fails_even_while_it_streams()
    {
        var model = new LiveChatClient();
        using var runtime = TestRuntime.With(model);
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once with { Timeout = new() { Idle = 5 * Second, Attempt = 7 * Second } }), "x", cancellationToken: Token);

        model.Say("a");
        await Eventually.HoldsAsync(() => model.Taken == 1 && runtime.Time.Timers == 1);
        runtime.Time.Advance(4 * Second);
        model.Say("b");
        await Eventually.HoldsAsync(() => model.Taken == 2);
        runtime.Time.Advance(3 * Second);

        Assert.Contains("the attempt took longer than 7 s", (await run).Failure!.Message);
    }

    [Fact]
    public async Task The_total_holds_over_all_attempts_and_the_waits_between_them()
    {
        var model = new ScriptedChatClient().HangsAfter("a");
        using var runtime = TestRuntime.With(model);
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce with { Timeout = new() { Total = 10 * Second, Attempt = 4 * Second } }), "x", cancellationToken: Token);

        for (var i = 0; i < 10; i++)
        {
            await Eventually.HoldsAsync(() => run.IsCompleted || runtime.Time.Timers > 0);
            runtime.Time.Advance(Second);
        }

        var result = await run;
        Assert.Equal(FailureReason.Timeout, result.Failure?.Reason);
        Assert.Equal(10 * Second, result.Duration);
        Assert.Equal(["4", "4", "2"], result.Failure!.Attempts.Select(static attempt => $"{attempt.Duration.TotalSeconds:0.#}"));
        Assert.Contains("the step took longer than 10 s", result.Failure.Attempts[^1].Message);
    }

    [Fact]
    public async Task A_late_write_of_a_timed_out_attempt_is_dropped()
    {
        var late = new TaskCompletionSource();
        var model = new ScriptedChatClient().IgnoresCancellationAfter(late.Task, "early").Waits(late.Task, ["go"], ["od"]);
        using var runtime = TestRuntime.With(model);
        var events = new List<RunEvent>();
        var run = Task.Run(async () =>
        {
            await foreach (var e in runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.Anew with { Timeout = new() { Idle = 5 * Second } }), "x", cancellationToken: Token))
            {
                lock (events)
                {
                    events.Add(e);
                }
            }
        }, Token);
        await Eventually.HoldsAsync(() => model.InFlight == 1 && runtime.Time.Timers == 1);

        runtime.Time.Advance(5 * Second);
        await Eventually.HoldsAsync(() => model.InFlight == 2);
        late.SetResult();
        await run;

        Assert.Equal([(1, "early"), (2, "go"), (2, "od")], events.OfType<TextDelta>().Select(static delta => (delta.Attempt, delta.Text)));
        Assert.Equal("good", Assert.IsType<RunEnded<string>>(events[^1]).Result.Value);
        await Eventually.HoldsAsync(() => model.InFlight == 0);
        Assert.Equal(["early", "good"], (await runtime.BodiesAsync<AttemptEndedRecord>()).Select(static attempt => attempt.Completion?.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_readers_time_is_not_held_against_the_model(bool firstAttemptDies)
    {
        var pieces = Enumerable.Repeat("piece ", 200).ToArray();
        var model = new ScriptedChatClient();
        model = firstAttemptDies ? model.DiesAfter(pieces).Says("ok") : model.Says(pieces);
        using var runtime = TestRuntime.With(model);
        var policy = Steps.Anew with { Timeout = new() { Total = 30 * Second, Attempt = 20 * Second, FirstToken = 5 * Second, Idle = 5 * Second } };
        RunEvent? last = null;

        await foreach (var e in runtime.Orchestrator.StreamAsync(Steps.Ask(policy), "x", cancellationToken: Token))
        {
            if (e is TextDelta && last is not TextDelta)
            {
                // The buffer is full by now, for the scripted model says all at once.
                runtime.Time.Advance(TimeSpan.FromMinutes(10));
            }

            last = e;
        }

        Assert.Equal(firstAttemptDies ? "ok" : string.Concat(pieces), Assert.IsType<RunEnded<string>>(last).Result.Value);
    }

    [Fact]
    public async Task A_timed_out_model_is_followed_by_the_next_candidate()
    {
        using var runtime = new TestRuntime(static builder => builder.AddModel("slow", new ScriptedChatClient().HangsAfter()).AddModel("quick", new ScriptedChatClient().Says("ok")));
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once with { Timeout = new() { FirstToken = Second } }), "x", cancellationToken: Token);

        runtime.Time.Advance(Second);

        Assert.Equal("ok", (await run).Value);
    }
}
