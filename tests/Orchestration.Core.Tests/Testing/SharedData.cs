namespace Orchestration.Core.Tests.Testing;

/// <summary>Data that lies beside a checkout and is no part of it. Tests that need it are skipped without it.</summary>
internal static class SharedData
{
    public static string FileOrSkip(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", path);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip($"The data '{path}' is not beside this checkout.");
        return path;
    }
}
