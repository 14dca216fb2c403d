using System.IO.Compression;
using Orchestration.Testing;

[assembly: AssemblyFixture(typeof(Orchestration.Packaging.Tests.Packages))]

namespace Orchestration.Packaging.Tests;

/// <summary>The packages as <c>dotnet pack</c> makes them now. Built beside the checkout's own output, so that neither disturbs the other.</summary>
public sealed class Packages : IAsyncLifetime
{
    /// <summary>Where builds of these tests put what they make; kept between runs, since most of it stays valid.</summary>
    public static string Output { get; } = Repository.PathOf("artifacts", "packaging-tests");

    /// <summary>The folder with the packages.</summary>
    public static string Folder { get; } = Path.Combine(Output, "packages");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        // The others build Core on the way; the analyzers have had their say in the ordinary build.
        foreach (var project in (string[])["Orchestration.Core", "Orchestration.Evals", "Orchestration.Providers", "Orchestration.Cli"])
        {
            (await Command.DotnetAsync(
                Repository.PathOf("src", project), "pack", "-c", "Release", "--artifacts-path", Output, "-o", Folder, "-p:RunAnalyzers=false", "-p:CI=true")).Succeeds();
        }
    }

    /// <summary>A <c>nuget.config</c> that finds our packages where they were packed just now, the others where the build of the tests has put them: no network, no stale copy.</summary>
    public static string Sources { get; } = $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="packed" value="{Folder}" />
            <add key="restored" value="{Restored()}" />
          </packageSources>
          <packageSourceMapping>
            <clear />
            <packageSource key="packed"><package pattern="Orchestration.*" /></packageSource>
            <packageSource key="restored"><package pattern="*" /></packageSource>
          </packageSourceMapping>
        </configuration>
        """;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static ZipArchive Open(string file) => ZipFile.OpenRead(Assert.Single(Directory.GetFiles(Folder, file)));

    internal static IEnumerable<string> NamesIn(string file)
    {
        using var archive = Open(file);
        return [.. archive.Entries.Select(static entry => entry.FullName)];
    }

    private static string Restored() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
