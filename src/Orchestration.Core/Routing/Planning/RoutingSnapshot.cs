using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Orchestration.Graphs;
using Orchestration.Policies;

namespace Orchestration.Routing.Planning;

/// <summary>Models, routes and policy as they are together from one change to the next. A call is planned on one snapshot and keeps it.</summary>
internal sealed class RoutingSnapshot(
    RoutingPolicy policy, FrozenSet<string> names, bool hasModels, TenantRoutes everyone, FrozenDictionary<string, TenantRoutes> tenants)
{
    private readonly ConditionalWeakTable<Graph, object> _checked = [];

    public RoutingPolicy Policy { get; } = policy;

    /// <summary>The routes of a tenant. Tenants that the policy does not name share theirs.</summary>
    public TenantRoutes For(string tenant) => tenants.TryGetValue(tenant, out var own) ? own : everyone;

    /// <summary>The routes that a policy names, in order; <see langword="null"/> for the default one.</summary>
    public static IEnumerable<string?> NamesIn(StepPolicy policy) => [policy.Route, .. policy.Fallback?.Routes ?? []];

    /// <summary>Checks that every route that the graph's policies name is registered.</summary>
    /// <exception cref="GraphDefinitionException">One is not.</exception>
    public void Check(Graph graph, StepPolicy defaultPolicy)
    {
        if (!_checked.TryGetValue(graph, out _))
        {
            CheckSteps(graph, string.Empty, graph.Name, defaultPolicy);
            _checked.AddOrUpdate(graph, graph);
        }
    }

    /// <summary>What is wrong with a name of a route or model, in words that follow it; <see langword="null"/> when it is registered.</summary>
    public string? UnknownFault(string route) => names.Contains(route) ? null : $"which is not registered. Registered are: {Names.Listed(names)}. Add it with AddModel or AddRoute";

    private void CheckSteps(Graph graph, string path, string root, StepPolicy defaultPolicy)
    {
        foreach (var step in graph.Plan.Steps)
        {
            var name = path.Length == 0 ? step.Name : $"{path}/{step.Name}";
            if (step.Kind == StepKind.Ask)
            {
                CheckPolicy(step.Policy ?? defaultPolicy, root, name);
            }

            foreach (var branch in step.Branches)
            {
                CheckSteps(branch.Graph, name, root, defaultPolicy);
            }
        }
    }

    private void CheckPolicy(StepPolicy policy, string graph, string step)
    {
        if (!hasModels)
        {
            throw new GraphDefinitionException(graph, step, "no model is registered. Call AddModel(\"name\", client, profile) on the builder that AddOrchestration returns.");
        }

        foreach (var route in NamesIn(policy))
        {
            if (route is not null && UnknownFault(route) is { } unknown)
            {
                throw new GraphDefinitionException(graph, step, $"its policy names the route '{route}', {unknown}.");
            }
        }
    }
}
