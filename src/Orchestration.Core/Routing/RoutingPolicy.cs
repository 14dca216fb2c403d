using System.Collections.Immutable;
using System.Text;
using Orchestration.Models;
using Orchestration.Routing.Planning;

namespace Orchestration.Routing;

/// <summary>Which models calls may go to, by tenant: a document that a running application takes on at once, without a restart. Immutable.</summary>
/// <remarks>Give it to <see cref="RoutingTable.Apply"/>. The document's members are in <c>docs/routing.md</c>.</remarks>
public sealed record RoutingPolicy
{
    /// <summary>The name under which <see cref="Tenants"/> holds what is said of every tenant.</summary>
    public const string EveryTenant = "*";

    private readonly ValueArray<CanaryRule> _canaries;

    /// <summary>A policy that says nothing: the routes are those of the code.</summary>
    public static RoutingPolicy None { get; } = new();

    /// <summary>The application's own name for this edition of the policy; empty when it has none.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>Routes that are added to those of the code, or stand in their place.</summary>
    public ImmutableSortedDictionary<string, Route> Routes { get; init; } = ImmutableSortedDictionary.Create<string, Route>(StringComparer.Ordinal);

    /// <summary>What is said of tenants, by name, and of all under <see cref="EveryTenant"/>.</summary>
    public ImmutableSortedDictionary<string, TenantRouting> Tenants { get; init; } = ImmutableSortedDictionary.Create<string, TenantRouting>(StringComparer.Ordinal);

    /// <summary>Models and graph versions that a share of the traffic tries. Of two that would take the same call, the first does.</summary>
    public ImmutableArray<CanaryRule> Canaries
    {
        get => _canaries.Items;
        init => _canaries = new(value);
    }

    /// <summary>Reads a policy from its JSON.</summary>
    /// <exception cref="FormatException">It cannot be read; the message names everything that is wrong by its path. A member that the document does not have is wrong too.</exception>
    public static RoutingPolicy Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="utf8Json">The JSON in UTF-8, without a byte order mark.</param>
    public static RoutingPolicy Parse(ReadOnlySpan<byte> utf8Json) => RoutingPolicyReader.Read(utf8Json);
}
