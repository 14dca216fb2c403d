using Orchestration.Audit;
using Orchestration.Policies;
using Orchestration.Routing;
using static Orchestration.Core.Tests.Routing.Planning.RoutingKit;

namespace Orchestration.Core.Tests.Routing.Planning;

public sealed class TierTests
{
    private static readonly Route Tiered = new() { Models = ["large", "medium", "small"], Tiers = new() { Simple = ["small"], Moderate = ["small", "medium"], Complex = ["large"] } };

    private readonly RoutingKit _kit = With(Tiered, Model("small", 1), Model("medium", 3), Model("large", 10));

    public static TheoryData<RequestClass?, string[]> Orders => new()
    {
        { RequestClass.Simple, ["small", "medium", "large"] },
        { RequestClass.Moderate, ["small", "medium", "large"] },
        { RequestClass.Complex, ["large"] },
        { null, ["small", "medium", "large"] },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void A_request_may_go_up_when_its_own_tier_fails_and_never_down(RequestClass? requestClass, string[] order) => Assert.Equal(order, _kit.Asked(Request(requestClass: requestClass)));

    [Fact]
    public void A_cheaper_model_of_a_harder_tier_comes_after_the_requests_own()
    {
        var kit = With(Tiered, Model("small", 5), Model("medium", 3), Model("large", 1));

        Assert.Equal(["small", "medium", "large"], kit.Asked(Request(requestClass: RequestClass.Simple)));
    }

    [Fact]
    public void A_class_without_a_tier_goes_to_all_models()
    {
        var kit = With(Tiered with { Tiers = new() { Simple = ["small"] } }, Model("small", 5), Model("medium", 3), Model("large", 1));

        Assert.Equal(["large", "medium", "small"], kit.Asked(Request(requestClass: RequestClass.Complex)));
        Assert.Equal(["small", "large", "medium"], kit.Asked(Request(requestClass: RequestClass.Simple)));
    }

    [Fact]
    public void The_class_and_the_other_tiers_are_in_the_choice()
    {
        using var simple = _kit.Plan(Request(requestClass: RequestClass.Simple));
        using var complex = _kit.Plan(Request(requestClass: RequestClass.Complex));

        Assert.Equal("simple", simple.ChoiceFor(0).Class);
        Assert.Equal([new PassedOver("medium", PassOverReason.OtherTier), new PassedOver("large", PassOverReason.OtherTier)], simple.ChoiceFor(0).PassedOver);
        Assert.Equal([new PassedOver("medium", PassOverReason.OtherTier), new PassedOver("small", PassOverReason.OtherTier)], complex.ChoiceFor(0).PassedOver);
    }

    [Fact]
    public void Only_routes_with_tiers_ask_for_the_class()
    {
        Assert.True(_kit.Router.NeedsClass(new StepPolicy { Route = "r" }, "any"));
        Assert.True(_kit.Router.NeedsClass(new StepPolicy { Route = "small", Fallback = Fallback.To("r") }, "any"));
        Assert.False(_kit.Router.NeedsClass(new StepPolicy { Route = "small" }, "any"));
    }
}
