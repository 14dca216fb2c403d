using Orchestration.Cli.Logs;

namespace Orchestration.Cli.Commands.Drift;

/// <summary>Where figures are kept. Those of a few tenants are not those of all, and have a folder of their own.</summary>
internal static class DriftFolder
{
    public static string Of(string store, LookingRights rights) => rights.Tenants is not { } tenants
        ? store
        : Path.Combine(store, "tenants", string.Join('+', tenants.Order(StringComparer.Ordinal).Select(static tenant => tenant.Length == 0 ? "%" : Uri.EscapeDataString(tenant).Replace(".", "%2E", StringComparison.Ordinal))));
}
