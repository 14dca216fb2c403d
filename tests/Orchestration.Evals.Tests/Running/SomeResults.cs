using System.Collections.Immutable;
using System.Text;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Models;

namespace Orchestration.Evals.Tests.Running;

/// <summary>Results to write and read, and a folder for them.</summary>
internal static class SomeResults
{
    public static readonly EvalManifest Manifest = new()
    {
        Eval = "article",
        GoldenSet = "articles",
        GoldenSetVersion = "7",
        GoldenSetHash = "5e7",
        Variants = [new VariantManifest(new EvalVariant("article", 2), "f1"), new VariantManifest(new EvalVariant("article", 2, "small"), "f1")],
        Metrics = ImmutableSortedDictionary<string, string>.Empty.Add("exact", "1").Add("judge", "3"),
        Repeats = 3,
        Cases = 2,
        Filter = "tag:short",
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Ended = new DateTimeOffset(2026, 1, 2, 3, 5, 5, TimeSpan.Zero),
        SpentUsd = 0.12m,
        Revision = "abc",
    };

    public static CaseResult Result(string id = "whale", int repeat = 1, CaseOutcome outcome = CaseOutcome.Scored, string variant = "article@2") => new()
    {
        Case = id,
        CaseHash = "h-" + id,
        Variant = variant,
        Repeat = repeat,
        Outcome = outcome,
        Scores = ImmutableSortedDictionary.Create<string, Score>(StringComparer.Ordinal)
            .Add("exact", Score.Of(0.75, "3 of 4 lines"))
            .Add("judge", Score.Error("the judge did not answer") with { CostUsd = 0.001m })
            .Add("json", Score.NotApplicable("the case expects no JSON")),
        Output = Json("""{"text":"A whale\n— is no fish"}"""),
        Run = new RunFigures
        {
            Run = new RunId(new Guid("0198d7a8-0000-7000-8000-000000000001")),
            CostUsd = 0.0123m,
            UnpricedAttempts = 1,
            Duration = TimeSpan.FromSeconds(1.25),
            Usage = new Usage { InputTokens = 10, OutputTokens = 20 },
            Attempts = 3,
            Splices = 1,
        },
        SpentUsd = 0.0133m,
        Models = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("sections/draft", "small"),
        Tags = ["short", "sea"],
        Weight = 2.5,
        Critical = true,
    };

    public static JsonBytes Json(string json) => new(Encoding.UTF8.GetBytes(json));

    public static string NewFolder() => Directory.CreateTempSubdirectory("evals-").FullName;

    public static async Task<string> WriteAsync(EvalManifest manifest, params CaseResult[] results)
    {
        var folder = NewFolder();
        await Manifests.WriteAsync(folder, manifest, CancellationToken.None);
        using var writer = new ResultsWriter(folder);
        foreach (var result in results)
        {
            writer.Append(result);
        }

        return folder;
    }
}
