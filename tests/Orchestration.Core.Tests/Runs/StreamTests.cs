using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class StreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_attempts_text_is_taken_back_before_its_successors_begins()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().DiesAfter("a", "b").Fails(FailureReason.ServerError).Says("c", "d"));

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.Anew), "x", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(
            [
                "run", "step ask", "attempt 1", "delta 1 a", "delta 1 b", "failed 1 StreamInterrupted",
                "restarted", "attempt 2", "failed 2 ServerError", "attempt 3", "delta 3 c", "delta 3 d", "step ask New", "run ended cd",
            ],
            events.Select(static e => e switch
            {
                RunStarted => "run",
                StepStarted s => $"step {s.Step}",
                AttemptStarted s => $"attempt {s.Attempt}",
                TextDelta d => $"delta {d.Attempt} {d.Text}",
                AttemptFailed f => $"failed {f.Failure.Attempt} {f.Failure.Reason}",
                Restarted => "restarted",
                StepEnded s => $"step {s.Step} {s.Outcome}",
                RunEnded<string> r => $"run ended {r.Result.Value}",
                _ => "?",
            }));
    }

    [Fact]
    public async Task Items_that_run_at_once_tell_their_own_paths()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Answers(static text => $"<{text}>"));

        var events = await runtime.Orchestrator.StreamAsync(Steps.AskEach(), 20, cancellationToken: Token).ToListAsync(Token);

        var texts = events.OfType<TextDelta>().GroupBy(static delta => delta.Step).ToDictionary(static step => step.Key, static step => string.Concat(step.Select(static delta => delta.Text)));
        Assert.Equal(20, texts.Count);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal($"<item {i}>", texts[$"items[{i}]/ask"]));
        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"<item {i}>"), Assert.IsType<RunEnded<IReadOnlyList<string>>>(events[^1]).Result.Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_runs_end_is_told_once_and_last(bool fails)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Answers(text => fails && text == "item 3" ? throw new ModelCallException(FailureReason.InvalidRequest, "scripted") : text));

        var events = await runtime.Orchestrator.StreamAsync(Steps.AskEach(), 8, cancellationToken: Token).ToListAsync(Token);

        Assert.IsType<RunStarted>(events[0]);
        Assert.Same(events[^1], Assert.Single(events.OfType<RunEnded>()));
        var end = Assert.IsType<RunEnded<IReadOnlyList<string>>>(events[^1]);
        Assert.Equal(!fails, end.Result.Succeeded);
        Assert.Equal(fails ? "items[3]/ask" : null, end.Result.Failure?.Step);
        Assert.Equal(fails, events.OfType<StepEnded>().Any(static e => e is { Step: "items[3]/ask", Outcome: StepOutcome.Failed }));
    }

    [Fact]
    public async Task A_step_around_a_failing_one_is_told_as_failed_too()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(FailureReason.InvalidRequest));

        var events = await runtime.Orchestrator.StreamAsync(Steps.AskEach(), 1, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal([("items[0]/ask", StepOutcome.Failed), ("items", StepOutcome.Failed)], events.OfType<StepEnded>().Select(static step => (step.Step, step.Outcome)));
    }

    [Fact]
    public async Task A_candidate_that_is_passed_over_is_told()
    {
        var policy = new StepPolicy { Budget = Budget.Usd(1m) };
        using var runtime = new TestRuntime(static builder => builder
            .AddModel("unpriced", new ScriptedChatClient().Says("a"), new ModelProfile())
            .AddModel("priced", new ScriptedChatClient().Says("b"), TestRuntime.OneDollarAMillion));

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(policy), "x", cancellationToken: Token).ToListAsync(Token);

        var passed = Assert.Single(events.OfType<AttemptFailed>()).Failure;
        Assert.Equal((0, "unpriced", FailureReason.Budget), (passed.Attempt, passed.Model, passed.Reason));
        Assert.Equal("b", ((RunEnded<string>)events[^1]).Result.Value);
    }

    [Theory]
    [InlineData(0, 70)]
    [InlineData(200, 70 + 100)]
    public async Task A_slow_reader_slows_the_model(int holdBack, int mostPieces)
    {
        var model = new LiveChatClient();
        for (var i = 0; i < 5_000; i++)
        {
            model.Say("piece ");
        }

        model.End();
        using var runtime = TestRuntime.With(model);

        var (read, furthest) = (0, 0);
        await foreach (var e in runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.AtOnce with { Splice = new() { HoldBack = holdBack } }), "x", cancellationToken: Token))
        {
            read++;
            await Task.Yield();
            furthest = Math.Max(furthest, model.Taken - read);
        }

        Assert.InRange(read, 5_000, 5_010);
        Assert.InRange(furthest, 0, mostPieces);
    }

    [Fact]
    public async Task A_reader_that_stands_still_stops_the_model()
    {
        var model = new LiveChatClient();
        for (var i = 0; i < 1_000; i++)
        {
            model.Say("piece ");
        }

        using var runtime = TestRuntime.With(model);
        await using var reader = runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.Anew), "x", cancellationToken: Token).GetAsyncEnumerator(Token);

        Assert.True(await reader.MoveNextAsync());
        await Eventually.HoldsAsync(() => model.Taken >= 60);
        for (var i = 0; i < 1_000; i++)
        {
            await Task.Yield();
        }

        Assert.InRange(model.Taken, 60, 70);
    }

    [Fact]
    public async Task A_bad_graph_or_bad_options_throw_at_the_first_move()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        await Assert.ThrowsAsync<GraphDefinitionException>(async () => await runtime.Orchestrator.StreamAsync(Steps.Ask(new() { Route = "nowhere" }), "x", cancellationToken: Token).ToListAsync(Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await runtime.Orchestrator.StreamAsync(Steps.Ask(), "x", new() { MaxConcurrentCalls = 0 }, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Reasoning_is_kept_but_is_no_text_of_the_answer()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Sends(
            new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("hm")]), new ChatResponseUpdate(ChatRole.Assistant, "yes") { FinishReason = ChatFinishReason.Stop }));

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(), "x", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal("yes", Assert.Single(events.OfType<TextDelta>()).Text);
        Assert.Equal("hm", Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>()).Completion?.Reasoning);
    }
}
