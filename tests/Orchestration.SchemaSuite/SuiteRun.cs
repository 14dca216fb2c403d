using System.Text;
using Orchestration.Schemas;

namespace Orchestration.SchemaSuite;

/// <summary>Runs tests of the suite and says what came of it.</summary>
internal static class SuiteRun
{
    /// <returns>The exit code: 0, or 1 if a test fails or there are none.</returns>
    public static int Run(string folder, string? remotes, TextWriter output)
    {
        var registry = Remotes.Load(remotes ?? Remotes.FindAbove(folder));
        var (passed, total) = (0, 0);
        foreach (var test in SuiteTest.FilesOf(folder).SelectMany(file => SuiteTest.Load(folder, file)))
        {
            total++;
            if (Failure(test, registry) is { } failure)
            {
                output.WriteLine($"{test.File}: {test.Group}: {test.Name}\n  {failure}");
            }
            else
            {
                passed++;
            }
        }

        output.WriteLine($"{passed}/{total}");
        return passed == total && total > 0 ? 0 : 1;
    }

    /// <summary>What is wrong about a test, judged by both ways to ask; <see langword="null"/> when it passes.</summary>
    public static string? Failure(SuiteTest test, SchemaRegistry registry)
    {
        try
        {
            var schema = JsonSchema.Parse(test.Schema, new JsonSchemaOptions { AssertFormats = test.AssertFormats, Registry = registry });
            var errors = schema.Validate(test.Document);
            if (errors.IsEmpty != test.IsValid)
            {
                return test.IsValid ? $"expected valid, got {errors[0]} (by {errors[0].SchemaPath})" : $"expected invalid, got no error for {Encoding.UTF8.GetString(test.Document)}";
            }

            return schema.IsValid(test.Document) == test.IsValid ? null : $"IsValid and Validate disagree: expected {(test.IsValid ? "valid" : "invalid")}, as Validate has it.";
        }
#pragma warning disable CA1031 // One test that breaks the validator must not hide the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"expected {(test.IsValid ? "valid" : "invalid")}, got {e.GetType().Name}: {e.Message}";
        }
    }
}
