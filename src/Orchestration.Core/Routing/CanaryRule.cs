using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Routing;

/// <summary>A share of traffic that tries something new: a model of a route, or a version of a graph.</summary>
/// <param name="Name">Identifies the canary in audit records and for its roll-back; each once in a policy.</param>
/// <param name="Route">The route whose calls try <paramref name="Model"/>; <see langword="null"/> for a graph's canary.</param>
/// <param name="Model">The model that is asked first; it need not be one of the route's. <see langword="null"/> for a graph's canary.</param>
/// <param name="Graph">The graph whose runs try <paramref name="Version"/>; <see langword="null"/> for a model's canary.</param>
/// <param name="Version">The version of the graph; <see langword="null"/> for a model's canary.</param>
/// <param name="Percent">The share of the traffic, from 0 to 100.</param>
/// <param name="Tenants">The tenants whose traffic is taken from; empty = all.</param>
/// <param name="Bounds">When the canary is rolled back.</param>
public sealed record CanaryRule(
    string Name, string? Route, string? Model, string? Graph, int? Version, double Percent, ImmutableArray<string> Tenants, CanaryBounds Bounds)
{
    private readonly ValueArray<string> _tenants = new(Tenants);

    /// <summary>The tenants whose traffic is taken from, compared by ordinal; empty = all.</summary>
    public ImmutableArray<string> Tenants
    {
        get => _tenants.Items;
        init => _tenants = new(value);
    }
}

/// <summary>What a canary must keep to; when it does not, it takes no more traffic.</summary>
/// <param name="MaxFailureRate">The share of its requests that may fail, from 0 to 1; <see langword="null"/> = no bound, here and in the next two.</param>
/// <param name="MaxFirstToken">The longest that its first token may take, at the quantile the router judges by.</param>
/// <param name="MaxMeanCostUsd">US dollars that a request may cost on average.</param>
/// <param name="MinRequests">How many requests must have ended before it is judged; at least 1.</param>
public sealed record CanaryBounds(double? MaxFailureRate, TimeSpan? MaxFirstToken, decimal? MaxMeanCostUsd, int MinRequests);
