using System.Globalization;
using System.Text;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Models;

namespace Orchestration.Evals.Tests.Running;

public sealed class EvalResultsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_again()
    {
        var folder = await SomeResults.WriteAsync(SomeResults.Manifest, SomeResults.Result(), SomeResults.Result("squid", outcome: CaseOutcome.Failed));

        var results = await EvalResults.OpenAsync(folder, Token);
        var read = await results.ReadAsync(Token).ToListAsync(Token);

        Assert.Equal(folder, results.Folder);
        Assert.Equivalent(SomeResults.Manifest, results.Manifest, strict: true);
        Assert.Equal(["whale", "squid"], read.Select(static result => result.Case));
        var (first, expected) = (read[0], SomeResults.Result());
        Assert.Equal(expected.Run, first.Run);
        Assert.Equal(expected.Output, first.Output);
        Assert.Equal(expected.Scores, first.Scores);
        Assert.Equal(expected.Models, first.Models);
        Assert.Equal(expected.Tags, first.Tags);
        Assert.Equal(
            (expected.CaseHash, expected.Variant, expected.Repeat, expected.Outcome, expected.SpentUsd, expected.Weight, expected.Critical),
            (first.CaseHash, first.Variant, first.Repeat, first.Outcome, first.SpentUsd, first.Weight, first.Critical));
    }

    [Fact]
    public async Task What_a_result_does_not_have_comes_back_as_its_default()
    {
        var bare = new CaseResult { Case = "a", CaseHash = "h", Variant = "g@1", Repeat = 1, Outcome = CaseOutcome.Error, Error = "no network", Run = new RunFigures { Run = default } };
        var folder = await SomeResults.WriteAsync(SomeResults.Manifest, bare);

        var read = await (await EvalResults.OpenAsync(folder, Token)).ReadAsync(Token).SingleAsync(Token);

        Assert.True(read.Output.IsEmpty);
        Assert.Equal("no network", read.Error);
        Assert.Empty(read.Tags);
        Assert.Empty(read.Scores);
        Assert.Equal(1, read.Weight);
        Assert.Equal(new Usage(), read.Run.Usage);
    }

    [Fact]
    public async Task A_line_says_scores_as_value_and_reason_and_durations_in_seconds()
    {
        var folder = await SomeResults.WriteAsync(SomeResults.Manifest, SomeResults.Result());

        var line = await File.ReadAllTextAsync(Path.Combine(folder, "results.jsonl"), Token);

        Assert.Contains("""
            "exact":{"value":0.75,"reason":"3 of 4 lines"}
            """, line, StringComparison.Ordinal);
        Assert.Contains("""
            "error":"the judge did not answer"
            """, line, StringComparison.Ordinal);
        Assert.Contains("""
            "notApplicable":"the case expects no JSON"
            """, line, StringComparison.Ordinal);
        Assert.Contains("""
            "seconds":1.25
            """, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_was_cut_off_is_passed_over_wherever_it_was_cut()
    {
        var folder = await SomeResults.WriteAsync(SomeResults.Manifest, SomeResults.Result());
        var path = Path.Combine(folder, "results.jsonl");
        var whole = await File.ReadAllBytesAsync(path, Token);
        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(path, [.. whole, .. whole.AsSpan(0, length)], Token);

            Assert.Single(await (await EvalResults.OpenAsync(folder, Token)).ReadAsync(Token).ToListAsync(Token));
        }
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_is_named()
    {
        var folder = await SomeResults.WriteAsync(SomeResults.Manifest, SomeResults.Result());
        await File.AppendAllTextAsync(Path.Combine(folder, "results.jsonl"), "{\"case\":\n", Token);
        var results = await EvalResults.OpenAsync(folder, Token);

        var fault = await Assert.ThrowsAsync<FormatException>(async () => await results.ReadAsync(Token).ToListAsync(Token));

        Assert.Contains("results.jsonl(2)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_longer_than_a_buffer_are_read()
    {
        var text = string.Join(' ', Enumerable.Range(0, 40_000).Select(static i => i.ToString(CultureInfo.InvariantCulture)));
        var folder = await SomeResults.WriteAsync(SomeResults.Manifest, SomeResults.Result() with { Output = new JsonBytes(Encoding.UTF8.GetBytes($"\"{text}\"")) }, SomeResults.Result("b"));

        var read = await (await EvalResults.OpenAsync(folder, Token)).ReadAsync(Token).ToListAsync(Token);

        Assert.Equal($"\"{text}\"", read[0].Output.ToString());
        Assert.Equal("b", read[1].Case);
    }

    [Theory]
    [InlineData("""{"format":2}""", "format 2")]
    [InlineData("""{"format":1}""", "'eval'")]
    [InlineData("nonsense", "no manifest")]
    public async Task A_manifest_that_cannot_be_read_says_why(string json, string why)
    {
        var folder = SomeResults.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.json"), json, Token);

        var fault = await Assert.ThrowsAsync<FormatException>(() => EvalResults.OpenAsync(folder, Token));

        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_results_says_what_is_missing()
    {
        var folder = SomeResults.NewFolder();

        Assert.Contains("manifest.json", (await Assert.ThrowsAsync<FormatException>(() => EvalResults.OpenAsync(folder, Token))).Message, StringComparison.Ordinal);
        Assert.Contains("no such folder", (await Assert.ThrowsAsync<FormatException>(() => EvalResults.OpenAsync(folder + "x", Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_are_opened_as_one()
    {
        var one = await SomeResults.WriteAsync(SomeResults.Manifest with { Shard = "1/2" }, SomeResults.Result());
        var two = await SomeResults.WriteAsync(SomeResults.Manifest with { Shard = "2/2", Cases = 5, SpentUsd = 1, BudgetExceeded = true, Ended = null }, SomeResults.Result("squid"));

        var both = await EvalResults.OpenAsync([one, two], Token);

        Assert.Equal((7, 1.12m, true, null, null), (both.Manifest.Cases, both.Manifest.SpentUsd, both.Manifest.BudgetExceeded, both.Manifest.Ended, both.Manifest.Shard));
        Assert.Equal(["whale", "squid"], await both.ReadAsync(Token).Select(static result => result.Case).ToListAsync(Token));
    }

    [Fact]
    public async Task What_is_not_all_shards_of_one_evaluation_is_refused()
    {
        var one = await SomeResults.WriteAsync(SomeResults.Manifest with { Shard = "1/3" });
        var two = await SomeResults.WriteAsync(SomeResults.Manifest with { Shard = "2/3" });
        var other = await SomeResults.WriteAsync(SomeResults.Manifest with { Shard = "3/3", GoldenSetHash = "other" });
        var whole = await SomeResults.WriteAsync(SomeResults.Manifest);

        Assert.Contains("3/3 is missing", await MessageAsync(one, two), StringComparison.Ordinal);
        Assert.Contains("both shard 1/3", await MessageAsync(one, one), StringComparison.Ordinal);
        Assert.Contains("has changed", await MessageAsync(one, other), StringComparison.Ordinal);
        Assert.Contains("no shard", await MessageAsync(one, whole), StringComparison.Ordinal);

        static async Task<string> MessageAsync(params string[] folders) => (await Assert.ThrowsAsync<FormatException>(() => EvalResults.OpenAsync(folders, Token))).Message;
    }

    [Fact]
    public void Every_case_is_dealt_to_exactly_one_shard_and_all_shards_get_some()
    {
        var dealt = Enumerable.Range(0, 1000).Select(static i => string.Create(CultureInfo.InvariantCulture, $"case-{i}"))
            .Select(static id => Enumerable.Range(1, 4).Where(index => Shards.Takes((index, 4), id)).ToList()).ToList();

        Assert.All(dealt, static shards => Assert.Single(shards));
        Assert.All(Enumerable.Range(1, 4), index => Assert.InRange(dealt.Count(shards => shards[0] == index), 200, 300));
    }

    [Fact]
    public async Task Rewriting_leaves_out_what_is_not_kept_and_what_was_cut_off()
    {
        var folder = await SomeResults.WriteAsync(SomeResults.Manifest, SomeResults.Result("a"), SomeResults.Result("b", outcome: CaseOutcome.Error), SomeResults.Result("c"));
        await File.AppendAllTextAsync(Path.Combine(folder, "results.jsonl"), "{\"case\":\"d\",", Token);

        await ResultsWriter.RewriteAsync(folder, static result => result.Outcome != CaseOutcome.Error, Token);
        using (var writer = new ResultsWriter(folder))
        {
            writer.Append(SomeResults.Result("e"));
        }

        var read = await (await EvalResults.OpenAsync(folder, Token)).ReadAsync(Token).Select(static result => result.Case).ToListAsync(Token);
        Assert.Equal(["a", "c", "e"], read);
    }
}
