using Microsoft.Extensions.AI;
using Orchestration.Routing;
using Orchestration.Routing.Planning;
using static Orchestration.Core.Tests.Routing.Planning.RoutingKit;

namespace Orchestration.Core.Tests.Routing.Planning;

public sealed class RoutePlanTests
{
    private readonly RoutingKit _kit = With(
        new Route
        {
            Models = [.. Enumerable.Range(0, 12).Select(static i => $"m{i}")],
            Envelope = new() { MaxCostUsd = 0.01m, FirstToken = TimeSpan.FromSeconds(2), Total = TimeSpan.FromSeconds(20), MinQuality = 0.3 },
            Tiers = new() { Simple = ["m1", "m2", "m3"] },
        },
        [.. Enumerable.Range(0, 12).Select(static i => Model($"m{i}", i / 2, new() { Quality = i / 12.0, ContextWindow = 100_000 }))]);

    [Fact]
    public void A_plan_allocates_nothing()
    {
        var request = Request(
            requestClass: RequestClass.Simple,
            tenant: "acme",
            messages: [new ChatMessage(ChatRole.System, "long"), new ChatMessage(ChatRole.User, [new TextContent("short"), new DataContent(new byte[] { 1 }, "text/plain")])],
            prefixes: [1, 2]);
        _kit.Router.Remember([1], _kit["m5"]);
        _kit.Answers("m4", 9, totalSeconds: 30, outputTokens: 700, step: "draft[3]");
        PlanOften(in request, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        PlanOften(in request, 1_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_plan_that_was_given_back_says_nothing_more_and_is_given_back_once()
    {
        var plan = _kit.Plan(Request());
        plan.Dispose();
        plan.Dispose();

        using var one = _kit.Plan(Request());
        using var other = _kit.Plan(Request());

        Assert.NotSame(one, other);
        one.Dispose();
        Assert.Throws<ObjectDisposedException>(() => one.CacheName);
    }

    [Fact]
    public void A_plan_that_is_not_given_back_is_no_ones_else()
    {
        var kept = _kit.Plan(Request());
        var names = NamesIn(kept);

        for (var i = 0; i < 100; i++)
        {
            _ = _kit.Plan(Request(new() { Route = "m1" }));
        }

        Assert.Equal(names, NamesIn(kept));
    }

    [Fact]
    public void Names_of_any_length_find_their_step_again()
    {
        var (keys, name) = (new StepKeys(), new string('s', 300));

        var step = keys.Of("graph", name + "[1]/draft");

        Assert.Equal(("graph", name + "/draft"), (step.Graph, step.Step));
        Assert.Same(step, keys.Of("graph", name + "[22]/draft"));
        Assert.NotSame(step, keys.Of("graph2", name + "[22]/draft"));
    }

    private void PlanOften(in RoutingRequest request, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var plan = _kit.Plan(in request);
        }
    }
}
