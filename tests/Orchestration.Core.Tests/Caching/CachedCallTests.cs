using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Caching;

public sealed class CachedCallTests
{
    private static readonly StepPolicy Kept = Steps.AtOnce with { Cache = CachePolicy.For(TimeSpan.FromHours(1)) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hit_costs_nothing_and_streams_the_original_pieces()
    {
        var model = new ScriptedChatClient().Says("a", "bc", "d");
        using var runtime = TestRuntime.With(model);
        await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token);

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Kept), "x", cancellationToken: Token).ToListAsync(Token);

        var result = Assert.IsType<RunEnded<string>>(events[^1]).Result;
        Assert.Equal(("abcd", 0m, new Usage(), 0), (result.Value, result.CostUsd, result.Usage, result.UnpricedAttempts));
        Assert.Equal([(0, "a"), (0, "bc"), (0, "d")], events.OfType<TextDelta>().Select(static delta => (delta.Attempt, delta.Text)));
        Assert.Equal((StepOutcome.Cached, 0, "model"), (result.Steps[0].Outcome, result.Steps[0].Attempts, result.Steps[0].Model));
        Assert.Single(model.Requests);
        var records = await runtime.RecordsAsync();
        var paid = Assert.Single(records, static record => record.Kind == AuditKind.AttemptEnded);
        var hit = Assert.IsType<StepCompletedRecord>(records[^2].Body);
        Assert.Equal((StepOutcome.Cached, paid.Id, 10L), (hit.Outcome, hit.AcceptedAttempt, hit.Completion?.Usage?.InputTokens));
    }

    [Fact]
    public async Task An_answer_expires()
    {
        var model = new ScriptedChatClient().Says("old").Says("new");
        using var runtime = TestRuntime.With(model);
        await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token);

        runtime.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("new", (await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task A_step_without_a_cache_policy_neither_stores_nor_reads()
    {
        var model = new ScriptedChatClient().Says("1").Says("2").Says("3");
        using var runtime = TestRuntime.With(model);

        await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token);
        await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token);
        await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token);

        Assert.Equal(3, model.Requests.Count);
    }

    [Fact]
    public async Task A_fallbacks_answer_is_not_stored_under_the_primarys_key()
    {
        var (primary, second) = (new ScriptedChatClient().Fails(FailureReason.InvalidOutput).Says("primary"), new ScriptedChatClient().Says("second"));
        using var runtime = new TestRuntime(builder => builder.AddModel("primary", primary).AddModel("second", second));
        var policy = Kept with { Retry = Retry.Never };

        Assert.Equal("second", (await runtime.Orchestrator.RunAsync(Steps.Ask(policy), "x", cancellationToken: Token)).Value);
        Assert.Equal("primary", (await runtime.Orchestrator.RunAsync(Steps.Ask(policy), "x", cancellationToken: Token)).Value);
        Assert.Equal("second", (await runtime.Orchestrator.RunAsync(Steps.Ask(policy with { Route = "second" }), "x", cancellationToken: Token)).Value);
        Assert.Single(second.Requests);
    }

    [Fact]
    public async Task An_answer_cut_off_by_the_token_limit_is_not_stored()
    {
        var model = new ScriptedChatClient().SaysAndEndsBy(ChatFinishReason.Length, "cut").Says("whole");
        using var runtime = TestRuntime.With(model);

        Assert.Equal("cut", (await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token)).Value);
        Assert.Equal("whole", (await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task A_filtered_or_failed_answer_is_not_stored()
    {
        var model = new ScriptedChatClient().SaysAndEndsBy(ChatFinishReason.ContentFilter, "filt").Fails(FailureReason.InvalidRequest).Says("ok");
        using var runtime = TestRuntime.With(model);

        Assert.False((await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token)).Succeeded);
        Assert.False((await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token)).Succeeded);
        Assert.Equal("ok", (await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token)).Value);
        Assert.All((await runtime.BodiesAsync<AttemptEndedRecord>())[..2], static attempt => Assert.Null(attempt.CacheKey));
    }

    [Fact]
    public async Task A_fallback_value_is_not_stored()
    {
        var model = new ScriptedChatClient().Fails(FailureReason.NotFound).Says("model");
        using var runtime = TestRuntime.With(model);

        Assert.Equal("value", (await runtime.Orchestrator.RunAsync(Steps.AskOr("value", Kept), "x", cancellationToken: Token)).Value);
        Assert.Equal("model", (await runtime.Orchestrator.RunAsync(Steps.AskOr("value", Kept), "x", cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task Tenants_do_not_share_answers_unless_the_policy_says_so()
    {
        var model = new ScriptedChatClient().Says("1").Says("2").Says("3");
        using var runtime = TestRuntime.With(model);
        var shared = Steps.Ask(Kept with { Cache = Kept.Cache! with { Scope = CacheScope.Shared } });

        Assert.Equal("1", (await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", new() { Tenant = "a" }, Token)).Value);
        Assert.Equal("2", (await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", new() { Tenant = "b" }, Token)).Value);
        Assert.Equal("1", (await runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", new() { Tenant = "a" }, Token)).Value);
        Assert.Equal("3", (await runtime.Orchestrator.RunAsync(shared, "x", new() { Tenant = "a" }, Token)).Value);
        Assert.Equal("3", (await runtime.Orchestrator.RunAsync(shared, "x", new() { Tenant = "b" }, Token)).Value);
        Assert.Equal(3, model.Requests.Count);
    }

    [Fact]
    public async Task Identical_calls_at_once_make_one_request()
    {
        var gate = new TaskCompletionSource();
        var model = new ScriptedChatClient().Waits(gate.Task, ["a"], ["b"]);
        using var runtime = TestRuntime.With(model);
        var graph = Steps.Ask(Kept);

        var runs = Enumerable.Range(0, 50).Select(_ => runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token)).ToList();
        gate.SetResult();
        var results = await Task.WhenAll(runs);

        Assert.Single(model.Requests);
        Assert.All(results, static result => Assert.Equal("ab", result.Value));
        Assert.Equal((1, 49), (results.Count(static result => result.Steps[0].Outcome == StepOutcome.New), results.Count(static result => result.Steps[0].Outcome == StepOutcome.Cached)));
        Assert.Equal(1, results.Count(static result => result.CostUsd > 0));
    }

    [Fact]
    public async Task A_leaders_cancellation_does_not_reach_its_followers()
    {
        var gate = new TaskCompletionSource();
        var model = new ScriptedChatClient().Waits(gate.Task, ["a"], ["b"]);
        using var runtime = TestRuntime.With(model);
        using var caller = new CancellationTokenSource();
        var graph = Steps.Ask(Kept);
        var leader = runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: caller.Token);
        var followers = Enumerable.Range(0, 5).Select(_ => runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token)).ToList();

        caller.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        await Eventually.HoldsAsync(() => model.Requests.Count == 2);
        gate.SetResult();

        Assert.All(await Task.WhenAll(followers), static result => Assert.Equal("ab", result.Value));
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task A_leaders_failure_is_its_followers_too()
    {
        var gate = new TaskCompletionSource();
        var model = new FailsWhenTold(gate.Task);
        using var runtime = TestRuntime.With(model);
        var runs = Enumerable.Range(0, 5).Select(_ => runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token)).ToList();

        gate.SetResult();
        var results = await Task.WhenAll(runs);

        Assert.Equal(1, model.Requests);
        Assert.All(results, static result => Assert.Equal(FailureReason.InvalidRequest, result.Failure?.Reason));
    }

    [Fact]
    public async Task A_follower_waits_no_longer_than_its_step_may_take()
    {
        var model = new ScriptedChatClient().HangsAfter("a");
        using var runtime = TestRuntime.With(model);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var leader = runtime.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: caller.Token);
        var follower = runtime.Orchestrator.RunAsync(Steps.Ask(Kept with { Timeout = TimeSpan.FromSeconds(5) }), "x", cancellationToken: Token);

        runtime.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(FailureReason.Timeout, (await follower.WaitAsync(TimeSpan.FromSeconds(10), Token)).Failure?.Reason);
        caller.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
    }

    [Fact]
    public async Task A_restarted_application_warms_its_cache_from_the_log()
    {
        var log = new InMemoryAuditLog();
        using (var before = new TestRuntime(static builder => builder.AddModel("model", new ScriptedChatClient().Says("a", "b"))) { Log = log })
        {
            await before.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token);
        }

        var model = new ScriptedChatClient().Says("anew");
        using var after = new TestRuntime(builder => builder.AddModel("model", model).WarmResponseCacheFromAuditLog()) { Log = log };
        var events = await after.Orchestrator.StreamAsync(Steps.Ask(Kept), "x", cancellationToken: Token).ToListAsync(Token);

        Assert.Empty(model.Requests);
        Assert.Equal(["a", "b"], events.OfType<TextDelta>().Select(static delta => delta.Text));
        after.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("anew", (await after.Orchestrator.RunAsync(Steps.Ask(Kept), "x", cancellationToken: Token)).Value);
    }

    private sealed class FailsWhenTold(Task signal) : DelegatingChatClient(new ScriptedChatClient())
    {
        private int _requests;

        public int Requests => _requests;

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _requests);
            await signal.WaitAsync(cancellationToken);
            throw new ModelCallException(FailureReason.InvalidRequest, "scripted");
#pragma warning disable CS0162 // Makes an iterator of it.
            yield break;
#pragma warning restore CS0162
        }
    }
}
