using System.Collections.Immutable;

namespace Orchestration.Routing.Planning;

/// <summary>What must hold of models and routes whatever the policy says.</summary>
internal static class Registrations
{
    /// <summary>What is wrong with what the application has registered, in a sentence; <see langword="null"/> when nothing is.</summary>
    public static string? Fault(ImmutableArray<RegisteredModel> models, ImmutableArray<RouteDefinition> routes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            if (!names.Add(model.Name))
            {
                return $"Two models are registered as '{model.Name}'. Give each AddModel its own name.";
            }
        }

        foreach (var route in routes)
        {
            if (route.Route.Models.FirstOrDefault(name => models.All(model => model.Name != name)) is { } unknown)
            {
                return $"Route '{route.Name}' names the model '{unknown}', which is not registered. Registered are: {Names.Listed(names)}.";
            }

            if (!names.Add(route.Name))
            {
                return $"'{route.Name}' is registered twice, as a route or as a model. Names are shared by both; rename one.";
            }

            if (route.Kind == RouteKind.Envelope && route.Route.Faults().FirstOrDefault() is { } fault)
            {
                return $"Route '{route.Name}' cannot hold: {fault}.";
            }
        }

        return null;
    }

    /// <summary>The route, or the tier of one, that has no model among these; <see langword="null"/> when each has.</summary>
    public static string? Emptied(ImmutableArray<RegisteredModel> models, IEnumerable<RouteDefinition> routes, RoutingPolicy policy)
    {
        foreach (var route in routes)
        {
            if (!HasAny(route.Route.Models))
            {
                return $"route '{route.Name}'";
            }

            var tiers = policy.Tenants.Select(tenant => (Of: $" of tenant '{tenant.Key}'", Tiers: tenant.Value.Tiers.GetValueOrDefault(route.Name))).Prepend((string.Empty, route.Route.Tiers));
            foreach (var (of, map) in tiers)
            {
                foreach (var tier in Enum.GetValues<RequestClass>())
                {
                    if (map?[tier] is { IsEmpty: false } names && !HasAny(names))
                    {
                        return $"tier {tier} of route '{route.Name}'{of}";
                    }
                }
            }
        }

        return null;

        bool HasAny(ImmutableArray<string> names) => models.Any(model => names.Contains(model.Name));
    }
}
