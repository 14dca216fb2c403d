using Microsoft.Extensions.DependencyInjection;
using Orchestration.Month.Workload;
using Orchestration.Month.World;
using Orchestration.Policies;
using Orchestration.Routing;

namespace Orchestration.Month.Systems;

/// <summary>The systems that are compared.</summary>
internal static class Contenders
{
    public static readonly TimeSpan CacheLifetime = TimeSpan.FromDays(7);

    /// <summary>The time to the first token that a route asks of a model; slower ones are asked when no faster one answers.</summary>
    public static readonly TimeSpan FirstToken = TimeSpan.FromSeconds(4);

    public static readonly TimeSpan HedgeAfter = TimeSpan.FromSeconds(4);

    public static readonly IReadOnlyList<string> Order = [ModelSheets.Single, "gpt-5.6-terra", "gemini-3.1-pro-preview"];

    private static readonly StepPolicy Careful = new()
    {
        Route = "chat",
        Timeout = new Timeouts { FirstToken = TimeSpan.FromSeconds(20), Idle = TimeSpan.FromSeconds(15), Total = TimeSpan.FromSeconds(115) },
    };

    public static ISystem OneModel(WorldState world) => new OneModel(world, ModelSheets.Single);

    public static ISystem Fallback(WorldState world, ulong seed) =>
        new Library("retries + fallback", world, seed, Careful with { Splice = Splice.Never }, static builder => builder.AddRoute("chat", [.. Order]));

    public static ISystem Whole(WorldState world, ulong seed, TierPlan plan, IRequestClassifier classifier, string name = "whole system")
    {
        var route = new Route
        {
            Models = [.. plan.Tiers.Values.SelectMany(static models => models).Distinct()],
            Envelope = new Envelope { FirstToken = FirstToken },
            Tiers = new Tiers { Simple = [.. plan.Tiers[Difficulty.Simple]], Moderate = [.. plan.Tiers[Difficulty.Moderate]], Complex = [.. plan.Tiers[Difficulty.Complex]] },
        };
        var policy = Careful with
        {
            MaxAttempts = 8,
            Retry = new Retry { MaxAttempts = 2 },
            Fallback = Policies.Fallback.To("reserve"),
            Cache = CachePolicy.For(CacheLifetime),
            Hedge = Hedge.AfterDelay(HedgeAfter),
        };
        return new Library(name, world, seed, policy, builder => builder.AddRoute("chat", route).AddRoute("reserve", [.. plan.Reserve]).UseRequestClassifier(classifier));
    }
}
