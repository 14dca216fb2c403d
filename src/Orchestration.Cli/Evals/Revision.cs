namespace Orchestration.Cli.Evals;

/// <summary>What git calls the state of a folder, read from its files: git itself need not be there.</summary>
internal static class Revision
{
    /// <summary>The commit that is checked out; <see langword="null"/> where that cannot be told.</summary>
    public static string? Of(string folder)
    {
        try
        {
            return GitFolder(folder) is { } git ? Resolve(git, File.ReadAllText(Path.Combine(git, "HEAD")).Trim()) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The folder with all of the repository; <see langword="null"/> where there is none.</summary>
    public static string? Repository(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                return at;
            }
        }

        return null;
    }

    private static string? GitFolder(string folder)
    {
        const string Link = "gitdir:";
        if (Repository(folder) is not { } repository)
        {
            return null;
        }

        // In a second working tree, and in a submodule, it is a file that says where.
        var path = Path.Combine(repository, ".git");
        return Directory.Exists(path) ? path
            : File.ReadAllText(path).Trim() is var text && text.StartsWith(Link, StringComparison.Ordinal) ? Path.GetFullPath(text[Link.Length..].Trim(), repository)
            : null;
    }

    private static string? Resolve(string git, string head)
    {
        const string Reference = "ref:";
        if (!head.StartsWith(Reference, StringComparison.Ordinal))
        {
            return head.Length > 0 ? head : null;
        }

        var name = head[Reference.Length..].Trim();
        var common = Path.Combine(git, "commondir") is var file && File.Exists(file) ? Path.GetFullPath(File.ReadAllText(file).Trim(), git) : git;
        return new[] { git, common }.Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists) is { } loose
            ? File.ReadAllText(loose).Trim()
            : Packed(Path.Combine(common, "packed-refs"), name);
    }

    private static string? Packed(string path, string name) => File.Exists(path)
        ? File.ReadLines(path).Where(line => line.EndsWith($" {name}", StringComparison.Ordinal)).Select(static line => line.Split(' ')[0]).FirstOrDefault()
        : null;
}
