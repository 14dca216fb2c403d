using System.Runtime.InteropServices;
using Orchestration.Testing;

namespace Orchestration.Packaging.Tests;

/// <summary>An application from which everything unused is cut away still runs, and nothing in the packages makes the trimmer warn.</summary>
public sealed class TrimmedAppTests
{
    // The portable name: a distribution's own SDK reports one that runtime packs do not have.
    private static readonly string Machine =
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    [Fact]
    public async Task The_trimmed_app_publishes_without_a_warning_and_runs()
    {
        var folder = Path.Combine(Packages.Output, "trimmed");

        (await PublishAsync(folder)).Succeeds();
        var run = (await Command.RunAsync(Path.Combine(folder, "Orchestration.TrimmedApp"), folder)).Succeeds();

        Assert.Contains("The trimmed application works.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_app_runs_compiled_ahead_of_time()
    {
        var folder = Path.Combine(Packages.Output, "native");

        var published = await PublishAsync(folder, "-p:PublishAot=true", "-p:PublishTrimmed=");
        if (published.Output.Contains("NU1101", StringComparison.Ordinal) || published.Output.Contains("NU1102", StringComparison.Ordinal))
        {
            Assert.Skip("The package sources of this machine do not have the native compiler.");
        }

        published.Succeeds();
        var run = (await Command.RunAsync(Path.Combine(folder, "Orchestration.TrimmedApp"), folder)).Succeeds();
        Assert.Contains("The trimmed application works.", run.Output, StringComparison.Ordinal);
    }

    private static Task<Command> PublishAsync(string folder, params IReadOnlyList<string> options) => Command.DotnetAsync(
        Repository.PathOf("tests", "Orchestration.TrimmedApp"),
        ["publish", "-c", "Release", "-r", Machine, "--self-contained", "--artifacts-path", Packages.Output, "-o", folder, "-p:RunAnalyzers=false", .. options]);
}
