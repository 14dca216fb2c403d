using Orchestration.Evals.GoldenSets.Files;

namespace Orchestration.Evals.Reports;

/// <summary>Where in a golden set's files cases stand.</summary>
internal static class CaseLines
{
    /// <param name="path">The golden set's file or folder; <see langword="null"/> if it is not known.</param>
    /// <param name="root">What the files' names are relative to.</param>
    /// <param name="ids">The cases.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Dictionary<string, (string File, int Line)>> FindAsync(string? path, string root, IReadOnlySet<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (string File, int Line)>(StringComparer.Ordinal);
        foreach (var file in path is null ? [] : GoldenFile.In(path))
        {
            var name = Path.GetRelativePath(root, file).Replace('\\', '/');
            await foreach (var item in GoldenFile.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                if (item.Case is { Id: var id } && ids.Contains(id))
                {
                    found.TryAdd(id, (name, item.Line));
                }
            }
        }

        return found;
    }
}
