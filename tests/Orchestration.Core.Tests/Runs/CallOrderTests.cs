using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

/// <summary>The order of the guards around a model call, as every seam sees it.</summary>
public sealed class CallOrderTests
{
    private static readonly StepPolicy Guarded = Steps.AtOnce with { Budget = Budget.Usd(1), Cache = CachePolicy.For(TimeSpan.FromHours(1)) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_guards_stand_in_one_order()
    {
        var recorder = new Recorder();
        using var runtime = recorder.RuntimeFor(new ScriptedChatClient().Fails(FailureReason.RateLimited).DiesAfter("half").Says("who", "le"));
        var graph = Steps.Ask(Guarded);

        Assert.Equal("whole", (await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token)).Value);

        Assert.Equal(
            [
                "audit RunStarted",
                "cache misses", "cache misses", // before and after taking the lead of identical calls
                "circuit closed", "limits", "reserved", "audit AttemptStarted", "provider", "released", "audit AttemptEnded", "circuit told RateLimited", "limits told nothing",
                "circuit closed", "limits", "reserved", "audit AttemptStarted", "provider", "settled 0.000008 USD, 8 tokens", "audit AttemptEnded", "circuit told StreamInterrupted", "limits told nothing",
                "circuit closed", "limits", "reserved", "audit AttemptStarted", "provider", "settled 0.000012 USD, 12 tokens", "audit AttemptEnded", "cache takes", "circuit told success", "limits told 12",
                "audit StepCompleted", "closed step",
                "audit RunEnded",
            ],
            recorder.Entries);

        recorder.Clear();
        await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token);

        Assert.Equal(["audit RunStarted", "cache hits", "audit StepCompleted", "audit RunEnded"], recorder.Entries);
    }

    [Fact]
    public async Task A_replay_passes_none_of_the_guards()
    {
        var recorder = new Recorder();
        using var runtime = recorder.RuntimeFor(new ScriptedChatClient().Says("x"));
        var first = await runtime.Orchestrator.RunAsync(Steps.Ask(Guarded), "x", cancellationToken: Token);
        recorder.Clear();

        await runtime.Orchestrator.ReplayAsync(Steps.Ask(Guarded), first.Run, Token);

        Assert.Equal(["audit RunStarted", "audit StepCompleted", "audit RunEnded"], recorder.Entries);
    }
}
