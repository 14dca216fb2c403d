using System.Collections.Immutable;
using Orchestration.Models;
using Orchestration.Routing.Planning;

namespace Orchestration.Routing;

/// <summary>What a routing policy says of a tenant.</summary>
/// <remarks>
/// What stands under <c>*</c> holds for every tenant, and a tenant's own comes on top: its lists of denied models add to those of <c>*</c>, its allowed models, bounds and tiers stand in place of those of <c>*</c>,
/// each bound and each class by itself.
/// </remarks>
public sealed record TenantRouting
{
    private readonly ValueArray<string> _allow;
    private readonly ValueArray<string> _deny;

    /// <summary>The only models that its calls may go to: names, or their beginning and <c>*</c>.</summary>
    /// <value>Empty, the default, allows all.</value>
    public ImmutableArray<string> Allow { get => _allow.Items; init => _allow = new(value); }

    /// <summary>Models that its calls never go to, even if they are allowed: names, or their beginning and <c>*</c>.</summary>
    public ImmutableArray<string> Deny { get => _deny.Items; init => _deny = new(value); }

    /// <summary>Bounds in place of those of the routes, by the route's name. A bound that is <see langword="null"/> leaves the route's.</summary>
    public ImmutableSortedDictionary<string, Envelope> Envelopes { get; init; } = ImmutableSortedDictionary.Create<string, Envelope>(StringComparer.Ordinal);

    /// <summary>Tiers in place of those of the routes, by the route's name. A class whose list is empty keeps the route's.</summary>
    public ImmutableSortedDictionary<string, Tiers> Tiers { get; init; } = ImmutableSortedDictionary.Create<string, Tiers>(StringComparer.Ordinal);

    internal bool Denies(string model) =>
        Deny.Any(pattern => Names.Matches(pattern, model)) || (!Allow.IsEmpty && !Allow.Any(pattern => Names.Matches(pattern, model)));

    /// <summary>This, which holds for all, with the tenant's own on top.</summary>
    internal TenantRouting Under(TenantRouting own) => new()
    {
        Allow = own.Allow.IsEmpty ? Allow : own.Allow,
        Deny = [.. Deny, .. own.Deny],
        Envelopes = Envelopes.SetItems(own.Envelopes.Select(pair => KeyValuePair.Create(pair.Key, Envelopes.GetValueOrDefault(pair.Key, new()).Under(pair.Value)))),
        Tiers = Tiers.SetItems(own.Tiers.Select(pair => KeyValuePair.Create(pair.Key, Routing.Tiers.Under(Tiers.GetValueOrDefault(pair.Key), pair.Value)!))),
    };
}
