using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Orchestration.Policies;

namespace Orchestration.Routing.Planning;

/// <summary>All routes as they are for one tenant.</summary>
/// <param name="routes">By name; each model is a route as well.</param>
/// <param name="everyModel">The route of policies that name none, where none is named the default.</param>
internal sealed class TenantRoutes(FrozenDictionary<string, ResolvedRoute> routes, ResolvedRoute everyModel)
{
    public const string Default = "default";

    // Policies are few and live as long as the application; those of code that makes one a call go with it.
    private readonly ConditionalWeakTable<StepPolicy, CallRoutes> _calls = [];

    public CallRoutes Of(StepPolicy policy) => _calls.TryGetValue(policy, out var known) ? known : _calls.GetValue(policy, Resolve);

    private CallRoutes Resolve(StepPolicy policy)
    {
        var (found, missing) = (new List<ResolvedRoute>(), new List<string>());
        if (policy.Route is null && !routes.ContainsKey(Default))
        {
            found.Add(everyModel);
        }

        foreach (var name in RoutingSnapshot.NamesIn(policy))
        {
            if (routes.TryGetValue(name ?? Default, out var route))
            {
                found.Add(route);
            }
            else if (name is not null)
            {
                missing.Add(name);
            }
        }

        return new CallRoutes([.. found.Distinct()], [.. missing]);
    }
}
