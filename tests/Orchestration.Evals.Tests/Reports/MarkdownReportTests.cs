using System.Text;
using System.Text.RegularExpressions;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Scorers;
using static Orchestration.Evals.Tests.Reports.SomeResults;

namespace Orchestration.Evals.Tests.Reports;

public class MarkdownReportTests
{
    private static Task<string> WriteAsync(ReportSource source) => SomeResults.WriteAsync(source, static (report, text) => report.WriteMarkdownAsync(text, TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_regression_reads_from_the_verdict_down_to_the_case_that_shows_it()
    {
        var finding = new CaseFinding("tea", "exact", 1, 0, "It fell from 1.00 to 0.00.");
        var options = new EvalReportOptions { Verdict = Verdict(GateOutcome.Regression, Metric(regressed: true, drop: 0.12, worst: finding)) };

        var text = await WriteAsync(Source([Result("milk", 1), Result("tea", 0, output: "Tea is green.")], options, golden: Golden("tea", "Tea is black.")));

        Assert.Equal(
            """
            ## ❌ article: regression

            'exact' fell by 12.0 points. Look at the cases below.

            | metric | baseline | now | drop | p | margin | smallest visible | |
            |---|--:|--:|--:|--:|--:|--:|---|
            | exact | 0.900 | 0.780 | 12.0 pts | 0.008 | 2.0 pts | 3.4 pts | ❌ regressed |

            3 cases compared, 0 new, 0 errors; exact permutation within each case; *smallest visible* is the drop seen with a power of 80 %.

            | variant | exact | rouge | cost a run | p50 | p95 | runs | failed | errors |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|
            | article@<!-- -->2 | 0.500 | - | $0.002 | 1.5 s | 1.5 s | 2 | 0 | 0 |

            ### Cases

            <details><summary>tea: It fell from 1.00 to 0.00.</summary>

            - exact 0.00: It differs.

            from reference (-) to output (+)

            ```diff
            - Tea is black.
            + Tea is green.
            ```

            </details>

            2 cases of articles, 2 repeats, $0.12 spent, revision c0ffee.

            """,
            text);
    }

    [Fact]
    public async Task What_does_not_fit_is_left_out_and_said()
    {
        var results = Enumerable.Range(0, 50).Select(static i => Result("case-" + i, 0, output: new string('é', 400))).ToList();

        var text = await WriteAsync(Source(results, new() { MaxMarkdownBytes = 6000 }));

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 3000, 6000);
        var shown = Regex.Count(text, "<details>");
        Assert.InRange(shown, 1, 19);
        Assert.Contains($"{50 - shown} of 50 cases are left out here", text, StringComparison.Ordinal);
        Assert.Equal(shown, Regex.Count(text, "</details>"));
    }

    [Fact]
    public async Task No_text_becomes_mark_up_or_a_mention()
    {
        const string hostile = "</details><img src=x> @octocat [a](http://b) ```` | **bold**";

        var text = await WriteAsync(Source([Result(hostile, 0, output: "````\n# not a title\n````") with { Scores = Scores(("exact", Score.Of(0, hostile))) }]));

        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(text, "</details>"));
        Assert.DoesNotContain("@octocat", text, StringComparison.Ordinal);
        Assert.Contains("\n`````diff\n  ````\n  # not a title\n  ````\n`````\n", text, StringComparison.Ordinal);
        Assert.Contains("\\[a\\](http://b) \\`\\`\\`\\` \\| \\*\\*bold\\*\\*", text, StringComparison.Ordinal);
    }
}
