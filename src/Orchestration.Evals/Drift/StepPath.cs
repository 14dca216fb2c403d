using System.Text.RegularExpressions;

namespace Orchestration.Evals.Drift;

/// <summary>The path of a step without the numbers of the items it ran for: all items of a list are one series.</summary>
internal static partial class StepPath
{
    public static string Of(string? path) => path is null ? string.Empty : path.Contains('[', StringComparison.Ordinal) ? Index().Replace(path, string.Empty) : path;

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();
}
