using System.Xml.Linq;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using static Orchestration.Evals.Tests.Reports.SomeResults;

namespace Orchestration.Evals.Tests.Reports;

public class JUnitReportTests
{
    private static async Task<XElement> WriteAsync(ReportSource source)
    {
        var root = XDocument.Parse(await SomeResults.WriteAsync(source, static (report, stream) => report.WriteJUnitAsync(stream))).Root!;
        JUnitSchema.Check(root);
        return root;
    }

    private static XElement Case(XElement root, string name) => root.Descendants("testcase").Single(test => (string?)test.Attribute("name") == name);

    [Fact]
    public async Task Without_a_gate_a_case_fails_below_the_pass_mark_with_its_reasons_and_difference()
    {
        var root = await WriteAsync(Source([Result("good", 1), Result("bad", 0, output: "one\nTWO\nthree"), Failure("broken"), Error("lost")], golden: Golden("bad", "one\ntwo\nthree")));

        Assert.Empty(Case(root, "good").Elements("failure"));
        var failure = Case(root, "bad").Element("failure")!;
        Assert.Equal("exact is 0.00, below 0.50.", (string?)failure.Attribute("message"));
        Assert.Equal("exact 0.00: It differs.\n\nfrom reference (-) to output (+):\n  one\n- two\n+ TWO\n  three", failure.Value);
        Assert.Equal("RunFailed", (string?)Case(root, "broken").Element("failure")!.Attribute("type"));
        Assert.Equal("The provider did not answer.", (string?)Case(root, "lost").Element("error")!.Attribute("message"));
        Assert.Equal(("4", "2", "1"), ((string?)root.Element("testsuite")!.Attribute("tests"), (string?)root.Element("testsuite")!.Attribute("failures"), (string?)root.Element("testsuite")!.Attribute("errors")));
    }

    [Fact]
    public async Task Under_a_gate_a_case_fails_only_where_the_gate_says_so()
    {
        var finding = new CaseFinding("worse", "exact", 1, 0, "It passed all repeats before and none now.");
        var root = await WriteAsync(Source([Result("always-bad", 0), Result("worse", 0)], new() { Verdict = Verdict(GateOutcome.Regression, Metric(regressed: true, drop: 0.12, worst: finding), Metric("rouge")) }));

        Assert.Empty(Case(root, "always-bad").Elements("failure"));
        Assert.Equal(finding.Message, (string?)Case(root, "worse").Element("failure")!.Attribute("message"));
        Assert.Equal("Regression", (string?)Case(root, "verdict").Element("failure")!.Attribute("type"));
        Assert.Contains("12.0 pts worse (p 0.008, margin 2.0 pts, smallest visible 3.4 pts)", Case(root, "exact").Element("failure")!.Value, StringComparison.Ordinal);
        Assert.Empty(Case(root, "rouge").Elements("failure"));
    }

    [Fact]
    public async Task A_metric_that_the_baseline_lacks_has_neither_passed_nor_failed()
    {
        var added = Metric("rouge") with { Baseline = 0, SmallestVisible = null, Note = "The baseline does not have it; accept a new baseline." };
        var source = Source([Result("tea", 1)], new() { Verdict = Verdict(GateOutcome.Inconclusive, Metric(), added) });

        var skipped = Case(await WriteAsync(source), "rouge").Element("skipped");
        var report = await EvalReport.CreateAsync(source, TestContext.Current.CancellationToken);
        using var markdown = new StringWriter();
        await report.WriteMarkdownAsync(markdown, TestContext.Current.CancellationToken);

        Assert.NotNull(skipped);
        Assert.Contains("| rouge | - | 0.890 | 1.0 pts | 0.400 | 2.0 pts | - | The baseline does not have it; accept a new baseline. |", markdown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inconclusive_gate_is_an_error_and_never_a_pass()
    {
        var root = await WriteAsync(Source([Result("a", 1)], new() { Verdict = Verdict(GateOutcome.Inconclusive) }));

        Assert.Equal("Inconclusive", (string?)Case(root, "verdict").Element("error")!.Attribute("type"));
    }

    [Fact]
    public async Task Variants_beside_a_gated_one_are_skipped_and_carry_their_figures()
    {
        var small = new EvalVariant("article", 2, "small");
        var root = await WriteAsync(Source([Result("a", 1), Result("a", 0, variant: small)], new() { Verdict = Verdict() }, Manifest(Article, small)));

        var suite = root.Elements("testsuite").Last();
        Assert.Equal("article: article@2 on small", (string?)suite.Attribute("name"));
        Assert.Equal("1", (string?)suite.Attribute("skipped"));
        Assert.Equal("0.002", (string?)suite.Descendants("property").Single(static property => (string?)property.Attribute("name") == "costUsd").Attribute("value"));
    }

    [Fact]
    public async Task Texts_that_XML_cannot_hold_are_still_a_document()
    {
        const string hostile = "]]></failure><testcase name=\"x\"/> \u0000\u0008\uFFFE \ud83d & 😀";
        var root = await WriteAsync(Source([Result(hostile, 0, output: hostile) with { Scores = Scores(("exact", Score.Of(0, hostile))) }]));

        Assert.Single(root.Descendants("testcase"));
        Assert.Equal("]]></failure><testcase name=\"x\"/> \uFFFD\uFFFD\uFFFD \uFFFD & 😀", (string?)root.Descendants("testcase").Single().Attribute("name"));
    }
}
