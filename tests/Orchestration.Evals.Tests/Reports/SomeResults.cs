using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestration.Evals.Gates;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Models;

namespace Orchestration.Evals.Tests.Reports;

/// <summary>Results made by hand.</summary>
internal static class SomeResults
{
    public static readonly EvalVariant Article = new("article", 2);

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);

    public static EvalManifest Manifest(params EvalVariant[] variants) => new()
    {
        Eval = "article",
        GoldenSet = "articles",
        GoldenSetHash = "ab12",
        Variants = [.. variants.DefaultIfEmpty(Article).Select(static variant => new VariantManifest(variant, "f1"))],
        Metrics = ImmutableSortedDictionary<string, string>.Empty.Add("exact", "1").Add("rouge", "1"),
        Repeats = 2,
        Cases = 3,
        Started = Start,
        Ended = Start.AddMinutes(2),
        SpentUsd = 0.12m,
        Revision = "c0ffee",
    };

    public static CaseResult Result(string id, double exact, int repeat = 1, string output = "some text", EvalVariant? variant = null) => new()
    {
        Case = id,
        CaseHash = "h-" + id,
        Variant = (variant ?? Article).ToString(),
        Repeat = repeat,
        Outcome = CaseOutcome.Scored,
        Scores = Scores(("exact", Score.Of(exact, exact >= 1 ? "It is equal." : "It differs."))),
        Output = Text(output),
        Run = new() { Run = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, (byte)repeat)), CostUsd = 0.002m, Duration = TimeSpan.FromSeconds(1.5), Attempts = 1 },
        Tags = ["short"],
    };

    public static CaseResult Failure(string id, int repeat = 1) => Result(id, 0, repeat) with { Outcome = CaseOutcome.Failed, Error = "The answer stayed invalid.", Output = default };

    public static CaseResult Error(string id, int repeat = 1) =>
        Result(id, 0, repeat) with { Outcome = CaseOutcome.Error, Error = "The provider did not answer.", Output = default, Scores = Scores() };

    public static ImmutableSortedDictionary<string, Score> Scores(params (string Metric, Score Score)[] scores) =>
        scores.ToImmutableSortedDictionary(static one => one.Metric, static one => one.Score, StringComparer.Ordinal);

    public static JsonBytes Text(string text) => new(JsonSerializer.SerializeToUtf8Bytes(text));

    public static JsonBytes Json(string json) => new(Encoding.UTF8.GetBytes(json));

    public static GoldenCase Golden(string id, string reference, string input = "{\"topic\":\"tea\"}") => new() { Id = id, Input = Json(input), Reference = Text(reference) };

    public static MetricVerdict Metric(string name = "exact", bool regressed = false, double drop = 0.01, params CaseFinding[] worst) => new()
    {
        Metric = name,
        Gated = true,
        Baseline = 0.9,
        Now = 0.9 - drop,
        Drop = drop,
        P = regressed ? 0.004 : 0.4,
        AdjustedP = regressed ? 0.008 : 0.4,
        Margin = 0.02,
        SmallestVisible = 0.034,
        Regressed = regressed,
        Worst = [.. worst],
    };

    public static GateVerdict Verdict(GateOutcome outcome = GateOutcome.Ok, params MetricVerdict[] metrics) => new()
    {
        Outcome = outcome,
        Summary = outcome == GateOutcome.Regression ? "'exact' fell by 12.0 points. Look at the cases below." : "No regression.",
        Test = GateTest.WithinCase,
        Metrics = [.. metrics.DefaultIfEmpty(Metric())],
        Findings = [],
        ComparedCases = 3,
        NewCases = 0,
        Errors = 0,
    };

    public static AcceptedResults Accepted(int month, double exact) => new()
    {
        Time = new DateTimeOffset(2026, month, 1, 0, 0, 0, TimeSpan.Zero),
        Variant = "article@1",
        Fingerprint = "f0",
        Cases = 3,
        Means = new Dictionary<string, double>(StringComparer.Ordinal) { ["exact"] = exact, ["rouge"] = exact - 0.1 },
        Note = "month " + month.ToString(CultureInfo.InvariantCulture),
    };

    public static ReportSource Source(IEnumerable<CaseResult> results, EvalReportOptions? options = null, EvalManifest? manifest = null, params GoldenCase[] golden) =>
        new(manifest ?? Manifest(), _ => results.ToAsyncEnumerable(), options ?? new()) { Golden = golden.Length > 0 ? _ => golden.ToAsyncEnumerable() : null };

    public static async Task<string> WriteAsync(ReportSource source, Func<EvalReport, Stream, Task> write)
    {
        using var stream = new MemoryStream();
        await write(await EvalReport.CreateAsync(source, TestContext.Current.CancellationToken), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static async Task<string> WriteAsync(ReportSource source, Func<EvalReport, TextWriter, Task> write)
    {
        await using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        await write(await EvalReport.CreateAsync(source, TestContext.Current.CancellationToken), text);
        return text.ToString();
    }
}
