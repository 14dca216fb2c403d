using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Routing.Canaries;
using Orchestration.Routing.Planning;

namespace Orchestration.Routing;

/// <summary>The models and routes of a running application, and the policy they are under. What is changed here holds from the next call on; calls under way go on with what they began with.</summary>
/// <remarks>Safe for many threads: a call sees all of a change or nothing of it.</remarks>
public sealed class RoutingTable
{
    private readonly Lock _gate = new();
    private readonly ModelCatalog _catalog;
    private readonly ImmutableArray<RouteDefinition> _routes;
    private readonly CanaryMonitor _canaries;
    private readonly Action<RoutingPolicy>? _applied;

    private ImmutableArray<RegisteredModel> _models;

    // Removed while the application ran: routes that name them are still valid, and have them again when they come back.
    private ImmutableHashSet<string> _removed = ImmutableHashSet.Create<string>(StringComparer.Ordinal);
    private volatile RoutingSnapshot _current;

    /// <exception cref="InvalidOperationException">Models, routes and policy do not fit each other.</exception>
    internal RoutingTable(
        IEnumerable<RegisteredModel> models, IEnumerable<RouteDefinition> routes, RoutingPolicy policy, ModelCatalog catalog, CanaryMonitor canaries, Action<RoutingPolicy>? applied = null)
    {
        (_models, _routes, _catalog, _canaries, _applied) = ([.. models], [.. routes], catalog, canaries, applied);
        if (Registrations.Fault(_models, _routes) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }

        var faults = FaultsOf(policy);
        _current = faults.Count == 0 ? Build(policy) : throw new InvalidOperationException(Message(policy, faults));
        canaries.Follow(policy.Canaries);
    }

    /// <summary>The policy that calls are under now.</summary>
    public RoutingPolicy Policy => _current.Policy;

    /// <summary>How the canaries of the policy are doing, in its order.</summary>
    public IReadOnlyList<CanaryStatus> Canaries => _canaries.Statuses();

    internal RoutingSnapshot Current => _current;

    internal ImmutableArray<RegisteredModel> Models => _models;

    /// <summary>Puts a policy in the place of the one there is, whole.</summary>
    /// <exception cref="ArgumentException">It does not fit the models and routes there are; the message names everything that is wrong by its path, and nothing has changed.</exception>
    public void Apply(RoutingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        lock (_gate)
        {
            var faults = FaultsOf(policy);
            var next = faults.Count == 0 ? Build(policy) : throw new ArgumentException(Message(policy, faults), nameof(policy));
            _canaries.Follow(policy.Canaries);
            _current = next;
        }

        _applied?.Invoke(policy);
    }

    /// <summary>Adds a model. Calls go to it by its name, and by the routes that name it: those of a policy applied afterwards, or those it was removed from.</summary>
    /// <param name="name">Shared with routes: each name once.</param>
    /// <param name="client">The model's client. It stays the caller's to dispose.</param>
    /// <param name="profile">As with <c>AddModel</c> on the builder: <see langword="null"/> = what the <see cref="ModelCatalog"/> knows of the name.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddModel(string name, IChatClient client, ModelProfile? profile = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(client);
        lock (_gate)
        {
            if (_models.Any(model => model.Name == name) || Routes(Policy).Any(route => route.Name == name))
            {
                throw new ArgumentException($"'{name}' is registered already, as a route or as a model. Names are shared by both; choose another, or remove the model first.", nameof(name));
            }

            _models = _models.Add(new RegisteredModel(name, client, profile ?? _catalog.Find(name) ?? new ModelProfile()));
            _removed = _removed.Remove(name);
            _current = Build(Policy);
        }
    }

    /// <summary>Removes a model: no call that begins afterwards is sent to it. Its client may be disposed of when the calls under way are over.</summary>
    /// <returns>Whether there was such a model.</returns>
    /// <exception cref="InvalidOperationException">A route, or a tier of one, would be left without a model.</exception>
    public bool RemoveModel(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_gate)
        {
            if (_models.FirstOrDefault(model => model.Name == name) is not { } model)
            {
                return false;
            }

            var left = _models.Remove(model);
            if (Registrations.Emptied(left, Routes(Policy), Policy) is { } emptied)
            {
                throw new InvalidOperationException($"'{name}' cannot be removed: {emptied} would be left without a model. Apply a policy first in which it has another, or add one.");
            }

            (_models, _removed) = (left, _removed.Add(name));
            _current = Build(Policy);
            return true;
        }
    }

    private RoutingSnapshot Build(RoutingPolicy policy) => new SnapshotBuilder(_models, Routes(policy), policy).Build();

    private IReadOnlyList<string> FaultsOf(RoutingPolicy policy) =>
        new PolicyCheck([.. _models.Select(static model => model.Name), .. _removed], Routes(policy), policy).Faults() is { Count: > 0 } faults ? faults
        : Registrations.Emptied(_models, Routes(policy), policy) is { } emptied ? [$"{emptied} has only models that have been removed; add one of them again, or name another"]
        : [];

    private RouteDefinition[] Routes(RoutingPolicy policy) =>
    [
        .. _routes.Where(route => !policy.Routes.ContainsKey(route.Name)),
        .. policy.Routes.Select(static route => new RouteDefinition(route.Key, RouteKind.Envelope, route.Value)),
    ];

    private static string Message(RoutingPolicy policy, IReadOnlyList<string> faults) =>
        $"The routing policy{(policy.Version.Length == 0 ? string.Empty : $" '{policy.Version}'")} cannot hold:{string.Concat(faults.Select(static fault => $"\n- {fault}."))}";
}
