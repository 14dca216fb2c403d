using System.Text.RegularExpressions;

namespace Orchestration.Evals.Running;

/// <summary>Paths of steps: <c>sections[3]/draft</c> is the step <c>sections/draft</c> for the fourth item.</summary>
internal static partial class StepPaths
{
    public static string WithoutIndices(string path) => path.Contains('[', StringComparison.Ordinal) ? Index().Replace(path, string.Empty) : path;

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();
}
