using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class CancellationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_callers_cancellation_has_reached_the_model_when_Cancel_returns(bool streamed)
    {
        var model = new ScriptedChatClient().HangsAfter("par", "tial");
        using var runtime = TestRuntime.With(model);
        using var caller = new CancellationTokenSource();
        Task run = streamed
            ? runtime.Orchestrator.StreamAsync(Steps.Ask(), "x", cancellationToken: caller.Token).ToListAsync(CancellationToken.None).AsTask()
            : runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: caller.Token);
        await Eventually.HoldsAsync(() => model.InFlight == 1);

        caller.Cancel();

        Assert.True(model.Requests[0].CancellationToken.IsCancellationRequested);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await AssertAuditedAsync(runtime, "partial");
    }

    [Fact]
    public async Task A_model_that_ignores_its_token_is_left_behind()
    {
        var late = new TaskCompletionSource();
        var model = new ScriptedChatClient().IgnoresCancellationAfter(late.Task, "par", "tial");
        using var runtime = TestRuntime.With(model);
        using var caller = new CancellationTokenSource();
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: caller.Token);

        caller.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await AssertAuditedAsync(runtime, "partial");
        late.SetResult();
        await Eventually.HoldsAsync(() => model.InFlight == 0);
        Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>());
    }

    [Fact]
    public async Task A_run_cancelled_before_it_starts_leaves_no_trace()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("x"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: new CancellationToken(true)));

        Assert.Empty(await runtime.RecordsAsync());
    }

    [Fact]
    public async Task Cancelling_while_waiting_to_retry_ends_the_run()
    {
        var model = new ScriptedChatClient().Fails(FailureReason.RateLimited, TimeSpan.FromSeconds(30));
        using var runtime = TestRuntime.With(model);
        using var caller = new CancellationTokenSource();
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: caller.Token);

        caller.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(RunOutcome.Cancelled, Assert.Single(await runtime.BodiesAsync<RunEndedRecord>()).Outcome);
    }

    [Fact]
    public async Task An_effect_that_throws_because_of_the_cancellation_does_not_make_a_failure_of_it()
    {
        var started = new TaskCompletionSource();
        var graph = Graph.Define("effect", 1, (GraphBuilder g, Step<string> input) => g.Effect("send", input, async (text, _, token) =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            catch (OperationCanceledException e)
            {
                throw new IOException("The request was aborted.", e);
            }

            return text;
        }));
        using var runtime = TestRuntime.With(new ScriptedChatClient());
        using var caller = new CancellationTokenSource();
        var run = runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: caller.Token);
        await started.Task;

        caller.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Leaving_the_stream_cancels_the_run()
    {
        var model = new ScriptedChatClient().HangsAfter("a", "b");
        using var runtime = TestRuntime.With(model);

        await foreach (var e in runtime.Orchestrator.StreamAsync(Steps.Ask(), "x", cancellationToken: Token))
        {
            if (e is TextDelta)
            {
                break;
            }
        }

        Assert.True(model.Requests[0].CancellationToken.IsCancellationRequested);
        Assert.Equal(0, model.InFlight);
        await AssertAuditedAsync(runtime, "ab");
    }

    [Fact]
    public async Task A_failing_step_cancels_its_siblings()
    {
        var slow = new HalfWayClient();
        var broken = new ScriptedChatClient().Answers(_ => slow.IsHalfWay.Task.Wait(TimeSpan.FromSeconds(10))
            ? throw new ModelCallException(FailureReason.InvalidRequest, "scripted")
            : "too late");
        using var runtime = new TestRuntime(builder => builder.AddModel("slow", slow, TestRuntime.OneDollarAMillion).AddModel("broken", broken, TestRuntime.OneDollarAMillion));
        var graph = Graph.Define("pair", 1, static (GraphBuilder g, Step<string> input) =>
        {
            var a = g.Ask("a", input, static t => Prompt.Text(t), new() { Route = "slow" });
            var b = g.Ask("b", input, static t => Prompt.Text(t), new() { Route = "broken" });
            return g.Compute("both", a, b, static (x, y) => x + y);
        });

        var result = await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token);

        Assert.Equal(("b", FailureReason.InvalidRequest), (result.Failure?.Step, result.Failure?.Reason));
        Assert.True(slow.Token.IsCancellationRequested);
        var cancelled = Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>(), static attempt => attempt.Model == "slow");
        Assert.Equal((FailureReason.Cancelled, "half"), (cancelled.Failure, cancelled.Completion?.Text));
        var end = Assert.Single(await runtime.BodiesAsync<RunEndedRecord>());
        Assert.Equal((RunOutcome.Failed, "b", 2), (end.Outcome, end.FailedStep, end.Attempts));
    }

    [Fact]
    public async Task A_step_that_cancels_itself_fails_its_run()
    {
        var graph = Graph.Define("own", 1, static (GraphBuilder g, Step<string> input) => g.Compute<string, string>("own", input, static _ => throw new OperationCanceledException("mine")));
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var result = await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token);

        Assert.Equal("own", result.Failure?.Step);
    }

    private static async Task AssertAuditedAsync(TestRuntime runtime, string partial)
    {
        var attempt = Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>());
        Assert.Equal((FailureReason.Cancelled, partial), (attempt.Failure, attempt.Completion?.Text));
        var records = await runtime.RecordsAsync();
        Assert.Equal(RunOutcome.Cancelled, Assert.IsType<RunEndedRecord>(records[^1].Body).Outcome);
    }

    /// <summary>Says "half", then waits to be cancelled, and tells when it does.</summary>
    private sealed class HalfWayClient() : DelegatingChatClient(new ScriptedChatClient())
    {
        public TaskCompletionSource IsHalfWay { get; } = new();

        public CancellationToken Token { get; private set; }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Token = cancellationToken;
            yield return new ChatResponseUpdate(ChatRole.Assistant, "half");
            IsHalfWay.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
