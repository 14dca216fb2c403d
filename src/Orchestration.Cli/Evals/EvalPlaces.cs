using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Running;

namespace Orchestration.Cli.Evals;

/// <summary>Where what belongs to results lies: their manifests know it relative to a root, which may be elsewhere on this machine.</summary>
internal sealed class EvalPlaces
{
    private readonly EvalManifest _manifest;

    private EvalPlaces(string root, EvalManifest manifest) => (Root, _manifest) = (root, manifest);

    public string Root { get; }

    /// <summary>The baseline's file; <see langword="null"/> if the results do not say.</summary>
    public string? Baseline => Of(_manifest.BaselinePath);

    /// <summary>Finds the root: the one that was given, or else the current folder or the nearest one around the results that has the golden set.</summary>
    public static EvalPlaces Of(Tool tool, EvalResults results, string? root)
    {
        var manifest = results.Manifest;
        var found = root is not null ? tool.PathOf(root) : Around(tool, results.Folder).FirstOrDefault(folder => manifest.GoldenSetPath is { } path && Path.Exists(Path.Combine(folder, path)));
        return new EvalPlaces(found ?? tool.Folder, manifest);
    }

    /// <summary>The golden set, for inputs and lines; <see langword="null"/> where it is not here, or not the one that was run.</summary>
    public async Task<GoldenSet?> GoldenSetAsync(CancellationToken cancellationToken)
    {
        if (Of(_manifest.GoldenSetPath) is not { } path || !Path.Exists(path))
        {
            return null;
        }

        try
        {
            var golden = await GoldenSet.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            return golden.Hash == _manifest.GoldenSetHash ? golden : null;
        }
        catch (GoldenSetException)
        {
            return null;
        }
    }

    private string? Of(string? path) => path is null ? null : Path.GetFullPath(Path.Combine(Root, path));

    private static IEnumerable<string> Around(Tool tool, string folder)
    {
        yield return tool.Folder;
        for (var at = Path.GetDirectoryName(Path.GetFullPath(folder)); at is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }
}
