using Orchestration.Models;
using Orchestration.Routing;
using Orchestration.Routing.Planning;
using static Orchestration.Core.Tests.Routing.Planning.RoutingKit;

namespace Orchestration.Core.Tests.Routing.Planning;

public sealed class CanaryPlanTests
{
    private static readonly CanaryRule Rule = new("try-new", "r", "new", null, null, 10, [], new CanaryBounds(null, null, null, 1));
    private static readonly (string, ModelProfile)[] Models = [Model("a", 1), Model("b", 2), Model("new", 9)];

    private bool _takes = true;

    [Fact]
    public void A_call_that_a_canary_takes_asks_its_model_first()
    {
        using var plan = Kit(new Route { Models = ["a", "b"] }).Plan(Request());

        Assert.Equal(["new", "a", "b"], NamesIn(plan));
        Assert.Equal(("try-new", 0), (plan.ChoiceFor(0).Canary, plan.ChoiceFor(0).PassedOver.Length));
        Assert.Null(plan.ChoiceFor(1).Canary);
    }

    [Fact]
    public void Other_calls_do_not_see_its_model()
    {
        _takes = false;

        using var plan = Kit(new Route { Models = ["a", "b"] }).Plan(Request());

        Assert.Equal(["a", "b"], NamesIn(plan));
        Assert.False(plan.Allows("new"));
        Assert.Equal("route:r", plan.CacheName);
    }

    [Fact]
    public void A_canary_keeps_to_the_hard_bounds_of_the_route_and_not_to_its_tiers()
    {
        Assert.Equal(["a", "b"], Kit(new Route { Models = ["a", "b"], Envelope = new() { MaxCostUsd = 0.01m } }).Asked());
        Assert.Equal(["new", "a", "b"], Kit(new Route { Models = ["a", "b"], Tiers = new() { Simple = ["a"] } }).Asked(Request(requestClass: RequestClass.Simple)));
    }

    [Fact]
    public void A_canary_of_one_of_the_routes_models_asks_it_once()
    {
        Assert.Equal(["new", "a", "b"], Kit(new Route { Models = ["a", "b", "new"] }).Asked());
        _takes = false;
        Assert.Equal(["a", "b", "new"], Kit(new Route { Models = ["a", "b", "new"] }).Asked());
    }

    [Fact]
    public void Who_asks_and_by_which_key_is_what_a_canary_is_drawn_by()
    {
        var drawn = new List<(string, string, string)>();
        var kit = new RoutingKit(Models, [new("r", RouteKind.Envelope, new Route { Models = ["a"] })], RoutingPolicy.None with { Canaries = [Rule] }, (rule, tenant, key) =>
        {
            drawn.Add((rule.Name, tenant, key));
            return false;
        });

        kit.Asked(Request(tenant: "acme"));
        kit.Asked(Request(new() { Route = "a" }));

        Assert.Equal([("try-new", "acme", "key")], drawn);
    }

    [Fact]
    public void Answers_of_a_routes_models_are_cached_under_one_name_and_those_of_others_under_their_own()
    {
        var kit = Kit(new Route { Models = ["a"] });

        using var taken = kit.Plan(Request(new() { Route = "r", Fallback = Orchestration.Policies.Fallback.To("b") }));
        using var lone = kit.Plan(Request(new() { Route = "b" }));

        Assert.Equal(("new", "new", "route:r", "b"), (taken.CacheName, taken.CachedAs(0), taken.CachedAs(1), taken.CachedAs(2)));
        Assert.Equal("b", lone.CacheName);
    }

    [Fact]
    public void A_cached_answer_is_good_when_only_its_cost_or_its_room_would_bar_its_model_now()
    {
        var kit = With(new Envelope { MaxCostUsd = 0.01m, MinQuality = 0.5 }, Model("dear", 10, new() { Quality = 1 }), Model("poor", 1, new() { Quality = 0.1 }), Model("good", 1, new() { Quality = 1 }));

        using var plan = kit.Plan(Request());

        Assert.Equal((true, true, false, false), (plan.Allows("good"), plan.Allows("dear"), plan.Allows("poor"), plan.Allows("elsewhere")));
    }

    private RoutingKit Kit(Route route) => new(Models, [new("r", RouteKind.Envelope, route)], RoutingPolicy.None with { Canaries = [Rule] }, (_, _, _) => _takes);
}
