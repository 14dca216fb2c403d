using Microsoft.Extensions.DependencyInjection;
using Orchestration.Month.World;
using Orchestration.Policies;

namespace Orchestration.Month.Systems;

/// <summary>The systems that are compared.</summary>
internal static class Contenders
{
    public static readonly TimeSpan CacheLifetime = TimeSpan.FromDays(7);

    public static readonly IReadOnlyList<string> Order = [ModelSheets.Single, "gpt-5.6-terra", "gemini-3.1-pro-preview"];

    private static readonly StepPolicy Careful = new()
    {
        Route = "chat",
        Timeout = new Timeouts { FirstToken = TimeSpan.FromSeconds(20), Idle = TimeSpan.FromSeconds(15), Total = TimeSpan.FromSeconds(115) },
    };

    public static ISystem OneModel(WorldState world) => new OneModel(world, ModelSheets.Single);

    public static ISystem Fallback(WorldState world, ulong seed) =>
        new Library("retries + fallback", world, seed, Careful with { Splice = Splice.Never }, static builder => builder.AddRoute("chat", [.. Order]));

    public static ISystem Whole(WorldState world, ulong seed, TierPlan plan) =>
        new Library("whole system", world, seed, Careful with { Cache = CachePolicy.For(CacheLifetime), Hedge = Hedge.AfterDelay(TimeSpan.FromSeconds(4)) }, static builder => builder.AddRoute("chat", [.. Order]));
}
