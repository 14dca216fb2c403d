using Orchestration.Schemas;

namespace Orchestration.SchemaSuite;

/// <summary>The documents that the suite expects at http://localhost:1234/, which nothing here ever asks.</summary>
internal static class Remotes
{
    private const string Name = "remotes";

    private static readonly Uri Server = new("http://localhost:1234/");

    /// <summary>The registry of a folder named <c>remotes</c>, or of one below it.</summary>
    public static SchemaRegistry Load(string? folder)
    {
        if (folder is null)
        {
            return SchemaRegistry.Empty;
        }

        var root = RootOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Aggregate(SchemaRegistry.Empty, (registry, file) =>
            registry.With(new Uri(Server, Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/')), File.ReadAllText(file)));
    }

    /// <summary>The folder <c>remotes</c> beside a folder of tests or beside one above it; <see langword="null"/> when there is none.</summary>
    public static string? FindAbove(string folder)
    {
        for (var above = new DirectoryInfo(Path.GetFullPath(folder)); above is not null; above = above.Parent)
        {
            if (Directory.Exists(Path.Combine(above.FullName, Name)))
            {
                return Path.Combine(above.FullName, Name);
            }
        }

        return null;
    }

    // Addresses begin at the folder `remotes`. A folder of a draft alone, under another name, is what lies in it.
    private static string RootOf(string folder)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (above.Name == Name)
            {
                return above.FullName;
            }
        }

        return Path.GetFileName(folder).StartsWith("draft", StringComparison.Ordinal) ? Path.GetDirectoryName(folder)! : folder;
    }
}
