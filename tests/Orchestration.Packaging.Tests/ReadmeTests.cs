using System.Text.RegularExpressions;
using Orchestration.Testing;

namespace Orchestration.Packaging.Tests;

/// <summary>What a newcomer does: an empty console project, the two packages, the README's program.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_readmes_program_compiles_against_the_packages_and_prints_what_the_readme_says()
    {
        var readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"), TestContext.Current.CancellationToken);
        var program = Assert.Single(Fence().Matches(readme), static fence => fence.Groups["text"].Value.Contains("await using var services", StringComparison.Ordinal)).Groups["text"].Value;
        var printed = Assert.Single(Fence().Matches(readme), static fence => fence.Groups["text"].Value.StartsWith("$ dotnet run\n", StringComparison.Ordinal)).Groups["text"].Value;
        var folder = Directory.CreateTempSubdirectory("readme-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Program.cs"), program, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Readme.csproj"), Project(), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nuget.config"), Packages.Sources, TestContext.Current.CancellationToken);

            (await Command.DotnetAsync(folder.FullName, "build", "-o", "app")).Succeeds();
            var run = (await Command.DotnetAsync(folder.FullName, "app/Readme.dll")).Succeeds();

            Assert.Equal(Lines(printed.Replace("$ dotnet run\n", string.Empty, StringComparison.Ordinal)), Lines(run.Output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <RestorePackagesPath>packages</RestorePackagesPath>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Orchestration.Providers" Version="*" />
            <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="{DependencyInjection()}" />
          </ItemGroup>
        </Project>
        """;

    private static string DependencyInjection() =>
        CentralVersion().Match(File.ReadAllText(Repository.PathOf("Directory.Packages.props"))).Groups["version"].Value;

    [GeneratedRegex("^```[a-z]*\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("Include=\"Microsoft.Extensions.DependencyInjection\" Version=\"(?<version>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CentralVersion();
}
