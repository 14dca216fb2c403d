using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using static Orchestration.Evals.Tests.Reports.SomeResults;

namespace Orchestration.Evals.Tests.Reports;

public sealed class AnnotationReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestration-annotations-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string[]> WriteAsync(ReportSource source) =>
        (await SomeResults.WriteAsync(source, static (report, text) => report.WriteAnnotationsAsync(text, TestContext.Current.CancellationToken))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task A_finding_points_to_its_line_in_the_golden_set()
    {
        var golden = Path.Combine(_folder, "evals", "article.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
        await File.WriteAllTextAsync(golden, "{\"id\":\"milk\",\"input\":{}}\n{\"id\":\"tea\",\"input\":{}}\n", TestContext.Current.CancellationToken);
        var options = new EvalReportOptions { Root = _folder, Verdict = Verdict(GateOutcome.Regression, Metric(regressed: true, worst: new CaseFinding("tea", "exact", 1, 0, "It fell: 1.00, then 0.00."))) };

        var lines = await WriteAsync(Source([Result("tea", 0)], options) with { GoldenPath = golden });

        Assert.Equal(
            [
                "::error title=article%3A Regression::'exact' fell by 12.0 points. Look at the cases below.",
                "::error file=evals/article.jsonl,line=2,title=article%3A tea::It fell: 1.00, then 0.00.%0Aexact 0.00: It differs.",
            ],
            lines);
    }

    [Fact]
    public async Task A_green_gate_is_a_notice() =>
        Assert.Equal(["::notice title=article%3A Ok::No regression."], await WriteAsync(Source([Result("tea", 1)], new() { Verdict = Verdict() })));

    [Fact]
    public async Task There_are_ten_at_most_and_the_last_says_what_is_missing()
    {
        var lines = await WriteAsync(Source(Enumerable.Range(0, 30).Select(static i => Result("case-" + i, 0)), new() { Verdict = null }));

        Assert.Equal(9, lines.Length);
        Assert.Contains("22 of 30 cases are left out here", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_text_begins_a_command_of_its_own()
    {
        var lines = await WriteAsync(Source([Result("a,line=9::\r\n::stop-commands::x%", 0)]));

        Assert.StartsWith("::error title=article%3A a%2Cline=9%3A%3A%0D%0A%3A%3Astop-commands%3A%3Ax%25::", Assert.Single(lines), StringComparison.Ordinal);
    }
}
