using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Audit;

/// <summary>Who reads a log, and whose runs they may read.</summary>
public sealed record AccessRights
{
    /// <summary>Who it is, as the records of access name them.</summary>
    public required string Actor
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    }

    /// <summary>The tenants whose records they may read; the empty one is that of an application without tenants, and of changes of routing.</summary>
    /// <value><see langword="null"/>, the default, means all.</value>
    public ImmutableHashSet<string>? Tenants { get; init; }

    /// <summary>Whether they may read a tenant's records.</summary>
    public bool Allow(string tenant) => Tenants is null || Tenants.Contains(tenant);
}

/// <summary>Somebody asked for records of a tenant that they may not read.</summary>
public sealed class AuditAccessException : OrchestrationException
{
    internal AuditAccessException(string actor, string tenant)
        : base($"'{actor}' may not read the audit log of tenant '{tenant}'. Ask whoever grants access for that tenant, or name a tenant of yours.") => (Actor, Tenant) = (actor, tenant);

    /// <summary>Who asked.</summary>
    public string Actor { get; }

    /// <summary>The tenant that their rights lack.</summary>
    public string Tenant { get; }
}
