using Orchestration.Cli.Display;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary>Says how many places of what kind were found.</summary>
internal static class Redacted
{
    public static string Of(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "nothing found" : string.Join(", ", counts.OrderBy(static kind => kind.Key, StringComparer.Ordinal).Select(static kind => $"{Words.Count(kind.Value)} {kind.Key}"));
}
