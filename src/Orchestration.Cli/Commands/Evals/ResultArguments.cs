using System.CommandLine;
using Orchestration.Cli.Evals;
using Orchestration.Evals.Gates;

namespace Orchestration.Cli.Commands.Evals;

/// <summary>How commands that need no application are told which results they mean.</summary>
internal static class ResultArguments
{
    public static Option<string?> Root() => new("--root") { Description = "The folder that the evals' paths start from; the current one, or the nearest one around the results with the golden set, if left out", HelpName = "folder" };

    /// <summary>The folders that were given, or the newest one of all evals.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IReadOnlyList<string> Folders(Tool tool, string[]? given, string? root)
    {
        if (given is { Length: > 0 })
        {
            return [.. given.Select(tool.PathOf)];
        }

        var place = root is null ? tool.Folder : tool.PathOf(root);
        return ResultFolders.Evals(place).SelectMany(eval => ResultFolders.NewestFirst(place, eval).Take(1)).MaxBy(Path.GetFileName, StringComparer.Ordinal) is { } newest
            ? [newest]
            : throw new UsageException($"There are no results below '{tool.Shown(place)}'. Run an eval first, or name the folder of its results.");
    }

    /// <summary>The baseline that was named, or the eval's own.</summary>
    /// <exception cref="UsageException">The one that was named is not there.</exception>
    public static async Task<Baseline?> BaselineAsync(Tool tool, EvalPlaces places, string? given, CancellationToken cancellationToken)
    {
        if (given is not null)
        {
            return await Baseline.LoadAsync(tool.PathOf(given), cancellationToken).ConfigureAwait(false) ?? throw new UsageException($"There is no baseline '{given}'.");
        }

        return places.Baseline is { } path ? await Baseline.LoadAsync(path, cancellationToken).ConfigureAwait(false) : null;
    }
}
