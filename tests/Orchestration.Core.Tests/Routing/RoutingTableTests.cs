using Microsoft.Extensions.DependencyInjection;
using Orchestration.Core.Tests.Routing.Planning;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Routing;
using Orchestration.Routing.Planning;
using Orchestration.Testing;
using static Orchestration.Core.Tests.Routing.Planning.RoutingKit;

namespace Orchestration.Core.Tests.Routing;

public sealed class RoutingTableTests
{
    private static readonly (string, ModelProfile)[] Models = [Model("small", 1), Model("claude-a", 2), Model("claude-b", 3)];
    private static readonly Route All = new() { Models = ["small", "claude-a", "claude-b"] };

    private readonly RoutingKit _kit = new(Models, [new("r", RouteKind.Envelope, All), new("o", RouteKind.InOrder, new Route { Models = ["small", "claude-a"] })]);

    [Fact]
    public void What_holds_for_all_tenants_holds_for_each_and_its_own_comes_on_top()
    {
        _kit.Table.Apply(RoutingPolicy.Parse("""
            { "tenants": { "*": { "deny": ["claude-b"], "envelopes": { "r": { "maxCostUsd": 0.004, "minQuality": 0 } } },
                           "acme": { "allow": ["claude-*"] },
                           "free": { "envelopes": { "r": { "maxCostUsd": 0.002 } } } } }
            """));
        _kit.Quality.Set("article", "draft", "small", 1);
        _kit.Quality.Set("article", "draft", "claude-a", 1);
        _kit.Quality.Set("article", "draft", "claude-b", 1);

        Assert.Equal([["small", "claude-a"], ["claude-a"], ["small"]], [_kit.Asked(Request(tenant: "")), _kit.Asked(Request(tenant: "acme")), _kit.Asked(Request(tenant: "free"))]);
    }

    [Theory]
    [InlineData("r")]
    [InlineData("o")]
    [InlineData("small")]
    [InlineData(null)]
    public void A_denied_model_is_denied_on_every_route(string? route)
    {
        _kit.Table.Apply(RoutingPolicy.Parse("""{ "tenants": { "acme": { "deny": ["small"] } } }"""));

        using var plan = _kit.Plan(Request(new StepPolicy { Route = route }, tenant: "acme"));

        Assert.DoesNotContain("small", NamesIn(plan));
        Assert.False(plan.Allows("small"));
        Assert.Contains("'small' is denied by the tenant's routing policy", plan.WhyNone(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tiers_of_a_tenant_replace_those_of_the_route_class_by_class()
    {
        _kit.Table.Apply(RoutingPolicy.Parse("""
            { "routes": { "r": { "models": ["small", "claude-a", "claude-b"], "tiers": { "simple": ["small"], "complex": ["claude-b"] } } },
              "tenants": { "acme": { "tiers": { "r": { "simple": ["claude-a"] } } } } }
            """));

        Assert.Equal("small", _kit.Asked(Request(requestClass: RequestClass.Simple))[0]);
        Assert.Equal("claude-a", _kit.Asked(Request(requestClass: RequestClass.Simple, tenant: "acme"))[0]);
        Assert.Equal(["claude-b"], _kit.Asked(Request(requestClass: RequestClass.Complex, tenant: "acme")));
    }

    [Fact]
    public void A_policys_route_replaces_that_of_the_code_until_the_policy_is_replaced()
    {
        _kit.Table.Apply(RoutingPolicy.Parse("""{ "version": "2", "routes": { "o": { "models": ["claude-b"] }, "new": { "models": ["small"] } } }"""));
        Assert.Equal("2", _kit.Table.Policy.Version);
        Assert.Equal([["claude-b"], ["small"]], [_kit.Asked(Request(new() { Route = "o" })), _kit.Asked(Request(new() { Route = "new" }))]);

        _kit.Table.Apply(RoutingPolicy.None);
        Assert.Equal(["small", "claude-a"], _kit.Asked(Request(new() { Route = "o" })));

        using var gone = _kit.Plan(Request(new() { Route = "new" }));
        Assert.Equal(0, gone.Count);
        Assert.Contains("'new' is not registered any more", gone.WhyNone(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Misfits => new()
    {
        { """{ "routes": { "small": { "models": ["claude-a"] } } }""", "routes.small: a model has this name; names are shared by models and routes, so rename the route." },
        { """{ "routes": { "w": { "models": ["smal"] } } }""", "routes.w.models: 'smal' is not registered. Registered are: 'claude-a', 'claude-b', 'small'. Add it with AddModel, or correct the name." },
        { """{ "routes": { "w": { "models": ["small", "small"] } } }""", "routes.w.models: 'small' is named more than once; name it once." },
        { """{ "routes": { "w": { "models": ["small"], "envelope": { "maxCostUsd": -1 } } } }""", "routes.w.envelope: MaxCostUsd is -1;" },
        { """{ "routes": { "w": { "models": ["small"], "envelope": { "firstTokenSeconds": 0 } } } }""", "routes.w.envelope: FirstToken is not positive;" },
        { """{ "routes": { "w": { "models": ["small"], "tiers": { "simple": ["claude-a"] } } } }""", "routes.w.tiers: Simple names 'claude-a', which is not among the route's models; add it there or take it out here." },
        { """{ "tenants": { "acme": { "deny": ["smal"] } } }""", "tenants.acme.deny: 'smal' is not registered." },
        { """{ "tenants": { "acme": { "allow": ["*small"] } } }""", "tenants.acme.allow: '*small' is no name; write a model's name, or its beginning and one * at the end." },
        { """{ "tenants": { "acme": { "envelopes": { "o": { "maxCostUsd": 1 } } } } }""", "tenants.acme.envelopes.o: 'o' keeps its order and has no envelope. Add it by AddRoute(\"o\", new Route { .. }), or under routes." },
        { """{ "tenants": { "acme": { "envelopes": { "q": { "maxCostUsd": 1 } } } } }""", "tenants.acme.envelopes.q: 'q' is no route. Routes and models are: 'claude-a', 'claude-b', 'o', 'r', 'small'." },
        { """{ "tenants": { "acme": { "envelopes": { "r": { "minQuality": 2 } } } } }""", "tenants.acme.envelopes.r: MinQuality is 2;" },
        { """{ "tenants": { "acme": { "tiers": { "r": { "simple": ["x"] } } } } }""", "tenants.acme.tiers.r: Simple names 'x'" },
        { """{ "canaries": [{ "name": "c", "route": "q", "model": "x", "percent": 101, "bounds": { "minRequests": 0, "maxFailureRate": 2, "maxFirstTokenSeconds": 0, "maxMeanCostUsd": -1 } }] }""", "canaries[0].route: 'q' is no route." },
        { """{ "canaries": [{ "name": "c", "route": "r", "percent": 1, "bounds": { "minRequests": 1 } }] }""", "canaries[0]: a canary tries a model on a route (route and model) or a version of a graph (graph and version); give one of the two pairs." },
        { """{ "canaries": [{ "name": "c", "graph": "g", "version": 1, "model": "small", "percent": 1, "bounds": { "minRequests": 1 } }] }""", "canaries[0]: a canary tries" },
        { """{ "canaries": [{ "name": "c", "graph": "g", "version": 1, "percent": 1, "bounds": { "minRequests": 1 } }, { "name": "c", "graph": "g", "version": 2, "percent": 1, "bounds": { "minRequests": 1 } }] }""", "canaries: 'c' is the name of more than one; rename one." },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_policy_that_does_not_fit_is_refused_and_changes_nothing(string json, string fault)
    {
        var before = _kit.Table.Policy;

        var refusal = Assert.Throws<ArgumentException>(() => _kit.Table.Apply(RoutingPolicy.Parse(json)));

        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
        Assert.Same(before, _kit.Table.Policy);
    }

    [Fact]
    public void Everything_that_does_not_fit_is_named_at_once()
    {
        var message = Assert.Throws<ArgumentException>(() => _kit.Table.Apply(RoutingPolicy.Parse(Misfits.Single(static row => row.Data.Item1.Contains("101", StringComparison.Ordinal)).Data.Item1))).Message;

        Assert.All(
            ["canaries[0].route:", "canaries[0].model:", "canaries[0].percent:", "canaries[0].bounds.maxFailureRate:", "canaries[0].bounds.maxFirstTokenSeconds:", "canaries[0].bounds.maxMeanCostUsd:", "canaries[0].bounds.minRequests:"],
            path => Assert.Contains($"- {path}", message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_is_added_is_asked_by_its_name_and_by_routes_that_a_policy_gives_it()
    {
        _kit.Table.AddModel("free", new ScriptedChatClient(), new() { Price = Price.PerMillionTokens(0, 0) });
        Assert.Equal([["free"], ["small", "claude-a", "claude-b"]], [_kit.Asked(Request(new() { Route = "free" })), _kit.Asked()]);

        _kit.Table.Apply(RoutingPolicy.Parse("""{ "routes": { "r": { "models": ["small", "free"] } } }"""));
        Assert.Equal(["free", "small"], _kit.Asked());
    }

    [Fact]
    public void A_name_is_taken_by_models_and_routes_alike()
    {
        Assert.Contains("'small' is registered already", Assert.Throws<ArgumentException>(() => _kit.Table.AddModel("small", new ScriptedChatClient())).Message, StringComparison.Ordinal);
        Assert.Contains("'r' is registered already", Assert.Throws<ArgumentException>(() => _kit.Table.AddModel("r", new ScriptedChatClient())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_is_removed_is_asked_no_more_until_it_comes_back()
    {
        using var underWay = _kit.Plan(Request());

        Assert.Equal((true, false), (_kit.Table.RemoveModel("small"), _kit.Table.RemoveModel("small")));
        Assert.Equal([["claude-a", "claude-b"], ["claude-a"], []], [_kit.Asked(), _kit.Asked(Request(new() { Route = "o" })), _kit.Asked(Request(new() { Route = "small" }))]);
        Assert.Equal(["small", "claude-a", "claude-b"], NamesIn(underWay));

        _kit.Table.AddModel("small", new ScriptedChatClient(), new() { Price = Price.PerMillionTokens(1, 1) });
        Assert.Equal(["small", "claude-a", "claude-b"], _kit.Asked());
    }

    [Fact]
    public void The_last_model_of_a_route_or_a_tier_is_not_removed()
    {
        _kit.Table.Apply(RoutingPolicy.Parse("""
            { "routes": { "r": { "models": ["small", "claude-a"], "tiers": { "complex": ["claude-a"] } }, "only": { "models": ["claude-b"] } },
              "tenants": { "acme": { "tiers": { "r": { "simple": ["small"] } } } } }
            """));

        Assert.Equal(
            "'claude-b' cannot be removed: route 'only' would be left without a model. Apply a policy first in which it has another, or add one.",
            Assert.Throws<InvalidOperationException>(() => _kit.Table.RemoveModel("claude-b")).Message);
        Assert.Contains("tier Complex of route 'r' would", Assert.Throws<InvalidOperationException>(() => _kit.Table.RemoveModel("claude-a")).Message, StringComparison.Ordinal);
        Assert.Contains("tier Simple of route 'r' of tenant 'acme' would", Assert.Throws<InvalidOperationException>(() => _kit.Table.RemoveModel("small")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_planned_while_the_policy_changes_sees_one_policy_or_the_other()
    {
        var policies = new[]
        {
            RoutingPolicy.Parse("""{ "routes": { "s": { "models": ["small"] } }, "tenants": { "acme": { "deny": ["claude-a"] } } }"""),
            RoutingPolicy.Parse("""{ "routes": { "s": { "models": ["claude-a"] } }, "tenants": { "acme": { "deny": ["small"] } } }"""),
        };
        _kit.Table.Apply(policies[0]);
        var policy = new StepPolicy { Route = "s", Fallback = Fallback.To("r") };
        using var over = new CancellationTokenSource();
        var changing = Task.Run(
            () =>
            {
                for (var i = 0; !over.IsCancellationRequested; i++)
                {
                    _kit.Table.Apply(policies[i % 2]);
                }
            },
            TestContext.Current.CancellationToken);

        var seen = new HashSet<string>();
        for (var i = 0; i < 20_000; i++)
        {
            seen.Add(string.Join(',', _kit.Asked(Request(policy, tenant: "acme"))));
        }

        await over.CancelAsync();
        await changing;
        Assert.Subset(new HashSet<string> { "small,claude-b", "claude-a,claude-b" }, seen);
    }

    [Fact]
    public void Routes_that_graphs_name_are_checked_against_the_policy_of_the_moment()
    {
        var graph = Steps.Ask(new StepPolicy { Route = "later" });

        Assert.Contains("'later', which is not registered", Assert.Throws<GraphDefinitionException>(() => _kit.Table.Current.Check(graph, new StepPolicy())).Message, StringComparison.Ordinal);
        _kit.Table.Apply(RoutingPolicy.Parse("""{ "routes": { "later": { "models": ["small"] } } }"""));
        _kit.Table.Current.Check(graph, new StepPolicy());
    }

    [Fact]
    public void The_application_begins_with_its_routes_its_policy_and_its_scores()
    {
        var scores = new QualityScores();
        using var runtime = new TestRuntime(builder => builder
            .AddModel("a", new ScriptedChatClient()).AddModel("b", new ScriptedChatClient())
            .AddRoute("r", new Route { Models = ["a", "b"], Envelope = new() { MinQuality = 0.5 } })
            .UseRoutingPolicy(RoutingPolicy.Parse("""{ "version": "1", "tenants": { "*": { "deny": ["a"] } } }"""))
            .UseQualityScores(scores));
        scores.Set("article", "draft", "a", 1);
        scores.Set("article", "draft", "b", 1);

        Assert.Equal("1", runtime.Services.GetRequiredService<RoutingTable>().Policy.Version);
        using var plan = runtime.Services.GetRequiredService<Router>().Plan(Request());
        Assert.Equal(["b"], NamesIn(plan));
    }

    [Fact]
    public void A_route_that_cannot_hold_is_refused_where_it_is_added()
    {
        static string Refusal(Route route) => Assert.Throws<ArgumentException>(() =>
        {
            using var runtime = new TestRuntime(builder => builder.AddModel("a", new ScriptedChatClient()).AddRoute("r", route));
        }).Message;

        Assert.Contains("Route 'r' cannot hold: models: there is none; name at least one.", Refusal(new Route { Models = [] }), StringComparison.Ordinal);
        Assert.Contains("Route 'r' cannot hold: envelope: Total is not positive; leave it out for no target.", Refusal(new Route { Models = ["a"], Envelope = new() { Total = TimeSpan.Zero } }), StringComparison.Ordinal);
        Assert.Contains("tiers: Simple names 'b'", Refusal(new Route { Models = ["a"], Tiers = new() { Simple = ["b"] } }), StringComparison.Ordinal);
    }

    [Fact]
    public void An_initial_policy_that_does_not_fit_stops_the_application_from_starting()
    {
        using var runtime = new TestRuntime(static builder => builder.AddModel("a", new ScriptedChatClient()).UseRoutingPolicy(RoutingPolicy.Parse("""{ "version": "7", "tenants": { "*": { "deny": ["b"] } } }""")));

        Assert.Contains("The routing policy '7' cannot hold:\n- tenants.*.deny: 'b' is not registered.", Assert.Throws<InvalidOperationException>(() => runtime.Orchestrator).Message, StringComparison.Ordinal);
    }
}
