using System.Text;
using Orchestration.Schemas;
using Orchestration.Schemas.Following;
using Orchestration.SchemaSuite;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Schemas.Following;

/// <summary>The official suite, which is no part of the repository: <c>shared/data/json-schema-test-suite</c> beside it, or the folder that <c>ORCHESTRATION_SCHEMA_SUITE</c> names.</summary>
public class OfficialSuiteFollowed
{
    private static readonly string Folder = Path.Combine(
        Environment.GetEnvironmentVariable("ORCHESTRATION_SCHEMA_SUITE") ?? Path.Combine(Path.GetDirectoryName(Repository.Root) ?? string.Empty, "shared", "data", "json-schema-test-suite"),
        "tests",
        "draft2020-12");

    [Fact]
    public void No_valid_document_of_the_official_suite_is_refused_at_any_cut_and_each_invalid_one_is_in_the_end()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "The official suite is not beside this checkout.");
        var registry = Remotes.Load(Remotes.FindAbove(Folder));
        var failures = new List<string>();
        var total = 0;
        foreach (var test in SuiteTest.FilesOf(Folder).SelectMany(static file => SuiteTest.Load(Folder, file)))
        {
            total++;
            var schema = JsonSchema.Parse(test.Schema, new() { AssertFormats = test.AssertFormats, Registry = registry });
            if (Failure(schema, Encoding.UTF8.GetString(test.Document), test.IsValid) is { } failure)
            {
                failures.Add($"{test.File}: {test.Group}: {test.Name}: {failure}");
            }
        }

        Assert.Empty(failures);
        Assert.True(total > 1_000);
    }

    private static string? Failure(JsonSchema schema, string json, bool isValid)
    {
        foreach (var cut in (ReadOnlySpan<int>)[1, 2, 5, json.Length])
        {
            var follower = new SchemaFollower(schema);
            SchemaError? error = null;
            for (var at = 0; at < json.Length; at += cut)
            {
                error = follower.Add(json.AsSpan(at, Math.Min(cut, json.Length - at)));
            }

            error ??= follower.End();
            if (isValid != error is null || isValid != follower.IsComplete)
            {
                return $"expected {(isValid ? "valid" : "invalid")} in pieces of {cut}, got {error} at {follower.Position} of {json}";
            }
        }

        return null;
    }
}
