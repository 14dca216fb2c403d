using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.DependencyInjection;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Routing;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

/// <summary>Routes, tenant policy, classes and canaries as a run meets them.</summary>
public sealed class RoutingTests
{
    private static readonly StepPolicy Routed = Steps.Once with { Route = "writing" };
    private static readonly Route Writing = new() { Models = ["small", "large"] };

    private readonly ScriptedChatClient _small = new ScriptedChatClient().Says("small");
    private readonly ScriptedChatClient _large = new ScriptedChatClient().Says("large");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cheapest_model_that_meets_the_envelope_is_asked_and_the_record_says_why()
    {
        using var runtime = Runtime(Writing with { Envelope = new() { MinQuality = 0.8 } });

        Assert.Equal("large", (await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), "x", cancellationToken: Token)).Value);

        var choice = Assert.Single(await runtime.BodiesAsync<AttemptStartedRecord>()).Choice!;
        Assert.Equal(("writing", 0.9), (choice.Route, choice.Quality!.Value));
        Assert.True(choice.ExpectedUsd > 0);
        Assert.Equal(("small", PassOverReason.BelowQualityFloor), Of(Assert.Single(choice.PassedOver)));
    }

    [Fact]
    public async Task Scores_of_evals_count_for_more_than_the_profiles_quality()
    {
        using var runtime = Runtime(Writing with { Envelope = new() { MinQuality = 0.8 } });
        runtime.Services.GetRequiredService<QualityScores>().Set("one", "ask", "small", 0.95);

        Assert.Equal("small", (await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), "x", cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task A_call_that_no_model_may_answer_fails_with_every_models_figures_and_asks_nobody()
    {
        using var runtime = Runtime(Writing with { Envelope = new() { MaxCostUsd = 0.0000001m } });

        var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), "x", cancellationToken: Token)).Failure!;

        Assert.Equal(FailureReason.OutsideEnvelope, failure.Reason);
        Assert.Contains("'small'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'large'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_small.Requests);
        Assert.Equal(2, Assert.Single(await runtime.BodiesAsync<StepCompletedRecord>()).Choice!.PassedOver.Length);
    }

    [Fact]
    public async Task What_the_envelope_keeps_out_of_one_route_the_fallback_lets_in()
    {
        using var runtime = Runtime(Writing with { Envelope = new() { MinQuality = 0.99 } });

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Routed with { Fallback = Fallback.To("small") }), "x", cancellationToken: Token);

        Assert.Equal("small", result.Value);
    }

    [Fact]
    public async Task Answers_of_a_route_are_cached_for_all_its_models_but_not_for_tenants_who_may_not_have_them()
    {
        using var runtime = Runtime(Writing, RoutingPolicy.Parse("""{ "tenants": { "strict": { "deny": ["small"] } } }"""));
        var graph = Steps.Ask(Routed with { Cache = new CachePolicy { TimeToLive = TimeSpan.FromHours(1), Scope = CacheScope.Shared } });

        var first = await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token);
        var second = await runtime.Orchestrator.RunAsync(graph, "x", new() { Tenant = "other" }, Token);
        var strict = await runtime.Orchestrator.RunAsync(graph, "x", new() { Tenant = "strict" }, Token);

        Assert.Equal(["small", "small", "large"], new[] { first, second, strict }.Select(static result => result.Value));
        Assert.Equal(StepOutcome.Cached, second.Steps[0].Outcome);
    }

    [Fact]
    public async Task A_policy_applied_while_the_application_runs_holds_from_the_next_call_on_and_is_on_record()
    {
        using var runtime = Runtime(Writing);
        var table = runtime.Services.GetRequiredService<RoutingTable>();

        var before = await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), "x", cancellationToken: Token);
        table.Apply(RoutingPolicy.Parse("""{ "version": "7", "tenants": { "*": { "deny": ["small"] } } }"""));
        var after = await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), "x", cancellationToken: Token);

        Assert.Equal(("small", "large"), (before.Value, after.Value));
        Assert.Equal((RoutingChange.Applied, "7"), (await runtime.BodiesAsync<RoutingChangedRecord>()).Select(static change => (change.Change, change.PolicyVersion)).Single());
    }

    [Fact]
    public async Task A_model_added_while_the_application_runs_is_asked()
    {
        using var runtime = Runtime(Writing);
        var table = runtime.Services.GetRequiredService<RoutingTable>();

        table.AddModel("tiny", new ScriptedChatClient().Says("tiny"), Priced(0.1m, 0.5));
        table.Apply(RoutingPolicy.Parse("""{ "routes": { "writing": { "models": ["tiny", "small"] } } }"""));

        Assert.Equal("tiny", (await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), "x", cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task The_class_of_a_request_decides_the_tier_and_stands_in_the_record()
    {
        var judge = new Judge(static request => ValueTask.FromResult(request.Messages[^1].Text == "hard" ? RequestClass.Complex : RequestClass.Simple));
        using var runtime = Runtime(Writing with { Tiers = new() { Simple = ["small"], Complex = ["large"] } }, configure: builder => builder.UseRequestClassifier(judge));

        Assert.Equal("small", (await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), "easy", cancellationToken: Token)).Value);
        Assert.Equal("large", (await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), "hard", cancellationToken: Token)).Value);
        Assert.Equal(["simple", "complex"], (await runtime.BodiesAsync<AttemptStartedRecord>()).Select(static attempt => attempt.Choice!.Class));
    }

    [Fact]
    public async Task A_judge_that_fails_counts_as_one_that_finds_the_request_hard()
    {
        var judge = new Judge(static _ => throw new TimeoutException());
        using var runtime = Runtime(Writing with { Tiers = new() { Simple = ["small"], Complex = ["large"] } }, configure: builder => builder.UseRequestClassifier(judge));

        Assert.Equal("large", (await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), "easy", cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task A_canary_that_always_fails_is_rolled_back_and_that_is_on_record()
    {
        var policy = RoutingPolicy.Parse("""
            { "canaries": [ { "name": "try", "route": "writing", "model": "canary", "percent": 100, "bounds": { "maxFailureRate": 0.05, "minRequests": 20 } } ] }
            """);
        var canary = new ScriptedChatClient().Fails(FailureReason.NotFound);
        using var runtime = Runtime(Writing, policy, builder => builder.AddModel("canary", canary, Priced(1m, 0.9)));

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("small", (await runtime.Orchestrator.RunAsync(Steps.Ask(Routed), $"{i}", cancellationToken: Token)).Value);
        }

        var status = Assert.Single(runtime.Services.GetRequiredService<RoutingTable>().Canaries);
        Assert.NotNull(status.RolledBack);
        Assert.InRange(canary.Requests.Count, 5, 10);
        Assert.Equal((RoutingChange.CanaryRolledBack, "try"), (await runtime.BodiesAsync<RoutingChangedRecord>()).Select(static change => (change.Change, change.Canary)).Single());
        Assert.Equal("try", (await runtime.BodiesAsync<AttemptStartedRecord>())[0].Choice!.Canary);
    }

    [Fact]
    public async Task A_new_version_of_a_graph_takes_its_share_and_replays_as_what_it_was()
    {
        var (first, second) = (Version(1, "old"), Version(2, "new"));
        var policy = RoutingPolicy.Parse("""
            { "canaries": [ { "name": "v2", "graph": "words", "version": 2, "percent": 50, "bounds": { "maxFailureRate": 0.5, "minRequests": 20 } } ] }
            """);
        using var runtime = new TestRuntime(builder => builder
            .AddModel("echo", new ScriptedChatClient().Answers(static text => text)).AddGraph(first).AddGraph(second).UseRoutingPolicy(policy));

        var results = new List<RunResult<string>>();
        for (var i = 0; i < 200; i++)
        {
            results.Add(await runtime.Orchestrator.RunAsync(first, "x", new() { Subject = $"user {i}" }, Token));
        }

        Assert.InRange(results.Count(static result => result.Value == "new x"), 70, 130);
        Assert.Equal(results.Count(static result => result.Value == "new x"), (await runtime.BodiesAsync<RunStartedRecord>()).Count(static run => run is { Version: 2, Canary: "v2" }));
        var taken = results.First(static result => result.Value == "new x");
        Assert.Equal("new x", ((RunResult<string>)await runtime.Orchestrator.ReplayAsync(taken.Run, Token)).Value);
        Assert.Equal(results[0].Value, (await runtime.Orchestrator.RunAsync(first, "x", new() { Subject = "user 0" }, Token)).Value);
    }

    [Fact]
    public void Two_versions_of_a_graph_with_other_types_are_refused()
    {
        using var runtime = new TestRuntime(static builder => builder
            .AddModel("echo", new ScriptedChatClient()).AddGraph(Version(1, "old")).AddGraph(Graph.Define("words", 2, static (GraphBuilder _, Step<int> input) => input)));

        Assert.Contains("takes or gives another type", Assert.Throws<GraphDefinitionException>(() => runtime.Orchestrator).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_every_circuit_is_open_the_one_that_closes_first_is_tried()
    {
        var model = new ScriptedChatClient().Fails(FailureReason.ServerError).Fails(FailureReason.ServerError).Fails(FailureReason.ServerError).Fails(FailureReason.ServerError).Fails(FailureReason.ServerError).Says("again");
        using var runtime = TestRuntime.With(model);
        for (var i = 0; i < 5; i++)
        {
            await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token);
        }

        Assert.Equal("again", (await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token)).Value);
        Assert.Equal(PassOverReason.CircuitOpen, Assert.Single((await runtime.BodiesAsync<AttemptStartedRecord>())[^1].Choice!.PassedOver).Reason);
    }

    [Fact]
    public async Task An_endpoint_that_says_when_it_is_back_is_waited_for_when_it_is_the_only_one()
    {
        var model = new ScriptedChatClient().Fails(FailureReason.RateLimited, TimeSpan.FromSeconds(10)).Says("back");
        using var runtime = TestRuntime.With(model);
        await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token);

        var run = runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token);
        await Eventually.HoldsAsync(() => runtime.Time.Timers == 1);
        runtime.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("back", (await run).Value);
    }

    private static (string, PassOverReason) Of(PassedOver model) => (model.Model, model.Reason);

    private static ModelProfile Priced(decimal usd, double quality) => new() { Price = Price.PerMillionTokens(usd, usd), MaxOutputTokens = 1_000, Quality = quality };

    private static Graph<string, string> Version(int version, string word) => Graph.Define(
        "words", version, (GraphBuilder g, Step<string> input) => g.Ask("ask", input, text => Prompt.Text($"{word} {text}")));

    private TestRuntime Runtime(Route route, RoutingPolicy? policy = null, Action<IOrchestrationBuilder>? configure = null) => new(builder =>
    {
        builder.AddModel("small", _small, Priced(1m, 0.5)).AddModel("large", _large, Priced(10m, 0.9)).AddRoute("writing", route).UseRoutingPolicy(policy ?? RoutingPolicy.None);
        configure?.Invoke(builder);
    });

    private sealed class Judge(Func<ClassifiedRequest, ValueTask<RequestClass>> judge) : IRequestClassifier
    {
        public ValueTask<RequestClass> ClassifyAsync(ClassifiedRequest request, CancellationToken cancellationToken = default) => judge(request);
    }
}
