using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Runs;
using Orchestration.Simulator;

namespace Orchestration.Providers.Tests.Faults;

public sealed class FaultTests
{
    private const string Answer = "The whale breathes air, as all mammals do, and so it must come up for it again and again.";

    public static TheoryData<string, Fault, FailureReason> EveryFaultOfEveryProtocol
    {
        get
        {
            var data = new TheoryData<string, Fault, FailureReason>();
            foreach (var model in Playground.Models)
            {
                data.Add(model, new RateLimited { RetryAfter = TimeSpan.FromMilliseconds(50), Form = model == "gemini" ? RetryAfterForm.Seconds : RetryAfterForm.Milliseconds }, FailureReason.RateLimited);
                data.Add(model, new HttpError { Status = 500 }, FailureReason.ServerError);
                data.Add(model, new HttpError { Status = 503 }, FailureReason.Overloaded);
                data.Add(model, new ConnectionReset(), FailureReason.ConnectionLost);
                data.Add(model, new ConnectionReset { AtToken = 5 }, FailureReason.StreamInterrupted);
                data.Add(model, new Truncated { AtToken = 5 }, FailureReason.StreamInterrupted);
                data.Add(model, new MalformedEvent { AtToken = 5 }, FailureReason.StreamInterrupted);
            }

            return data;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(EveryFaultOfEveryProtocol))]
    public async Task A_fault_is_known_for_what_it_is_and_the_next_attempt_heals_it(string model, Fault fault, FailureReason reason)
    {
        await using var playground = await Playground.StartAsync(new() { Answer = new TextAnswer(Answer), FaultSequence = [fault] });

        var result = await playground.Orchestrator.RunAsync(Playground.Ask(model), "How does a whale breathe?", cancellationToken: Token);

        Assert.Equal(Answer, result.Value);
        var ended = (await playground.RecordsAsync()).Select(static record => record.Body).OfType<AttemptEndedRecord>().ToList();
        Assert.Equal([reason, null], ended.Select(static attempt => attempt.Failure));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task A_used_up_quota_is_not_asked_again(string model)
    {
        await using var playground = await Playground.StartAsync(new() { Faults = [new QuotaExhausted().Always()] });

        var result = await playground.Orchestrator.RunAsync(Playground.Ask(model), "x", cancellationToken: Token);

        Assert.Equal(FailureReason.QuotaExhausted, result.Failure?.Reason);
        Assert.Single(playground.Simulator.Requests);
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task An_error_inside_of_a_stream_is_no_success_and_what_was_streamed_is_void(string model)
    {
        await using var playground = await Playground.StartAsync(new() { Answer = new TextAnswer(Answer), FaultSequence = [new Overloaded { AtToken = 4 }] });
        var text = string.Empty;

        await foreach (var e in playground.Orchestrator.StreamAsync(Playground.Ask(model), "x", cancellationToken: Token))
        {
            text = e switch
            {
                TextDelta delta => text + delta.Text,
                Restarted => string.Empty,
                _ => text,
            };
        }

        Assert.Equal(Answer, text);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("claude")]
    [InlineData("gemini")]
    [InlineData("ollama")]
    [InlineData("llamacpp")]
    public async Task Bytes_one_by_one_pings_and_unknown_events_change_nothing(string model)
    {
        await using var playground = await Playground.StartAsync(new()
        {
            Answer = new TextAnswer(Answer), Faults = [new SlowDrip { Bytes = 7, Delay = TimeSpan.Zero }.Always(), new Pings().Always(), new UnknownEvents().Always()],
        });

        var result = await playground.Orchestrator.RunAsync(Playground.Ask(model), "x", cancellationToken: Token);

        Assert.Equal(Answer, result.Value);
        Assert.Equal(0, result.UnpricedAttempts);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("claude")]
    [InlineData("gemini")]
    [InlineData("ollama")]
    public async Task A_stall_ends_with_the_idle_timeout_and_the_provider_sees_the_client_leave(string model)
    {
        await using var playground = await Playground.StartAsync(new() { Answer = new TextAnswer(Answer), Faults = [new Stalled { AtToken = 3 }.Always()] });
        var graph = Graphs.Graph.Define("stall", 1, (Graphs.GraphBuilder g, Graphs.Step<string> input) => g.AskText(input, model));

        var result = await playground.Orchestrator.RunAsync(graph, "x", cancellationToken: Token);

        Assert.Equal(FailureReason.Timeout, result.Failure?.Reason);
        await playground.Simulator.WaitForAsync(1, Token);
        Assert.Equal(Delivery.Cancelled, Assert.Single(playground.Simulator.Requests).Delivery);
    }

    /// <summary>What the provider served is the truth; the log must know each request of it, and charge what it billed.</summary>
    [Fact]
    public async Task Under_chaos_every_request_that_was_served_is_in_the_log_at_its_price()
    {
        await using var playground = await Playground.StartAsync(new()
        {
            Answer = new GeneratedAnswer(40),
            Faults =
            [
                new HttpError { Status = 500 }.WithProbability(0.1),
                new RateLimited { RetryAfter = TimeSpan.FromMilliseconds(20), Form = RetryAfterForm.Milliseconds }.WithProbability(0.1),
                new Truncated { AtToken = 12 }.WithProbability(0.1),
                new ConnectionReset { AtToken = 7 }.WithProbability(0.1),
            ],
        });

        var results = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => playground.Orchestrator.RunAsync(
            Playground.Ask(i % 2 == 0 ? "all" : Playground.Models[i % Playground.Models.Length]), $"question {i}", cancellationToken: Token)));

        var records = await playground.RecordsAsync();
        var started = records.Count(static record => record.Kind == AuditKind.AttemptStarted);
        var ended = records.Select(static record => record.Body).OfType<AttemptEndedRecord>().ToList();
        await playground.Simulator.WaitForAsync(started, Token);
        var served = playground.Simulator.Requests;
        Assert.Equal(served.Count, started);
        Assert.Equal(started, ended.Count);
        Assert.Equal(served.Count(static request => request.Faults.Count == 0), ended.Count(static attempt => attempt.Failure is null));

        // Of an answer that came whole, what is charged is what was billed, to the token.
        Assert.Equal(
            served.Where(static request => request.Faults.Count == 0).Sum(static request => request.CostUsd),
            ended.Where(static attempt => attempt.Failure is null).Sum(static attempt => attempt.CostUsd ?? -1));
        Assert.Equal(ended.Sum(static attempt => attempt.CostUsd ?? 0), results.Sum(static result => result.CostUsd));

        // Circuits open under such a load, so how many of the runs with one candidate succeed is chance; without any the sums above would say nothing.
        Assert.InRange(results.Count(static result => result.Succeeded), 100, 300);
        Assert.True((await playground.Log.VerifyAsync(Token)).Holds);
    }
}

file static class Stalling
{
    public static Graphs.Step<string> AskText(this Graphs.GraphBuilder g, Graphs.Step<string> input, string model) => Graphs.AskVerb.Ask(
        g, "ask", input, static text => Prompts.Prompt.Text(text), new StepPolicy { Route = model, Retry = Retry.Never, Timeout = new() { Idle = TimeSpan.FromMilliseconds(300) } });
}
