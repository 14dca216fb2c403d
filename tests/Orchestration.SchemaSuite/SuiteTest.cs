using System.Runtime.InteropServices;
using System.Text.Json;

namespace Orchestration.SchemaSuite;

/// <summary>A test of the suite: a schema, a document, and whether it is valid.</summary>
internal sealed record SuiteTest(string File, string Group, string Name, JsonElement Schema, byte[] Document, bool IsValid, bool AssertFormats)
{
    /// <summary>The files below a folder, in order, as paths from it.</summary>
    public static IReadOnlyList<string> FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    /// <summary>The tests of one file.</summary>
    public static IReadOnlyList<SuiteTest> Load(string folder, string file)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(folder, file)), new() { MaxDepth = 1000 });
        return
        [
            .. from @group in document.RootElement.EnumerateArray()
               from test in @group.GetProperty("tests").EnumerateArray()
               select new SuiteTest(
                   file,
                   @group.GetProperty("description").GetString()!,
                   test.GetProperty("description").GetString()!,
                   @group.GetProperty("schema").Clone(),
                   JsonMarshal.GetRawUtf8Value(test.GetProperty("data")).ToArray(),
                   test.GetProperty("valid").GetBoolean(),
                   MeansFormats(Path.GetFullPath(Path.Combine(folder, file)))),
        ];
    }

    // The tests of a folder `format` expect that it is enforced; all others that it is a remark, but for one that asks whether a pattern is one by `format`.
    private static bool MeansFormats(string path) =>
        Path.GetFileName(Path.GetDirectoryName(path)) == "format" || Path.GetFileName(path) == "ecmascript-regex.json";
}
