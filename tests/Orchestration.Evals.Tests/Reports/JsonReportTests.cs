using System.Text.Json;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;
using static Orchestration.Evals.Tests.Reports.SomeResults;

namespace Orchestration.Evals.Tests.Reports;

public class JsonReportTests
{
    private static async Task<JsonElement> WriteAsync(ReportSource source) =>
        JsonDocument.Parse(await SomeResults.WriteAsync(source, static (report, stream) => report.WriteJsonAsync(stream, TestContext.Current.CancellationToken))).RootElement;

    [Fact]
    public async Task The_document_has_these_members_and_no_others()
    {
        var finding = new CaseFinding("tea", "exact", null, 0, "It failed.");
        var options = new EvalReportOptions { Verdict = Verdict(GateOutcome.Regression, Metric(regressed: true, worst: finding)), History = [Accepted(1, 0.8)] };

        var report = await WriteAsync(Source([Result("tea", 0.25)], options));

        Assert.Equal(
            """
            format version eval goldenSet{name version hash} revision filter shard plannedCases repeats started ended budgetExceeded spentUsd passAt
            verdict{outcome exitCode summary test comparedCases newCases errors confirmWithRepeats
            metrics[metric gated baseline now drop p adjustedP margin smallestVisible regressed compared note worst[case metric baseline now message]] findings[]}
            history[time variant fingerprint revision note cases means{exact rouge} costUsd seconds]
            variants[variant fingerprint cases runs failed errors costUsd judgeCostUsd unpricedAttempts meanCostUsd p50Seconds p95Seconds metrics[metric mean scored errors notApplicable distribution[]]]
            cases[id status message critical weight tags[] variants[repeats failed errors costUsd seconds scores{exact}]]
            """.ReplaceLineEndings(" "),
            Members(report));
        Assert.Equal(3, report.GetProperty("verdict").GetProperty("exitCode").GetInt32());
        Assert.Equal(0.25, report.GetProperty("cases")[0].GetProperty("variants")[0].GetProperty("scores").GetProperty("exact").GetDouble());
    }

    [Fact]
    public async Task A_number_that_JSON_cannot_hold_is_null()
    {
        var report = await WriteAsync(Source([Result("tea", 1)], new() { Verdict = Verdict(GateOutcome.Inconclusive, Metric() with { Baseline = double.NaN, SmallestVisible = double.PositiveInfinity }) }));

        var metric = report.GetProperty("verdict").GetProperty("metrics")[0];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (metric.GetProperty("baseline").ValueKind, metric.GetProperty("smallestVisible").ValueKind));
    }

    [Fact]
    public async Task A_case_that_a_variant_did_not_run_is_null_there()
    {
        var report = await WriteAsync(Source([Result("tea", 1)], manifest: Manifest(Article, new EvalVariant("article", 3))));

        Assert.Equal(JsonValueKind.Null, report.GetProperty("cases")[0].GetProperty("variants")[1].ValueKind);
    }

    // The names in the order of the document; of a list, those of its first item.
    private static string Members(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(static member => member.Name + Inner(member.Value)));

    private static string Inner(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + Members(value) + "}",
        JsonValueKind.Array => "[" + (value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Object ? Members(value[0]) : string.Empty) + "]",
        _ => string.Empty,
    };
}
