using System.Text.Json;

namespace Orchestration.Cli.Tests.Commands;

public sealed class EvalResultsTests : IDisposable
{
    private readonly EvalBench _bench = new();

    [Fact]
    public async Task Accepted_runs_of_one_version_are_pooled()
    {
        await _bench.AcceptGoodAsync();
        await _bench.RunAsync("answer");

        var (code, output, error) = await _bench.EvalAsync("accept", "--note", "more runs");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("✓ Accepted answer@1 of 'answer': 40 cases, 3 repeats", output, StringComparison.Ordinal);
        Assert.Contains("The baseline has 6 runs of each case, those of earlier acceptances included.", output, StringComparison.Ordinal);
        Assert.Contains("Next: commit the file: git add evals/answer.baseline.json", output.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal("more runs", (await _bench.JsonAsync("evals/answer.baseline.json")).GetProperty("history")[1].GetProperty("note").GetString());
    }

    [Fact]
    public async Task Replace_puts_them_in_the_place_of_earlier_ones()
    {
        await _bench.AcceptGoodAsync();
        await _bench.RunAsync("answer");

        var (_, output, _) = await _bench.EvalAsync("accept", "answer", "--replace", "--json");

        var document = JsonDocument.Parse(output).RootElement;
        Assert.Equal(3, document.GetProperty("mostRuns").GetInt32());
        Assert.Equal(2, (await _bench.JsonAsync("evals/answer.baseline.json")).GetProperty("history").GetArrayLength());
    }

    [Fact]
    public async Task Results_that_are_accepted_already_change_nothing()
    {
        await _bench.AcceptGoodAsync();

        var (code, output, _) = await _bench.EvalAsync("accept", "--from", "first");

        Assert.Equal(0, code);
        Assert.Contains("are accepted already", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_regression_is_accepted_only_with_a_word_and_a_note()
    {
        await _bench.AcceptGoodAsync();
        _bench.Answers(static question => question % 4 == 0 ? "no" : "yes");
        await _bench.RunAsync("answer", "--no-confirm", "--out", "worse");

        var (refused, _, error) = await _bench.EvalAsync("accept", "--from", "worse");
        var (unexplained, _, why) = await _bench.EvalAsync("accept", "--from", "worse", "--regression");
        var (accepted, output, _) = await _bench.EvalAsync("accept", "--from", "worse", "--regression", "--note", "cheaper");

        Assert.Equal((3, 2, 0), (refused, unexplained, accepted));
        Assert.Contains("Nothing was accepted.", error, StringComparison.Ordinal);
        Assert.Contains("--note", why, StringComparison.Ordinal);
        Assert.Contains("1.000", output, StringComparison.Ordinal);
        Assert.Contains("0.750", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_are_not_accepted()
    {
        await _bench.RunAsync("answer", "--filter", "tag:even", "--out", "part");

        var (code, _, error) = await _bench.EvalAsync("accept", "--from", "part");
        var (none, _, missing) = await _bench.EvalAsync("accept", "answer");

        Assert.Equal(1, code);
        Assert.Contains("they cover only what the filter 'tag:even' took", error, StringComparison.Ordinal);
        Assert.Equal(2, none);
        Assert.Contains("There are no complete results of 'answer'", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_are_decided_on_together()
    {
        await _bench.AcceptGoodAsync();
        _bench.Answers(static question => question % 4 == 0 ? "no" : "yes");
        var (first, output, _) = await _bench.RunAsync("answer", "--shard", "1/2", "--out", "one");
        var (second, _, _) = await _bench.RunAsync("answer", "--shard", "2/2", "--out", "two");

        var (code, merged, error) = await _bench.EvalAsync("report", "one", "two", "--junit", "all.xml", "--html", "all.html");

        Assert.Equal((0, 0, 3, ""), (first, second, code, error));
        Assert.Contains("this is shard 1/2. Decide on all of them: orchestration eval report one ..", output, StringComparison.Ordinal);
        Assert.Contains("Regression: 'exact' fell by 25.0 points", merged, StringComparison.Ordinal);
        Assert.Contains("answer@1: 120 runs;", merged, StringComparison.Ordinal);
        Assert.True(File.Exists(_bench.PathOf("all.xml")) && File.Exists(_bench.PathOf("all.html")));
    }

    [Fact]
    public async Task A_shard_that_is_missing_is_named()
    {
        await _bench.RunAsync("answer", "--shard", "1/2", "--out", "one");
        await _bench.RunAsync("answer", "--shard", "1/2", "--out", "again");

        var (code, _, error) = await _bench.EvalAsync("report", "one", "again");

        Assert.Equal(1, code);
        Assert.Contains("are both shard 1/2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_results_are_reported_with_their_verdict()
    {
        await _bench.AcceptGoodAsync();
        await _bench.RunAsync("answer");

        var (code, output, _) = await _bench.EvalAsync("report", "--json");

        Assert.Equal(0, code);
        Assert.Equal("Ok", JsonDocument.Parse(output).RootElement.GetProperty("evals")[0].GetProperty("report").GetProperty("verdict").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_confirmed_verdict_is_the_same_when_it_is_reported()
    {
        await _bench.AcceptGoodAsync();
        _bench.Answers(static question => question % 4 == 0 ? "no" : "yes");
        await _bench.RunAsync("answer", "--out", "worse");

        var (code, output, _) = await _bench.EvalAsync("report", "worse");

        Assert.Equal(3, code);
        Assert.DoesNotContain("close enough to be measured again", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_results_it_is_said_where_they_come_from()
    {
        var (code, _, error) = await _bench.EvalAsync("report");

        Assert.Equal(2, code);
        Assert.Contains("Run an eval first", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_results_are_set_side_by_side()
    {
        await _bench.RunAsync("answer", "--out", "before", "--repeat", "1");
        _bench.Answers(static question => question % 4 == 0 ? "no, never" : "yes");
        await _bench.RunAsync("answer", "--out", "after", "--repeat", "1");

        var (code, output, error) = await _bench.EvalAsync("compare", "before", "after");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("10 got worse, the first 5; --all shows all", output, StringComparison.Ordinal);
        Assert.Contains("q-12  exact  1.00 -> 0.00", output, StringComparison.Ordinal);
        Assert.Contains("  - yes\n  + no, never", output, StringComparison.Ordinal);
        Assert.Contains("-25.0 pts", output, StringComparison.Ordinal);
        Assert.Contains("10 got better", (await _bench.EvalAsync("compare", "after", "before")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_are_compared_with_their_baseline_and_variants_with_each_other()
    {
        await _bench.AcceptGoodAsync();
        _bench.Answers(static question => question == 7 ? "no" : "yes");
        await _bench.RunAsync("answer", "--out", "matrix", "--repeat", "1", "--model", "large", "--model", "small", "--no-confirm");

        var (code, output, _) = await _bench.EvalAsync("compare", "matrix", "--baseline", "--json");
        var (_, variants, _) = await _bench.EvalAsync("compare", "matrix", "--variant", "answer@1 on large", "--variant", "answer@1 on small");
        var (unknown, _, error) = await _bench.EvalAsync("compare", "matrix", "--variant", "other");

        Assert.Equal((0, 2), (code, unknown));
        Assert.Equal(["q-7"], JsonDocument.Parse(output).RootElement.GetProperty("cases").EnumerateArray().Select(static one => one.GetProperty("case").GetString()));
        Assert.Contains("other models answered: tested by flipped signs", variants, StringComparison.Ordinal);
        Assert.Contains("No case has other scores than before.", variants, StringComparison.Ordinal);
        Assert.Contains("They have: answer@1 on large, answer@1 on small.", error, StringComparison.Ordinal);
    }

    public void Dispose() => _bench.Dispose();
}
