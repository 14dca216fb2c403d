using Orchestration.Testing;
using Orchestration.WireCases;

namespace Orchestration.Providers.Tests.WireCases;

/// <summary>The recorded traffic, which is no part of the repository: the folder <c>shared/data/wire</c> beside it, or the one that <c>ORCHESTRATION_WIRE_CASES</c> names.</summary>
internal static class RecordedCases
{
    /// <summary>Stands for the folder that is not there, so that its tests are skipped in sight.</summary>
    public const string Absent = "(absent)";

    private static readonly string Folder =
        Environment.GetEnvironmentVariable("ORCHESTRATION_WIRE_CASES") ?? Path.Combine(Path.GetDirectoryName(Repository.Root) ?? string.Empty, "shared", "data", "wire");

    /// <summary>The names of the providers' folders, in order.</summary>
    public static IReadOnlyList<string> Providers { get; } =
        Directory.Exists(Folder) ? [.. Directory.EnumerateDirectories(Folder).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)] : [Absent];

    /// <summary>The cases of a provider. Skips the test when there is no recorded traffic.</summary>
    public static IReadOnlyList<WireCase> Of(string provider)
    {
        if (provider == Absent)
        {
            Assert.Skip("The recorded traffic is not beside this checkout.");
        }

        return WireCase.Load(Path.Combine(Folder, provider));
    }
}
