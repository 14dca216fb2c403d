using System.Text;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Tests.Gates;

public sealed class BaselineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestration-baseline").FullName;

    private string Path => System.IO.Path.Combine(_folder, "article.baseline.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_case_is_a_line_in_the_order_of_ids()
    {
        var baseline = Accept(null, [.. Some.Case("whale", 1, 0, 1), .. Some.Case("äpfel", 1, 1, 1 / 3.0)], "first");

        Assert.Equal(
            """
            {
            "format":1,
            "eval":"article",
            "metrics":{"exact":"1"},
            "models":{"draft":"small"},
            "history":[
            {"time":"2026-11-21T12:00:00+00:00","variant":"article@2","fingerprint":"f1","note":"first","cases":2,"repeats":3,"means":{"exact":0.7222},"costUsd":0.001,"seconds":2}
            ],
            "cases":[
            {"case":"whale","hash":"hash of whale","scores":{"exact":[1,0,1]},"runs":3,"costUsd":0.001,"seconds":2},
            {"case":"äpfel","hash":"hash of äpfel","scores":{"exact":[1,1,0.3333]},"runs":3,"costUsd":0.001,"seconds":2}
            ]
            }

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(BaselineWriter.Write(baseline)));
    }

    [Fact]
    public async Task What_is_saved_is_read_and_saved_as_the_same_bytes()
    {
        var baseline = Accept(null, Some.Cases(40, 3, static (i, repeat) => (i + repeat) % 7 / 6.0));

        await baseline.SaveAsync(Path, TestContext.Current.CancellationToken);
        var read = await Baseline.LoadAsync(Path, TestContext.Current.CancellationToken);

        Assert.Equal(BaselineWriter.Write(baseline), BaselineWriter.Write(read!));
        Assert.Equal(baseline.History[0].Means, read!.History[0].Means);
        Assert.Null(await Baseline.LoadAsync(Path + ".none", TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_order_of_results_changes_no_byte()
    {
        var results = Some.Cases(20, 3, static (i, repeat) => (i + repeat) % 3 / 2.0);

        Assert.Equal(BaselineWriter.Write(Accept(null, results)), BaselineWriter.Write(Accept(null, [.. Enumerable.Reverse(results)])));
    }

    [Fact]
    public void Results_of_the_same_version_are_pooled_up_to_ten_and_the_newest_kept()
    {
        var baseline = Accept(null, [.. Some.Case("whale", 0, 0, 0, 0)]);

        baseline = Accept(baseline, [.. Some.Case("whale", 1, 1, 1, 1)], hours: 1);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], baseline.Cases[0].Scores["exact"]);

        baseline = Accept(baseline, [.. Some.Case("whale", 0.5, 0.5, 0.5)], hours: 2);
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 0.5, 0.5, 0.5], baseline.Cases[0].Scores["exact"]);
        Assert.Equal(10, baseline.Cases[0].Runs);
        Assert.Equal([0, 1, 0.5], baseline.History.Select(static entry => entry.Means["exact"]));
    }

    [Fact]
    public void Without_its_runs_a_baseline_keeps_its_history_and_pools_nothing()
    {
        var first = Accept(null, [.. Some.Case("a", 1, 1, 1)]);

        var next = Acceptance.Accept(first.WithoutRuns(), Some.Manifest(1) with { Ended = Some.Noon.AddDays(1) }, Some.Samples(Some.Case("a", 0, 0, 1)), note: null);

        Assert.Equal((2, 3), (next.History.Count, next.Cases[0].Runs));
    }

    [Fact]
    public void Costs_are_pooled_by_their_runs()
    {
        var baseline = Accept(null, [.. Some.Case("whale", 1, 1, 1)]);

        baseline = Accept(baseline, [.. Some.Case("whale", 1).Select(static run => run with { Run = run.Run with { CostUsd = 0.016m, Duration = TimeSpan.FromSeconds(32) } })], hours: 1);

        Assert.Equal(0.002, baseline.Cases[0].CostUsd!.Value, 1e-9);
        Assert.Equal(4, baseline.Cases[0].Seconds!.Value, 1e-9);
    }

    [Fact]
    public void Results_that_are_accepted_already_change_nothing()
    {
        List<CaseResult> results = [.. Some.Case("whale", 1, 0, 1)];
        var baseline = Accept(null, results);

        Assert.Same(baseline, Accept(baseline, results));
    }

    [Fact]
    public void Another_version_model_or_case_takes_the_place_of_what_was()
    {
        List<CaseResult> results = [.. Some.Case("whale", 1, 1, 1)];
        var baseline = Accept(null, [.. Some.Case("whale", 0, 0, 0), .. Some.Case("gone", 1, 1, 1)]);
        var manifest = Some.ManifestOf(results) with { Ended = Some.Noon.AddHours(1) };

        var otherCode = Acceptance.Accept(baseline, manifest with { Variants = [new(new("article", 2), "f2")] }, Some.Samples(results), null);
        var otherModel = Acceptance.Accept(baseline, manifest, Some.Samples(results.Select(static run => run with { Models = run.Models.SetItem("draft", "large") })), null);
        var otherCase = Acceptance.Accept(baseline, manifest, Some.Samples(results.Select(static run => run with { CaseHash = "another" })), null);
        var otherScorer = Acceptance.Accept(baseline, manifest with { Metrics = manifest.Metrics.SetItem("exact", "2") }, Some.Samples(results), null);

        Assert.All([otherCode, otherModel, otherCase, otherScorer], static accepted =>
        {
            Assert.Equal([1, 1, 1], Assert.Single(accepted.Cases).Scores["exact"]);
            Assert.Equal(2, accepted.History.Count);
        });
    }

    [Fact]
    public void What_is_not_whole_or_not_judged_cannot_be_accepted()
    {
        List<CaseResult> results = [.. Some.Case("whale", 1, 1, 1)];
        var manifest = Some.ManifestOf(results);

        Refused("--resume", manifest with { Ended = null });
        Refused("budget", manifest with { BudgetExceeded = true });
        Refused("shard 1/4", manifest with { Shard = "1/4" });
        Refused("filter 'tag:short'", manifest with { Filter = "tag:short" });
        Refused("1 of 2 cases", manifest with { Cases = 2 });
        Refused("3 of 5 repeats", manifest with { Repeats = 5 });
        results[0] = results[0] with { Outcome = CaseOutcome.Error };
        results[1] = results[1] with { Scores = results[1].Scores.SetItem("exact", Score.Error("the judge was out")) };
        Refused("1 runs and 1 scores could not be judged (exact)", manifest);

        void Refused(string expected, EvalManifest with) =>
            Assert.Contains(expected, Assert.Throws<InvalidOperationException>(() => Acceptance.Accept(null, with, Some.Samples(results), null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"runs\":3,\"costUsd\":0.001,\"seconds\":2}\n]", "\"runs\":3,\"costUsd\":0.001,\"seconds\":2}\n<<<<<<< HEAD\n]", "line 12: not a baseline")]
    [InlineData("\"case\":\"b\"", "\"case\":\"a\"", "line 11: case 'a' is there twice")]
    [InlineData("\"case\":\"a\"", "\"case\":\"c\"", "line 11: case 'b' comes after 'c', but cases are in the order of their ids")]
    [InlineData("[1,0,1]", "[1,2,1]", "line 11: case 'b' has a score of 'exact' that is not from 0 to 1")]
    [InlineData("[1,0,1]", "[]", "line 11: case 'b' has 0 scores of 'exact'; there are 1 to 10")]
    [InlineData("{\"exact\":[1,0,1]}", "{\"exakt\":[1,0,1]}", "line 11: case 'b' has the metric 'exakt', which 'metrics' above does not name")]
    [InlineData("\"runs\":3,\"costUsd\":0.001,\"seconds\":2}\n]", "\"runs\":3,\"costUsd\":0,\"seconds\":2}\n]", "line 11: case 'b' has a 'costUsd' that is not above 0")]
    [InlineData("\"hash\":\"hash of b\"", "\"hahs\":\"hash of b\"", "line 11: not a baseline")]
    [InlineData("\"format\":1", "\"format\":2", "is in format 2; this version reads format 1")]
    public async Task What_is_bent_is_refused_with_its_line(string part, string bent, string expected)
    {
        var whole = Encoding.UTF8.GetString(BaselineWriter.Write(Accept(null, [.. Some.Case("a", 1, 1, 1), .. Some.Case("b", 1, 0, 1)])));
        Assert.Contains(part, whole, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path, whole.Replace(part, bent, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<FormatException>(() => Baseline.LoadAsync(Path, TestContext.Current.CancellationToken));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Contains(Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_and_times_keep_four_digits()
    {
        Assert.Equal(0.00001235, Acceptance.Rounded(0.0000123456));
        Assert.Equal(1234000, Acceptance.Rounded(1234499));
        Assert.Equal(0, Acceptance.Rounded(0));
    }

    private static Baseline Accept(Baseline? baseline, List<CaseResult> results, string? note = null, int hours = 0) =>
        Acceptance.Accept(baseline, Some.ManifestOf(results) with { Ended = Some.Noon.AddHours(hours) }, Some.Samples(results), note);
}
