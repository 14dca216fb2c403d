using System.Collections.Immutable;

namespace Orchestration.Routing.Planning;

/// <summary>Finds everything that is wrong with a policy, by itself or for the models and routes there are.</summary>
/// <param name="models">Names of the models, those included that were removed while the application ran: they may come back.</param>
/// <param name="routes">The routes of the code with those of the policy in place.</param>
/// <param name="policy">The policy.</param>
internal sealed class PolicyCheck(IReadOnlyCollection<string> models, IReadOnlyCollection<RouteDefinition> routes, RoutingPolicy policy)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults()
    {
        foreach (var (name, route) in policy.Routes)
        {
            CheckRoute($"routes.{name}", name, route);
        }

        foreach (var (name, tenant) in policy.Tenants)
        {
            CheckTenant($"tenants.{name}", tenant);
        }

        for (var i = 0; i < policy.Canaries.Length; i++)
        {
            CheckCanary($"canaries[{i}]", policy.Canaries[i]);
        }

        foreach (var twice in policy.Canaries.GroupBy(static canary => canary.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            Add("canaries", $"'{twice.Key}' is the name of more than one; rename one");
        }

        return _faults;
    }

    private void CheckRoute(string path, string name, Route route)
    {
        if (models.Contains(name, StringComparer.Ordinal))
        {
            Add(path, "a model has this name; names are shared by models and routes, so rename the route");
        }

        _faults.AddRange(route.Faults().Select(fault => $"{path}.{fault}"));
        _faults.AddRange(route.Models.Distinct(StringComparer.Ordinal).Where(model => !models.Contains(model, StringComparer.Ordinal)).Select(model => $"{path}.models: {NotRegistered(model)}"));
    }

    private void CheckTenant(string path, TenantRouting tenant)
    {
        CheckPatterns($"{path}.allow", tenant.Allow);
        CheckPatterns($"{path}.deny", tenant.Deny);
        foreach (var (name, envelope) in tenant.Envelopes)
        {
            if (RouteWithEnvelope($"{path}.envelopes.{name}", name) is not null && envelope.Fault() is { } fault)
            {
                Add($"{path}.envelopes.{name}", fault);
            }
        }

        foreach (var (name, tiers) in tenant.Tiers)
        {
            if (RouteWithEnvelope($"{path}.tiers.{name}", name) is { } route)
            {
                _faults.AddRange(tiers.StrangersTo(route.Models).Select(stranger => $"{path}.tiers.{name}: {stranger}"));
            }
        }
    }

    private void CheckPatterns(string path, ImmutableArray<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Length == 0 || pattern.AsSpan(0, pattern.Length - 1).Contains('*'))
            {
                Add(path, $"'{pattern}' is no name; write a model's name, or its beginning and one * at the end");
            }
            else if (!Names.IsPattern(pattern) && !models.Contains(pattern, StringComparer.Ordinal))
            {
                Add(path, NotRegistered(pattern));
            }
        }
    }

    private void CheckCanary(string path, CanaryRule canary)
    {
        if (string.IsNullOrWhiteSpace(canary.Name))
        {
            Add(path, "name is empty; audit records and roll-back know the canary by it");
        }

        switch (canary)
        {
            case { Route: { } route, Model: { } model, Graph: null, Version: null }:
                if (!IsKnown(route))
                {
                    Add($"{path}.route", $"'{route}' is no route. Routes and models are: {Names.Listed(KnownNames())}");
                }

                if (!models.Contains(model, StringComparer.Ordinal))
                {
                    Add($"{path}.model", NotRegistered(model));
                }

                break;
            case { Route: null, Model: null, Graph.Length: > 0, Version: not null }:
                break;
            default:
                Add(path, "a canary tries a model on a route (route and model) or a version of a graph (graph and version); give one of the two pairs");
                break;
        }

        if (canary.Percent is not (>= 0 and <= 100))
        {
            Add($"{path}.percent", FormattableString.Invariant($"{canary.Percent} is no share; it is from 0 to 100"));
        }

        if (canary.Tenants.Any(string.IsNullOrEmpty))
        {
            Add($"{path}.tenants", "a name is empty; leave the list out for all tenants");
        }

        CheckBounds($"{path}.bounds", canary.Bounds);
    }

    private void CheckBounds(string path, CanaryBounds bounds)
    {
        if (bounds.MaxFailureRate is not null and not (>= 0 and <= 1))
        {
            Add($"{path}.maxFailureRate", FormattableString.Invariant($"{bounds.MaxFailureRate} is no rate; it is from 0 to 1"));
        }

        if (bounds.MaxFirstToken is { Ticks: <= 0 })
        {
            Add($"{path}.maxFirstTokenSeconds", "it is not positive; leave it out for no bound");
        }

        if (bounds.MaxMeanCostUsd < 0)
        {
            Add($"{path}.maxMeanCostUsd", "it is negative; leave it out for no bound");
        }

        if (bounds.MinRequests < 1)
        {
            Add($"{path}.minRequests", FormattableString.Invariant($"{bounds.MinRequests} is too few; a canary is judged by at least 1 request"));
        }
    }

    private Route? RouteWithEnvelope(string path, string name)
    {
        var route = routes.FirstOrDefault(route => route.Name == name);
        if (route is { Kind: RouteKind.Envelope })
        {
            return route.Route;
        }

        Add(path, route is null && !IsKnown(name)
            ? $"'{name}' is no route. Routes and models are: {Names.Listed(KnownNames())}"
            : $"'{name}' keeps its order and has no envelope. Add it by AddRoute(\"{name}\", new Route {{ .. }}), or under routes");
        return null;
    }

    private bool IsKnown(string name) => KnownNames().Contains(name, StringComparer.Ordinal);

    private IEnumerable<string> KnownNames() => models.Concat(routes.Select(static route => route.Name));

    private string NotRegistered(string model) => $"'{model}' is not registered. Registered are: {Names.Listed(models)}. Add it with AddModel, or correct the name";

    private void Add(string path, string fault) => _faults.Add($"{path}: {fault}");
}
