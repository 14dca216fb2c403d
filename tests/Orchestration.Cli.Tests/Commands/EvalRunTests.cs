using System.Collections.Concurrent;
using System.Text.Json;
using System.Xml.Linq;

namespace Orchestration.Cli.Tests.Commands;

public sealed class EvalRunTests : IDisposable
{
    private readonly EvalBench _bench = new();

    [Fact]
    public async Task Without_a_baseline_it_is_inconclusive_and_says_how_to_accept()
    {
        var (code, output, error) = await _bench.RunAsync("answer");

        Assert.Equal((4, ""), (code, error));
        Assert.Contains("? Inconclusive: there is no baseline", output, StringComparison.Ordinal);
        Assert.Contains("Next: if these results are good: orchestration eval accept answer", output, StringComparison.Ordinal);
        Assert.Contains("Page: .orchestration/evals/answer/", output.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_accepted_and_has_not_changed_is_green()
    {
        await _bench.AcceptGoodAsync();

        var (code, output, error) = await _bench.RunAsync("answer");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("✓ No regression.", output, StringComparison.Ordinal);
        Assert.Contains("answer@1: 120 runs;", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drop_is_measured_again_and_fails_with_the_cases_that_show_it()
    {
        await _bench.AcceptGoodAsync();
        _bench.Answers(static question => question % 4 == 0 ? "no" : "yes");

        var (code, output, _) = await _bench.RunAsync("answer");

        Assert.Equal(3, code);
        Assert.Contains("'exact' may have dropped. Measuring again: 5 repeats more, 200 runs", output, StringComparison.Ordinal);
        Assert.Contains("✗ Regression: 'exact' fell by 25.0 points", output, StringComparison.Ordinal);
        Assert.Contains("answer@1: 320 runs;", output, StringComparison.Ordinal);
        Assert.Contains("✗ q-12", output, StringComparison.Ordinal);
        Assert.Contains("and 2 more: --all shows them", output, StringComparison.Ordinal);
        Assert.DoesNotContain("q-1 ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drop_that_does_not_show_again_is_no_regression()
    {
        await _bench.AcceptGoodAsync();
        var asked = new ConcurrentDictionary<int, bool>();
        _bench.Answers(question => question <= 4 && asked.TryAdd(question, true) ? "no" : "yes");

        var (code, output, _) = await _bench.RunAsync("answer");

        Assert.Contains("Measuring again", output, StringComparison.Ordinal);
        Assert.Contains("✓ No regression.", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task No_confirm_leaves_the_verdict_as_it_is()
    {
        await _bench.AcceptGoodAsync();
        _bench.Answers(static question => question % 4 == 0 ? "no" : "yes");

        var (code, output, _) = await _bench.RunAsync("answer", "--no-confirm", "--all");

        Assert.Equal(3, code);
        Assert.Contains("answer@1: 120 runs;", output, StringComparison.Ordinal);
        Assert.Contains("✗ q-40", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drop_is_not_confirmed_by_a_cassette_that_has_no_more_repeats()
    {
        await _bench.AcceptGoodAsync();
        _bench.Answers(static question => question % 4 == 0 ? "no" : "yes");
        await _bench.RunAsync("answer", "--live", "--no-confirm");
        var asked = _bench.Asked;

        var (code, output, _) = await _bench.RunAsync("answer");

        Assert.Equal(3, code);
        Assert.Equal(asked, _bench.Asked);
        Assert.Contains("All answers come from the cassette.", output, StringComparison.Ordinal);
        Assert.Contains("--record-missing", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_be_and_asks_no_model()
    {
        var (code, output, error) = await _bench.RunAsync("answer", "--dry-run", "--filter", "tag:even", "--repeat", "2");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("answer  20 cases, 2 repeats: 40 runs, at an unknown cost.", output, StringComparison.Ordinal);
        Assert.Equal(0, _bench.Asked);
        Assert.False(Directory.Exists(_bench.PathOf(".orchestration")));
    }

    [Fact]
    public async Task A_dry_run_of_all_evals_is_one_json_document()
    {
        var (code, output, _) = await _bench.Cli.RunAsync("eval", "run", "--assembly", Path.Combine(AppContext.BaseDirectory, "Orchestration.Cli.TestApp.dll"), "--dry-run", "--json");

        Assert.Equal(0, code);
        Assert.Equal(["answer 120", "few 2"], JsonDocument.Parse(output).RootElement.GetProperty("evals").EnumerateArray().Select(static eval => $"{eval.GetProperty("eval").GetString()} {eval.GetProperty("estimate").GetProperty("runs").GetInt32()}"));
    }

    [Fact]
    public async Task Of_several_evals_the_worst_decides()
    {
        await _bench.AcceptGoodAsync();
        _bench.Answers(static question => question == 101 ? "no" : "yes");

        var (code, output, _) = await _bench.Cli.RunAsync("eval", "run", "--assembly", Path.Combine(AppContext.BaseDirectory, "Orchestration.Cli.TestApp.dll"), "--junit", "results.xml");

        Assert.Equal(3, code);
        Assert.Contains("few: Regression: critical cases", output, StringComparison.Ordinal);
        Assert.Contains("\n2 evals; 'few' decides the exit code, 3.", output, StringComparison.Ordinal);
        Assert.True(File.Exists(_bench.PathOf("results.answer.xml")) && File.Exists(_bench.PathOf("results.few.xml")));
    }

    [Fact]
    public async Task The_budget_ends_it()
    {
        // A run costs 0.022 dollars.
        var (code, output, _) = await _bench.RunAsync("answer", "--budget", "0.5", "--concurrency", "1");

        Assert.Equal(5, code);
        Assert.Contains("! The budget ended the evaluation", output, StringComparison.Ordinal);
        Assert.Contains("--budget 0.5 --concurrency 1 --resume", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_errors_are_neither_green_nor_red()
    {
        await _bench.AcceptGoodAsync();
        await _bench.RunAsync("answer", "--live", "--filter", "tag:even", "--repeat", "1");
        var asked = _bench.Asked;

        var (code, output, _) = await _bench.RunAsync("answer", "--repeat", "1");

        Assert.Equal((6, asked), (code, _bench.Asked));
        Assert.Contains("! 50 % of the runs could not be judged", output, StringComparison.Ordinal);
        Assert.Contains("! 20 x ", output, StringComparison.Ordinal);
        Assert.Contains("--repeat 1 --resume --record-missing", output, StringComparison.Ordinal);
        Assert.Contains("Next: record what the cassette lacks: orchestration eval run answer", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_cancelled_is_kept_and_taken_up_again()
    {
        await _bench.AcceptGoodAsync();
        using var stop = new CancellationTokenSource();
        _bench.Answers(async (question, token) =>
        {
            if (question == 30)
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }

            return "yes";
        });

        var (code, output, error) = await _bench.RunAsync(stop.Token, "answer", "--concurrency", "1");

        Assert.Equal(130, code);
        Assert.DoesNotContain("Regression", output, StringComparison.Ordinal);
        Assert.Contains("answer@1: 87 runs;", output, StringComparison.Ordinal);
        Assert.Contains("A part only: 87 of 120 runs of 'answer' are done. That is no verdict.", output, StringComparison.Ordinal);
        Assert.Contains("Cancelled. What is done of 'answer' is kept in .orchestration", error, StringComparison.Ordinal);
        Assert.Contains("Go on with: orchestration eval run answer --assembly", error, StringComparison.Ordinal);
        Assert.EndsWith("--resume\n", error, StringComparison.Ordinal);

        _bench.Answers(static _ => "yes");
        var before = _bench.Asked;
        var (again, all, _) = await _bench.RunAsync("answer", "--resume");

        Assert.Equal((0, 33), (again, _bench.Asked - before));
        Assert.Contains("answer@1: 120 runs;", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirm_stage_that_was_cancelled_is_gone_on_with()
    {
        await _bench.AcceptGoodAsync();
        using var stop = new CancellationTokenSource();
        var before = _bench.Asked;
        _bench.Answers(async (question, token) =>
        {
            if (_bench.Asked - before > 150)
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }

            return question % 4 == 0 ? "no" : "yes";
        });
        var (cancelled, _, _) = await _bench.RunAsync(stop.Token, "answer");
        _bench.Answers(static question => question % 4 == 0 ? "no" : "yes");

        var (code, output, _) = await _bench.RunAsync("answer", "--resume");

        Assert.Equal((130, 3), (cancelled, code));
        Assert.Contains("answer@1: 320 runs;", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Measuring again", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_results_is_not_written_over()
    {
        await _bench.RunAsync("few", "--out", "results");

        var (code, _, error) = await _bench.RunAsync("few", "--out", "results");

        Assert.Equal(2, code);
        Assert.Contains("'results' holds results already. Give --resume", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_run_has_a_folder_of_its_own()
    {
        await _bench.RunAsync("few");
        await _bench.RunAsync("few");

        Assert.Equal(2, Directory.GetDirectories(_bench.PathOf(".orchestration/evals/few")).Length);
        Assert.Equal("*\n", await File.ReadAllTextAsync(_bench.PathOf(".orchestration/.gitignore"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Reports_are_written_for_every_reader()
    {
        await _bench.AcceptGoodAsync();
        _bench.Answers(static question => question % 4 == 0 ? "no" : "yes");

        var (code, output, _) = await _bench.RunAsync("answer", "--junit", "out/r.xml", "--markdown", "out/r.md", "--html", "out/r.html", "--json-report", "out/r.json", "--annotations");

        Assert.Equal(3, code);
        Assert.Contains("Regression", XDocument.Load(_bench.PathOf("out/r.xml")).ToString(), StringComparison.Ordinal);
        Assert.Contains("q-4", await File.ReadAllTextAsync(_bench.PathOf("out/r.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(_bench.PathOf("out/r.html"), TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, (await _bench.JsonAsync("out/r.json")).GetProperty("verdict").GetProperty("exitCode").GetInt32());
        Assert.Contains("::error file=evals/answer.yaml,line=5,title=answer%3A q-4::", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_github_actions_it_annotates_by_itself()
    {
        _bench.Cli.Environment["GITHUB_ACTIONS"] = "true";
        _bench.Cli.Environment["GITHUB_STEP_SUMMARY"] = _bench.PathOf("summary.md");
        _bench.Cli.Environment["GITHUB_SHA"] = "4be1f0";

        var (_, output, _) = await _bench.RunAsync("few", "--out", "results");
        var (_, quiet, _) = await _bench.RunAsync("few", "--annotations", "false");

        Assert.Contains("::error title=few%3A Inconclusive::", output, StringComparison.Ordinal);
        Assert.DoesNotContain("::error", quiet, StringComparison.Ordinal);
        Assert.True(File.Exists(_bench.PathOf("summary.md")));
        Assert.Equal("4be1f0", (await _bench.JsonAsync("results/manifest.json")).GetProperty("revision").GetString());
    }

    [Fact]
    public async Task Json_is_one_document_and_nothing_else()
    {
        var (code, output, error) = await _bench.RunAsync("few", "--json");

        Assert.Equal((4, ""), (code, error));
        var document = JsonDocument.Parse(output).RootElement;
        var eval = document.GetProperty("evals")[0];
        Assert.Equal(4, document.GetProperty("exitCode").GetInt32());
        Assert.Equal("Inconclusive", eval.GetProperty("report").GetProperty("verdict").GetProperty("outcome").GetString());
        Assert.True(File.Exists(Path.Combine(eval.GetProperty("folder").GetString()!, "report.html")));
    }

    [Fact]
    public async Task Models_and_versions_make_a_matrix()
    {
        var (_, output, _) = await _bench.RunAsync("few", "--model", "large", "--model", "small", "--out", "results");

        Assert.Contains("answer@1 on large", output, StringComparison.Ordinal);
        Assert.Contains("answer@1 on small", output, StringComparison.Ordinal);
        Assert.Equal(4, _bench.Asked);
        Assert.Contains("The first is the one that is gated.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measured_quality_is_added_to_a_file()
    {
        await _bench.RunAsync("answer", "--quality", "quality.json");

        Assert.Equal(1, (await _bench.JsonAsync("quality.json")).GetProperty("answer").GetProperty("answer").GetProperty("large").GetDouble());
    }

    [Fact]
    public async Task What_evals_do_is_in_a_log_beside_their_results()
    {
        await _bench.RunAsync("few", "--out", "results");

        var (code, output, _) = await _bench.Cli.RunAsync("audit", "stats", "--audit", "results/audit", "--json");

        Assert.Equal(0, code);
        Assert.Equal(2, JsonDocument.Parse(output).RootElement.GetProperty("rows")[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task An_unknown_eval_is_answered_with_those_there_are()
    {
        var (code, _, error) = await _bench.RunAsync("anwser");

        Assert.Equal(2, code);
        Assert.Contains("The application has no eval 'anwser'. It has: answer, few.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'3/2' is no shard", "--shard", "3/2")]
    [InlineData("'tags:x' in the filter is none of", "--filter", "tags:x")]
    [InlineData("version 7 of graph 'answer' is not registered", "--version", "7")]
    [InlineData("Of --live, --record-missing and --no-cassette give one", "--live", "--no-cassette")]
    [InlineData("A budget is above 0", "--budget", "0")]
    public async Task What_cannot_be_is_answered_with_what_can(string expected, params string[] args)
    {
        var (code, _, error) = await _bench.RunAsync(["answer", .. args]);

        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_pipe_there_are_no_colours()
    {
        var (_, output, error) = await _bench.RunAsync("answer");

        Assert.DoesNotContain('\u001b', output + error);
    }

    public void Dispose() => _bench.Dispose();
}
