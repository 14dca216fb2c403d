using Microsoft.Extensions.DependencyInjection;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Routing;

public sealed class RegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<StepPolicy> Unknown => new(new StepPolicy { Route = "nowhere" }, new StepPolicy { Fallback = Fallback.To("a", "nowhere") });

    [Theory]
    [MemberData(nameof(Unknown), DisableDiscoveryEnumeration = true)]
    public void An_unknown_route_is_refused_when_its_graph_is_registered(StepPolicy policy)
    {
        using var runtime = new TestRuntime(builder => builder.AddModel("a", new ScriptedChatClient()).AddRoute("r", "a").AddGraph(Steps.Ask(policy)));

        var refusal = Assert.Throws<GraphDefinitionException>(() => runtime.Orchestrator);

        Assert.Equal(("one", "ask"), (refusal.Graph, refusal.Step));
        Assert.Contains("its policy names the route 'nowhere', which is not registered. Registered are: 'a', 'r'. Add it with AddModel or AddRoute.", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Unknown), DisableDiscoveryEnumeration = true)]
    public async Task An_unknown_route_of_another_graph_is_refused_at_its_first_run(StepPolicy policy)
    {
        using var runtime = new TestRuntime(static builder => builder.AddModel("a", new ScriptedChatClient()));

        var refusal = await Assert.ThrowsAsync<GraphDefinitionException>(() => runtime.Orchestrator.RunAsync(Steps.Ask(policy), "x", cancellationToken: Token));

        Assert.Equal(("one", "ask"), (refusal.Graph, refusal.Step));
        Assert.Empty(await runtime.RecordsAsync());
    }

    [Fact]
    public void An_unknown_route_deep_within_a_graph_is_named_by_its_path()
    {
        var graph = Graph.Define("outer", 1, static (GraphBuilder g, Step<string> input) => g.When(
            "maybe", input, static _ => true, static (inner, i) => inner.Ask("deep", i, static t => Prompt.Text(t), new() { Route = "nowhere" }), static (inner, i) => i));
        using var runtime = new TestRuntime(builder => builder.AddModel("a", new ScriptedChatClient()).AddGraph(graph));

        var refusal = Assert.Throws<GraphDefinitionException>(() => runtime.Orchestrator);

        Assert.Equal(("outer", "maybe/deep"), (refusal.Graph, refusal.Step));
    }

    [Fact]
    public async Task Without_a_model_the_way_out_is_named()
    {
        using var runtime = new TestRuntime(static _ => { });

        Assert.Contains("no model is registered. Call AddModel", (await Assert.ThrowsAsync<GraphDefinitionException>(() => runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token))).Message);
    }

    [Fact]
    public async Task A_pure_graph_needs_no_model_and_leaves_no_record()
    {
        using var runtime = new TestRuntime(static _ => { });
        var graph = Graph.Define("pure", 1, static (GraphBuilder g, Step<int> input) => g.Compute("twice", input, static i => i * 2));

        Assert.Equal(4, (await runtime.Orchestrator.RunAsync(graph, 2, cancellationToken: Token)).Value);
        Assert.Empty(await runtime.RecordsAsync());
    }

    [Fact]
    public void Names_are_shared_by_models_routes_and_graphs_of_their_kind()
    {
        using var models = new TestRuntime(static builder => builder.AddModel("a", new ScriptedChatClient()).AddModel("a", new ScriptedChatClient()));
        using var routes = new TestRuntime(static builder => builder.AddModel("a", new ScriptedChatClient()).AddRoute("a", "a"));
        using var unknown = new TestRuntime(static builder => builder.AddModel("a", new ScriptedChatClient()).AddRoute("r", "b"));
        using var graphs = new TestRuntime(static builder => builder.AddModel("a", new ScriptedChatClient()).AddGraph(Steps.Ask()).AddGraph(Steps.Ask()));

        Assert.Contains("Two models are registered as 'a'", Assert.Throws<InvalidOperationException>(() => models.Orchestrator).Message);
        Assert.Contains("'a' is registered twice", Assert.Throws<InvalidOperationException>(() => routes.Orchestrator).Message);
        Assert.Contains("Route 'r' names the model 'b', which is not registered. Registered are: 'a'.", Assert.Throws<InvalidOperationException>(() => unknown.Orchestrator).Message);
        Assert.Contains("two graphs of this name and version 1 are registered", Assert.Throws<GraphDefinitionException>(() => graphs.Orchestrator).Message);
    }

    [Fact]
    public async Task The_route_named_default_serves_policies_that_name_none()
    {
        var (a, b) = (new ScriptedChatClient().Says("a"), new ScriptedChatClient().Says("b"));
        using var runtime = new TestRuntime(builder => builder.AddModel("a", a).AddModel("b", b).AddRoute("default", "b"));

        Assert.Equal("b", (await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token)).Value);
        Assert.Equal("a", (await runtime.Orchestrator.RunAsync(Steps.Ask(new() { Route = "a" }), "x", cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task The_applications_default_policy_serves_steps_without_one()
    {
        var model = new ScriptedChatClient().Fails(Orchestration.Models.FailureReason.ServerError);
        using var runtime = new TestRuntime(builder => builder.AddModel("a", model), static options => options.DefaultPolicy = Steps.Once);

        await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token);

        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task A_model_without_a_profile_takes_that_of_the_applications_catalogue()
    {
        var catalog = ModelCatalog.Default.With("mine", TestRuntime.OneDollarAMillion);
        using var runtime = new TestRuntime(builder => builder.AddModel("mine", new ScriptedChatClient().Says("a")).UseModelCatalog(catalog));

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token);

        Assert.Equal(0.000011m, result.CostUsd);
    }
}
