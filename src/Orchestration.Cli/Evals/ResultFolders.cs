using System.Globalization;
using Orchestration.Evals.Running;

namespace Orchestration.Cli.Evals;

/// <summary>Where results lie that nobody has chosen a place for: <c>.orchestration/evals/EVAL/yyyyMMdd-HHmmss</c>.</summary>
internal static class ResultFolders
{
    private const string Own = ".orchestration";

    public static string Of(string root, string eval) => Path.Combine(root, Own, "evals", string.Concat(eval.Select(static c => Path.GetInvalidFileNameChars().Contains(c) ? '_' : c)));

    /// <summary>A folder for new results. It is not made.</summary>
    public static string New(string root, string eval, DateTimeOffset now)
    {
        var stem = Path.Combine(Of(root, eval), now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        var folder = stem;
        for (var next = 2; Directory.Exists(folder); next++)
        {
            folder = string.Create(CultureInfo.InvariantCulture, $"{stem}-{next}");
        }

        return folder;
    }

    /// <summary>Keeps results out of the application's repository: what is to be kept is the baseline.</summary>
    public static void Ignore(string root)
    {
        var file = Path.Combine(root, Own, ".gitignore");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "*\n");
        }
    }

    /// <summary>The evals that have results.</summary>
    public static IReadOnlyList<string> Evals(string root) => Path.Combine(root, Own, "evals") is var folder && Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder).Where(static eval => NewestFirst(eval).Any()).Select(static eval => Path.GetFileName(eval)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The folders with results of an eval, newest first.</summary>
    public static IEnumerable<string> NewestFirst(string root, string eval) => NewestFirst(Of(root, eval));

    /// <summary>Whether something is left to be run: it was cut off, its budget ended it, or runs could not be judged.</summary>
    public static async Task<bool> IsUnfinishedAsync(EvalResults results, CancellationToken cancellationToken) =>
        results.Manifest is { Ended: null } or { BudgetExceeded: true }
        || await results.ReadAsync(cancellationToken).AnyAsync(static result => result.Outcome == CaseOutcome.Error, cancellationToken).ConfigureAwait(false);

    public static bool HasResults(string folder) => File.Exists(Path.Combine(folder, Manifests.FileName));

    private static IEnumerable<string> NewestFirst(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(HasResults).OrderDescending(StringComparer.Ordinal)
        : [];
}
