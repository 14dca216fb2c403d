using System.Collections.Immutable;

namespace Orchestration.Cli.Logs;

/// <summary>Whose runs whoever looks may see, and which of them were asked for.</summary>
/// <param name="Tenants">Those to show; <see langword="null"/> = all there are.</param>
internal sealed record LookingRights(ImmutableArray<string>? Tenants)
{
    public const string Variable = "ORCHESTRATION_TENANTS";

    /// <summary>The one tenant, where it is one: a log can then read less.</summary>
    public string? Only => Tenants is [var only] ? only : null;

    /// <exception cref="UsageException">A tenant was asked for that may not be looked at.</exception>
    public static LookingRights Of(Tool tool, IReadOnlyList<string> asked)
    {
        if (tool.Environment(Variable) is not { Length: > 0 } listed)
        {
            return new LookingRights(asked.Count == 0 ? null : [.. asked.Distinct(StringComparer.Ordinal)]);
        }

        var allowed = listed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return asked.FirstOrDefault(tenant => !allowed.Contains(tenant, StringComparer.Ordinal)) is { } denied
            ? throw new UsageException($"The runs of tenant '{denied}' are not yours to look at: {Variable} allows {string.Join(", ", allowed)}.")
            : new LookingRights(asked.Count == 0 ? [.. allowed] : [.. asked.Distinct(StringComparer.Ordinal)]);
    }

    public bool Allow(string tenant) => Tenants is not { } tenants || tenants.Contains(tenant, StringComparer.Ordinal);
}
