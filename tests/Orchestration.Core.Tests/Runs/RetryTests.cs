using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class RetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FailureReason.Unknown, "elsewhere")]
    [InlineData(FailureReason.RateLimited, "again")]
    [InlineData(FailureReason.Overloaded, "again")]
    [InlineData(FailureReason.QuotaExhausted, "elsewhere")]
    [InlineData(FailureReason.Timeout, "again")]
    [InlineData(FailureReason.ConnectionLost, "again")]
    [InlineData(FailureReason.StreamInterrupted, "again")]
    [InlineData(FailureReason.ServerError, "again")]
    [InlineData(FailureReason.InvalidRequest, null)]
    [InlineData(FailureReason.Authentication, "elsewhere")]
    [InlineData(FailureReason.NotFound, "elsewhere")]
    [InlineData(FailureReason.ContextTooLong, "elsewhere")]
    [InlineData(FailureReason.ContentFiltered, null)]
    [InlineData(FailureReason.Refused, null)]
    [InlineData(FailureReason.InvalidOutput, "again")]
    [InlineData(FailureReason.Budget, "elsewhere")]
    [InlineData(FailureReason.Cancelled, null)]
    [InlineData(FailureReason.CircuitOpen, "elsewhere")]
    [InlineData(FailureReason.JoinRejected, "elsewhere")]
    [InlineData(FailureReason.OutsideEnvelope, "elsewhere")]
    public async Task A_reason_decides_whether_the_same_model_is_asked_again_or_another(FailureReason reason, string? answer)
    {
        using var runtime = Two(new ScriptedChatClient().Fails(reason).Says("again"), new ScriptedChatClient().Says("elsewhere"));

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce), "x", cancellationToken: Token);

        Assert.Equal(answer, result.Succeeded ? result.Value : null);
        Assert.Equal(answer is null ? reason : null, result.Failure?.Reason);
        Assert.Equal(answer == "again", FailureReasons.Transient.Contains(reason));
        Assert.Equal(answer is not null, FailureReasons.Elsewhere.Contains(reason));
    }

    [Fact]
    public void The_table_of_reasons_is_complete() => Assert.Equal(20, Enum.GetValues<FailureReason>().Length);

    [Fact]
    public void Delays_are_drawn_between_nothing_and_an_end_that_doubles_up_to_the_cap()
    {
        var retry = new Retry { BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(10) };
        double[] ends = [1, 2, 4, 8, 10, 10, 10];

        for (var failed = 1; failed <= ends.Length; failed++)
        {
            Assert.Equal(TimeSpan.Zero, retry.DelayAfter(failed, null, 0));
            Assert.Equal(TimeSpan.FromSeconds(ends[failed - 1] / 2), retry.DelayAfter(failed, null, 0.5));
            Assert.InRange(retry.DelayAfter(failed, null, 0.999999)!.Value.TotalSeconds, ends[failed - 1] * 0.99, ends[failed - 1]);
        }

        Assert.InRange(retry.DelayAfter(10_000, null, 0.5)!.Value, TimeSpan.Zero, retry.MaxDelay);
    }

    [Fact]
    public void The_providers_word_counts_up_to_the_cap()
    {
        var retry = new Retry { RetryAfterCap = TimeSpan.FromSeconds(60) };

        Assert.Equal(TimeSpan.FromSeconds(60), retry.DelayAfter(1, TimeSpan.FromSeconds(60), 0.9));
        Assert.Null(retry.DelayAfter(1, TimeSpan.FromSeconds(61), 0.9));
        Assert.Equal(TimeSpan.FromSeconds(0.45), retry.DelayAfter(1, TimeSpan.FromSeconds(0.1), 0.9));
    }

    [Fact]
    public async Task Waits_of_real_runs_stay_within_the_jitter()
    {
        for (var i = 0; i < 20; i++)
        {
            var model = new ScriptedChatClient().Fails(FailureReason.ServerError).Says("ok");
            using var runtime = TestRuntime.With(model);
            var run = runtime.Orchestrator.RunAsync(Steps.Ask(new() { Retry = new() { BaseDelay = TimeSpan.FromSeconds(4) } }), "x", cancellationToken: Token);

            runtime.Time.Advance(TimeSpan.FromSeconds(4));

            Assert.Equal("ok", (await run).Value);
        }
    }

    [Fact]
    public async Task Retry_after_is_waited_for()
    {
        var model = new ScriptedChatClient().Fails(FailureReason.RateLimited, TimeSpan.FromSeconds(30)).Says("ok");
        using var runtime = TestRuntime.With(model);
        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce), "x", cancellationToken: Token);

        runtime.Time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Single(model.Requests);
        runtime.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("ok", (await run).Value);
        Assert.Equal(TimeSpan.FromSeconds(30), (await runtime.BodiesAsync<AttemptEndedRecord>())[0].RetryAfter);
    }

    [Fact]
    public async Task Retry_after_beyond_the_cap_moves_on_at_once()
    {
        var (busy, free) = (new ScriptedChatClient().Fails(FailureReason.RateLimited, TimeSpan.FromSeconds(61)), new ScriptedChatClient().Says("elsewhere"));
        using var runtime = Two(busy, free);

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce), "x", cancellationToken: Token);

        Assert.Equal("elsewhere", result.Value);
        Assert.Single(busy.Requests);
        Assert.Equal(TimeSpan.Zero, result.Duration);
    }

    [Fact]
    public async Task A_wait_that_outlasts_the_step_moves_on_at_once()
    {
        var (busy, free) = (new ScriptedChatClient().Fails(FailureReason.RateLimited, TimeSpan.FromSeconds(20)), new ScriptedChatClient().Says("elsewhere"));
        using var runtime = Two(busy, free);

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce with { Timeout = TimeSpan.FromSeconds(10) }), "x", cancellationToken: Token);

        Assert.Equal("elsewhere", result.Value);
    }

    [Fact]
    public async Task An_exhausted_quota_is_no_rate_limit_and_moves_on_at_once()
    {
        var (poor, rich) = (new ScriptedChatClient().Throws(new HttpRequestException("insufficient_quota", null, System.Net.HttpStatusCode.TooManyRequests)), new ScriptedChatClient().Says("elsewhere"));
        using var runtime = Two(poor, rich);

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token);

        Assert.Equal("elsewhere", result.Value);
        Assert.Single(poor.Requests);
        Assert.Equal(FailureReason.QuotaExhausted, (await runtime.BodiesAsync<AttemptEndedRecord>())[0].Failure);
        Assert.Equal(TimeSpan.Zero, result.Duration);
    }

    [Theory]
    [InlineData(6, 3, 3, 3)]
    [InlineData(4, 3, 3, 1)]
    [InlineData(2, 3, 2, 0)]
    [InlineData(1, 1, 1, 0)]
    [InlineData(6, 1, 1, 1)]
    public async Task Retries_and_fallbacks_share_one_budget_of_attempts(int total, int perModel, int first, int second)
    {
        var (a, b) = (new ScriptedChatClient().Fails(FailureReason.ServerError), new ScriptedChatClient().Fails(FailureReason.ServerError));
        using var runtime = Two(a, b);
        var policy = new StepPolicy { MaxAttempts = total, Retry = new() { MaxAttempts = perModel, BaseDelay = TimeSpan.Zero } };

        var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(policy), "x", cancellationToken: Token)).Failure!;

        Assert.Equal((first, second), (a.Requests.Count, b.Requests.Count));
        Assert.Equal(Enumerable.Range(1, first + second), failure.Attempts.Select(static attempt => attempt.Attempt));
        Assert.Equal(first + second, (await runtime.BodiesAsync<AttemptStartedRecord>()).Count);
    }

    [Fact]
    public async Task An_invalid_output_is_asked_for_again()
    {
        var model = new ScriptedChatClient().Says("no JSON").SaysAndEndsBy(ChatFinishReason.Length, """{"title":"a","tags":[]}""").Says("""{"title":"Tea","tags":[]}""");
        using var runtime = TestRuntime.With(model);
        var graph = Graph.Define("json", 1, static (GraphBuilder g, Step<string> input) =>
            g.Compute("title", g.Ask("ask", input, static t => Prompt.Json(Prompts.AnswerJson.Default.Answer, t), Steps.AtOnce), static answer => answer.Title));

        Assert.Equal("Tea", (await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token)).Value);

        var attempts = await runtime.BodiesAsync<AttemptEndedRecord>();
        Assert.Equal([FailureReason.InvalidOutput, FailureReason.InvalidOutput, null], attempts.Select(static attempt => attempt.Failure));
        Assert.Equal([1, 1, 0], attempts.Select(static attempt => attempt.ValidationErrors.Length));
        Assert.Equal("no JSON", attempts[0].Completion?.Text);
    }

    [Fact]
    public async Task A_filtered_answer_is_neither_retried_nor_shopped_around_for()
    {
        var (a, b) = (new ScriptedChatClient().SaysAndEndsBy(ChatFinishReason.ContentFilter, "I was about to"), new ScriptedChatClient().Says("b"));
        using var runtime = Two(a, b);

        var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce), "x", cancellationToken: Token)).Failure;

        Assert.Equal(FailureReason.ContentFiltered, failure?.Reason);
        Assert.Equal((1, 0), (a.Requests.Count, b.Requests.Count));
    }

    [Theory]
    [InlineData("overloaded_error", FailureReason.ServerError)]
    [InlineData("refusal", FailureReason.Refused)]
    public async Task An_error_within_the_answer_fails_the_attempt(string code, FailureReason reason)
    {
        var model = new ScriptedChatClient().Sends(new ChatResponseUpdate(ChatRole.Assistant, "so far"), new ChatResponseUpdate(ChatRole.Assistant, [new ErrorContent("it broke") { ErrorCode = code }])).Says("ok");
        using var runtime = TestRuntime.With(model);

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce), "x", cancellationToken: Token);

        Assert.Equal(reason == FailureReason.ServerError, result.Succeeded);
        var attempt = (await runtime.BodiesAsync<AttemptEndedRecord>())[0];
        Assert.Equal((reason, code, "so far"), (attempt.Failure, attempt.ProviderCode, attempt.Completion?.Text));
    }

    [Fact]
    public async Task Usage_that_is_not_reported_is_unknown_and_estimated_beside()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().SaysWithoutUsage("some words of an answer"));

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(), "some words of a question", cancellationToken: Token);

        Assert.Equal(new Usage(), result.Usage);
        Assert.Equal((0m, 1), (result.CostUsd, result.UnpricedAttempts));
        var attempt = Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>());
        Assert.Null(attempt.CostUsd);
        Assert.Null(attempt.Completion!.Usage);
        Assert.True(attempt.RawUsage.IsEmpty);
        Assert.InRange(attempt.EstimatedUsage!.InputTokens!.Value, 1, 100);
        Assert.InRange(attempt.EstimatedUsage.OutputTokens!.Value, 1, 100);
    }

    private static TestRuntime Two(ScriptedChatClient first, ScriptedChatClient second) =>
        new(builder => builder.AddModel("first", first, TestRuntime.OneDollarAMillion).AddModel("second", second, TestRuntime.OneDollarAMillion));
}
