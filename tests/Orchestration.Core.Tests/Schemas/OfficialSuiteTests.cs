using Orchestration.SchemaSuite;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Schemas;

/// <summary>The official tests of draft 2020-12, which are no part of the repository: the folder <c>shared/data/json-schema-test-suite</c> beside it, or the one that <c>ORCHESTRATION_SCHEMA_SUITE</c> names.</summary>
public class OfficialSuiteTests
{
    // Stands for the folder that is not there, so that its tests are skipped in sight.
    private const string Absent = "(absent)";

    private static readonly string Suite =
        Environment.GetEnvironmentVariable("ORCHESTRATION_SCHEMA_SUITE") ?? Path.Combine(Path.GetDirectoryName(Repository.Root) ?? string.Empty, "shared", "data", "json-schema-test-suite");

    private static readonly string Folder = Path.Combine(Suite, "tests", "draft2020-12");

    public static TheoryData<string> Files => Directory.Exists(Folder) ? [.. SuiteTest.FilesOf(Folder)] : [Absent];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_test_of_the_official_suite_passes(string file)
    {
        Assert.SkipWhen(file == Absent, "The official suite is not beside this checkout.");
        var registry = Remotes.Load(Remotes.FindAbove(Folder));

        var failures = SuiteTest.Load(Folder, file).Select(test => (test.Group, test.Name, Failure: SuiteRun.Failure(test, registry))).Where(static test => test.Failure is not null);

        Assert.Empty(failures);
    }
}
