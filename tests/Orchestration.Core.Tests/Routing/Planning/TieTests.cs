using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Routing;
using Orchestration.Routing.Planning;
using static Orchestration.Core.Tests.Routing.Planning.RoutingKit;

namespace Orchestration.Core.Tests.Routing.Planning;

public sealed class TieTests
{
    private static readonly ModelProfile Caching = new() { Price = Price.PerMillionTokens(2, 2) with { CachedInputUsdPerMillion = 0.2m } };

    [Fact]
    public void Equals_take_turns()
    {
        var kit = With(new Envelope(), Model("a", 1), Model("b", 1.009m), Model("c", 1.02m));

        Assert.Equal([["a", "b", "c"], ["b", "a", "c"], ["a", "b", "c"]], [kit.Asked(), kit.Asked(), kit.Asked()]);
    }

    [Fact]
    public void Of_equals_the_one_that_has_the_beginning_in_its_cache_is_asked()
    {
        var kit = With(new Envelope(), Model("a", 1), Model("b", 1));
        kit.Router.Remember([1, 2], kit["b"]);

        Assert.Equal([["b", "a"], ["b", "a"]], [kit.Asked(Request(prefixes: [1, 2, 3])), kit.Asked(Request(prefixes: [1, 9]))]);
        using var plan = kit.Plan(Request(prefixes: [1, 2]));
        Assert.Equal([new PassedOver("a", PassOverReason.NotInTurn)], plan.ChoiceFor(0).PassedOver);
    }

    [Fact]
    public void A_cache_that_has_gone_cold_does_not_count()
    {
        var kit = With(new Envelope(), Model("a", 1), Model("b", 1));
        kit.Router.Remember([1], kit["b"]);
        kit.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal([["a", "b"], ["b", "a"]], [kit.Asked(Request(prefixes: [1])), kit.Asked(Request(prefixes: [1]))]);
    }

    [Fact]
    public void Steps_that_share_a_beginning_on_different_models_each_find_their_own_warm()
    {
        var kit = With(new Envelope(), Model("a", 1), Model("b", 1), Model("other", 5));
        kit.Router.Remember([1], kit["b"]);
        kit.Router.Remember([1], kit["other"]);

        Assert.Equal(["b", "a", "other"], kit.Asked(Request(prefixes: [1])));
    }

    [Fact]
    public void What_is_in_a_cache_is_expected_at_the_price_of_cached_tokens()
    {
        var kit = With(new Envelope(), Model("a", 1), ("caching", Caching));
        var longPrompt = Request(messages: [new ChatMessage(ChatRole.System, "long"), new ChatMessage(ChatRole.User, "short")], prefixes: [1, 2], options: new ChatOptions { MaxOutputTokens = 100 });
        kit.Router.Remember([1], kit["caching"]);

        using var plan = kit.Plan(in longPrompt);

        // 990 tokens of 1,000 were there before the short message of 10: 990 * 0.2 + 10 * 2 + 100 * 2.
        Assert.Equal(["caching", "a"], NamesIn(plan));
        Assert.Equal(0.000418m, plan.ChoiceFor(0).ExpectedUsd);
    }

    [Fact]
    public void Free_models_are_equals()
    {
        var kit = With(new Envelope { MaxCostUsd = 0 }, Model("a", 0), Model("b", 0), Model("paid", 0.1m));

        Assert.Equal([["a", "b"], ["b", "a"]], [kit.Asked(), kit.Asked()]);
    }

    [Fact]
    public void A_spread_route_takes_turns_and_stays_with_the_warm_endpoint_whatever_it_costs()
    {
        var kit = new RoutingKit([Model("a", 1), Model("b", 9), Model("rest", 1)], [new("r", RouteKind.Spread, new Route { Models = ["a", "b"] })]);
        var policy = new StepPolicy { Route = "r", Fallback = Fallback.To("rest") };

        Assert.Equal([["a", "b", "rest"], ["b", "a", "rest"]], [kit.Asked(Request(policy)), kit.Asked(Request(policy))]);
        kit.Router.Remember([1], kit["b"]);
        Assert.Equal(["b", "a", "rest"], kit.Asked(Request(policy, prefixes: [1])));
    }

    [Fact]
    public void A_route_in_order_keeps_its_order_and_asks_for_no_prefixes()
    {
        var kit = new RoutingKit([Model("a", 9, new() { ContextWindow = 10 }), Model("b", null), Model("c", 1)], [new("r", RouteKind.InOrder, new Route { Models = ["a", "b", "c"] })]);

        using var plan = kit.Plan(Request());

        Assert.Equal(["a", "b", "c"], NamesIn(plan));
        Assert.Empty(plan.ChoiceFor(0).PassedOver);
        Assert.False(kit.Router.NeedsPrefixes(new StepPolicy { Route = "r" }, ""));
    }

    [Fact]
    public void Without_a_default_route_all_models_serve_in_the_order_they_were_added()
    {
        (string, ModelProfile)[] models = [Model("b", 9), Model("a", 1)];

        Assert.Equal(["b", "a"], new RoutingKit(models, []).Asked(Request(new StepPolicy())));
        Assert.Equal(["a"], new RoutingKit(models, [new("default", RouteKind.InOrder, new Route { Models = ["a"] })]).Asked(Request(new StepPolicy())));
    }
}
