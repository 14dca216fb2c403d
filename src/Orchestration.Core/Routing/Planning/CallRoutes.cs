namespace Orchestration.Routing.Planning;

/// <summary>The routes that a policy names, for one tenant, in the order in which they are asked.</summary>
/// <param name="routes">The policy's own, then its fallbacks.</param>
/// <param name="missing">Names of the policy for which there is no route any more.</param>
internal sealed class CallRoutes(ResolvedRoute[] routes, string[] missing)
{
    public ResolvedRoute[] Routes { get; } = routes;

    public string[] Missing { get; } = missing;

    /// <summary>The most models that a plan can hold.</summary>
    public int Most { get; } = routes.Sum(static route => route.Candidates.Length) + (routes is [var own, ..] ? own.Canaries.Length : 0);

    public bool NeedsClass { get; } = Array.Exists(routes, static route => route.HasTiers);

    /// <summary>Whether the order depends on who has seen the beginning of a conversation.</summary>
    public bool NeedsPrefixes { get; } = Array.Exists(routes, static route => route.Kind != RouteKind.InOrder && route.Candidates.Length > 1);
}
