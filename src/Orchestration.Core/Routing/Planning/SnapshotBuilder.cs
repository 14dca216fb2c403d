using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Orchestration.Routing.Planning;

/// <summary>Makes a snapshot of models, routes and policy that have been checked against each other. Names of models that were removed while the application ran are skipped.</summary>
internal sealed class SnapshotBuilder(ImmutableArray<RegisteredModel> models, IReadOnlyCollection<RouteDefinition> routes, RoutingPolicy policy)
{
    private readonly Dictionary<string, RegisteredModel> _models = models.ToDictionary(static model => model.Name, StringComparer.Ordinal);

    public RoutingSnapshot Build()
    {
        var every = policy.Tenants.GetValueOrDefault(RoutingPolicy.EveryTenant, new TenantRouting());
        return new RoutingSnapshot(
            policy,
            models.Select(static model => model.Name).Concat(routes.Select(static route => route.Name)).ToFrozenSet(StringComparer.Ordinal),
            !models.IsEmpty,
            RoutesOf(every),
            policy.Tenants
                .Where(static tenant => tenant.Key != RoutingPolicy.EveryTenant)
                .ToFrozenDictionary(static tenant => tenant.Key, tenant => RoutesOf(every.Under(tenant.Value)), StringComparer.Ordinal));
    }

    private TenantRoutes RoutesOf(TenantRouting tenant)
    {
        var resolved = new Dictionary<string, ResolvedRoute>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            resolved.Add(model.Name, new ResolvedRoute(model.Name, RouteKind.InOrder, [Candidate(model, tenant)], new Envelope(), hasTiers: false, CanariesOf(model.Name, tenant)));
        }

        foreach (var route in routes)
        {
            resolved.Add(route.Name, Resolve(route, tenant));
        }

        return new TenantRoutes(
            resolved.ToFrozenDictionary(StringComparer.Ordinal),
            new ResolvedRoute(null, RouteKind.InOrder, [.. models.Select(model => Candidate(model, tenant))], new Envelope(), hasTiers: false, []));
    }

    private ResolvedRoute Resolve(RouteDefinition route, TenantRouting tenant)
    {
        var tiers = Tiers.Under(route.Route.Tiers, tenant.Tiers.GetValueOrDefault(route.Name));
        RouteCandidate[] candidates = [.. Known(route.Route.Models).Select(model => Candidate(model, tenant, TiersOf(model.Name, tiers)))];
        var envelope = route.Route.Envelope.Under(tenant.Envelopes.GetValueOrDefault(route.Name));
        return new ResolvedRoute(route.Name, route.Kind, candidates, envelope, tiers is not null, CanariesOf(route.Name, tenant));
    }

    private RouteCanary[] CanariesOf(string route, TenantRouting tenant) =>
    [
        .. from canary in policy.Canaries
           where canary.Route == route
           from model in Known([canary.Model!])
           select new RouteCanary(canary, Candidate(model, tenant)),
    ];

    private IEnumerable<RegisteredModel> Known(ImmutableArray<string> names) => names.Where(_models.ContainsKey).Select(name => _models[name]);

    private static RouteCandidate Candidate(RegisteredModel model, TenantRouting tenant, int tiers = RouteCandidate.EveryTier) =>
        new(model, tenant.Denies(model.Name), tiers);

    private static int TiersOf(string model, Tiers? tiers) =>
        tiers is null ? RouteCandidate.EveryTier : Enum.GetValues<RequestClass>().Where(tier => tiers[tier].IsEmpty || tiers[tier].Contains(model)).Sum(static tier => 1 << (int)tier);
}
