using System.Collections.Immutable;

namespace Orchestration.Billing;

/// <summary>What to compare, and under which names.</summary>
public sealed record ReconciliationOptions
{
    /// <summary>The first day, in UTC; <see langword="null"/> = the export's first.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day; <see langword="null"/> = the export's last.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Attempts of this tenant only; <see langword="null"/> = of all, as a provider's export is.</summary>
    public string? Tenant { get; init; }

    /// <summary>The provider's name of a model by the name it is registered under or by another name in the export. Needed only where answers do not name their model.</summary>
    public ImmutableDictionary<string, string> Models { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How long before and after midnight UTC an attempt may be booked on the other day.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan Midnight { get; init; } = TimeSpan.FromMinutes(10);
}
