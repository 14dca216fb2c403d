using Orchestration.Cli.Display;

namespace Orchestration.Cli;

/// <summary>What every command works with.</summary>
/// <param name="Screen">Where to speak.</param>
/// <param name="Environment">An environment variable's value by its name.</param>
/// <param name="Time">The clock.</param>
/// <param name="Folder">The folder that relative paths start from.</param>
internal sealed record Tool(Screen Screen, Func<string, string?> Environment, TimeProvider Time, string Folder)
{
    /// <summary>A path as it was typed, in full.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, Folder);

    /// <summary>A path as a person would type it here.</summary>
    public string Shown(string path)
    {
        var relative = Path.GetRelativePath(Folder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
