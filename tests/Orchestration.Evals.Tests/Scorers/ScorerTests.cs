using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Evals.Scorers;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Evals.Tests.Scorers;

public sealed class ScorerTests
{
    [Fact]
    public async Task Exact_is_exact_for_texts_and_by_value_for_json()
    {
        Assert.Equal(1, await Scorer.Exact("tea").ValueAsync("tea"));
        Assert.Equal(0, await Scorer.Exact("tea").ValueAsync("Tea"));
        Assert.Equal(1, await Scorer.Exact().ValueAsync(Outputs.Json("""{"b":1.0,"a":[2]}""", Outputs.Case(expect: ("exact", """{"a":[2],"b":1}""")))));
        Assert.Equal(0, await Scorer.Exact().ValueAsync(Outputs.Json("[1,2]", Outputs.Case(expect: ("exact", "[2,1]")))));
    }

    [Fact]
    public async Task What_is_told_comes_before_the_case_and_the_case_before_its_reference()
    {
        var @case = Outputs.Case("green", expect: ("exact", "\"black\""));

        Assert.Equal(1, await Scorer.Exact("white").ValueAsync(Outputs.Text("white", @case)));
        Assert.Equal(1, await Scorer.Exact().ValueAsync(Outputs.Text("black", @case)));
        Assert.Equal(1, await Scorer.Exact().ValueAsync(Outputs.Text("green", Outputs.Case("green"))));
        Assert.Equal(ScoreKind.NotApplicable, (await Scorer.Exact().ScoreAsync(Outputs.Text("green"))).Kind);
    }

    [Fact]
    public async Task A_part_is_judged_where_the_pointer_says_in_output_and_reference()
    {
        var @case = Outputs.Case("""{"title":"Tea","tags":["a/b"]}""", expect: ("contains /title", "\"ea\""));

        Assert.Equal(1, await Scorer.Exact(at: "/title").ValueAsync(Outputs.Json("""{"title":"Tea"}""", @case)));
        Assert.Equal(1, await Scorer.Contains([], at: "/title").ValueAsync(Outputs.Json("""{"title":"Tea"}""", @case)));
        Assert.Equal(1, await Scorer.Exact("x", at: "/a~1b/1").ValueAsync(Outputs.Json("""{"a/b":[0,"x"]}""")));
        Assert.Equal(1, await Scorer.Exact("Tea", at: "/title").ValueAsync("Here it is:\n```json\n{\"title\":\"Tea\"}\n```"));
        var missing = await Scorer.NotContains(["x"], at: "/body").ScoreAsync(Outputs.Json("""{"title":"Tea"}"""));
        Assert.Equal((0, "The output has nothing at /body."), (missing.Value, missing.Reason));
        Assert.Equal("exact /title", Scorer.Exact(at: "/title").Name);
        Assert.Contains("begins with a slash", Assert.Throws<ArgumentException>(() => Scorer.Exact(at: "title")).Message);
    }

    [Fact]
    public async Task Contains_scores_the_share_of_what_is_there()
    {
        var score = await Scorer.Contains("tea", "milk").ScoreAsync(Outputs.Text("tea with lemon"));

        Assert.Equal((0.5, "It lacks \"milk\"."), (score.Value, score.Reason));
        Assert.Equal(1, await Scorer.Contains(["TEA"], ignoreCase: true).ValueAsync("tea"));
        Assert.Equal(1, await Scorer.Contains().ValueAsync(Outputs.Text("oolong", Outputs.Case(expect: ("contains", """{"any":["green","oolong"]}""")))));
        Assert.Equal(0.5, await Scorer.Contains().ValueAsync(Outputs.Text("oolong", Outputs.Case(expect: ("contains", """{"all":["oolong"],"any":["cup","pot"]}""")))));
    }

    [Fact]
    public async Task Not_contains_allows_none_of_them()
    {
        Assert.Equal(0, await Scorer.NotContains("coffee", "milk").ValueAsync("tea with milk"));
        Assert.Equal(1, await Scorer.NotContains("Milk").ValueAsync("tea with milk"));
        Assert.Equal(0, await Scorer.NotContains(["Milk"], ignoreCase: true).ValueAsync("tea with milk"));
    }

    [Fact]
    public async Task A_regex_matches_anywhere_and_one_that_takes_too_long_is_an_error()
    {
        Assert.Equal(1, await Scorer.Regex(@"\d+ °C").ValueAsync("Heat it to 95 °C."));
        Assert.Equal(0, await Scorer.Regex("^TEA$").ValueAsync("tea"));
        Assert.Equal(1, await Scorer.Regex("^TEA$", ignoreCase: true).ValueAsync("tea"));
        Assert.Equal(1, await Scorer.Regex(@"(\w)\1").ValueAsync("coffee"));
        Assert.Equal(0, await Scorer.Regex("^(a+)+$").ValueAsync(new string('a', 5_000) + "!"));
        var slow = await Scorer.Regex(@"^(?=(a+)+$)\1?", timeout: TimeSpan.FromMilliseconds(1)).ScoreAsync(Outputs.Text(new string('a', 5_000) + "!"));
        Assert.Equal(ScoreKind.Error, slow.Kind);
        Assert.Contains("is no regular expression", Assert.Throws<ArgumentException>(() => Scorer.Regex("(")).Message);
    }

    [Fact]
    public async Task A_schema_holds_for_json_and_for_the_json_in_a_text()
    {
        var scorer = Scorer.JsonSchema(JsonSchema.Parse("""{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}"""));

        Assert.Equal(1, await scorer.ValueAsync(Outputs.Json("""{"n":1}""")));
        Assert.Equal(1, await scorer.ValueAsync("Sure: {\"n\": 1}"));
        var wrong = await scorer.ScoreAsync(Outputs.Json("""{"n":"1"}"""));
        Assert.Equal(0, wrong.Value);
        Assert.Contains("/n: expected integer", wrong.Reason);
        Assert.Equal(1, await Scorer.JsonSchema().ValueAsync(Outputs.Text("tea", Outputs.Case(expect: ("schema", """{"type":"string","maxLength":3}""")))));
    }

    [Fact]
    public async Task Fields_score_the_share_that_is_as_expected()
    {
        var output = Outputs.Json("""{"title":"Tea","price":12.51,"items":[{"n":2}],"more":true}""");

        Assert.Equal(1, await Scorer.JsonFields(new JsonObject { ["title"] = "Tea", ["/items/0/n"] = 2.0 }).ValueAsync(output));
        var score = await Scorer.JsonFields(new JsonObject { ["title"] = "Tea", ["price"] = 12.5, ["gone"] = null, ["more"] = true }).ScoreAsync(output);
        Assert.Equal((0.5, "/price is 12.51, expected 12.5; /gone is absent, expected null."), (score.Value, score.Reason));
        Assert.Equal(1, await Scorer.JsonFields(new JsonObject { ["title"] = "Tea", ["price"] = 12.5 }, tolerance: 0.01).ValueAsync(output));
        Assert.Equal(0, await Scorer.JsonFields().ValueAsync(output with { Case = Outputs.Case(expect: ("fields", """{"price":{"value":12.5,"tolerance":0.001}}""")) }));
        Assert.Equal(0.5, await Scorer.JsonFields().ValueAsync(output with { Case = Outputs.Case("""{"title":"Tea","price":1}""") }));
    }

    [Fact]
    public async Task Sets_overlap_by_f1_or_jaccard_whatever_their_order()
    {
        // 2 common, 3 found, 4 expected.
        string[] expected = ["a", "b", "c", "d"];
        Assert.Equal(2 / 3.5, await Scorer.SetOverlap(expected).ValueAsync("B, a, x"), 1e-12);
        Assert.Equal(2.0 / 5, await Scorer.SetOverlap(expected, jaccard: true).ValueAsync("- b\n- a\n- x\n"), 1e-12);
        Assert.Equal(1, await Scorer.SetOverlap(expected).ValueAsync(Outputs.Json("""["d","c","b","a","a"]""")));
        Assert.Equal(1, await Scorer.SetOverlap([]).ValueAsync(Outputs.Json("[]")));
        Assert.Equal(0, await Scorer.SetOverlap([]).ValueAsync("a"));
        Assert.Equal(0.5, await Scorer.SetOverlap(jaccard: true).ValueAsync(Outputs.Text("a", Outputs.Case("a, b"))));
        Assert.Equal(1, await Scorer.SetOverlap().ValueAsync(Outputs.Json("[1,2]", Outputs.Case(expect: ("set-overlap", "[2,1]")))));
    }

    [Fact]
    public async Task A_similarity_is_the_score_or_passes_from_the_least_on()
    {
        Assert.Equal(1 - (3.0 / 7), await Scorer.Levenshtein("sitting").ValueAsync("kitten"), 1e-12);
        Assert.Equal(1, await Scorer.Levenshtein("sitting", least: 0.5).ValueAsync("kitten"));
        Assert.Equal(0, await Scorer.Levenshtein("sitting", least: 0.6).ValueAsync("kitten"));
        Assert.Equal(0.75, await Scorer.RougeL().ValueAsync(Outputs.Text("police kill the gunman", Outputs.Case("police killed the gunman", expect: ("rouge-l", "{}")))));
        Assert.Equal(1, await Scorer.RougeL().ValueAsync(Outputs.Text("police kill the gunman", Outputs.Case("police killed the gunman", expect: ("rouge-l", """{"least":0.7}""")))));
        Assert.Equal(1, await Scorer.Bleu().ValueAsync(Outputs.Text("the same text twice", Outputs.Case("the same text twice"))), 1e-12);
        Assert.Equal(ScoreKind.NotApplicable, (await Scorer.Bleu().ScoreAsync(Outputs.Text("x", Outputs.Case(expect: ("bleu", """{"least":0.7}"""))))).Kind);
    }

    [Fact]
    public async Task Embeddings_are_compared_by_their_cosine_and_the_model_may_come_from_the_services()
    {
        using var generator = new FakeEmbeddings(new() { ["tea"] = [1, 0], ["chai"] = [0.6f, 0.8f], ["war"] = [-1, 0], ["nothing"] = [0, 0] });
        var bound = (IBoundScorer)Scorer.EmbeddingSimilarity("tea");
        await using var services = new ServiceCollection().AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(generator).BuildServiceProvider();

        Assert.Equal(0.6, await bound.Bind(services).ValueAsync("chai"), 1e-6);
        Assert.Equal(1, await bound.Bind(services).ValueAsync("tea"), 1e-6);
        Assert.Equal(0, await Scorer.EmbeddingSimilarity("tea", generator: generator).ValueAsync("war"));
        Assert.Equal(ScoreKind.Error, (await bound.Bind(services).ScoreAsync(Outputs.Text("nothing"))).Kind);
        Assert.Equal(ScoreKind.Error, (await bound.Bind(services).ScoreAsync(Outputs.Text("unknown to it"))).Kind);
        Assert.Equal(ScoreKind.Error, (await bound.ScoreAsync(Outputs.Text("tea"))).Kind);
        await using var empty = new ServiceCollection().BuildServiceProvider();
        Assert.Contains("IEmbeddingGenerator", Assert.Throws<InvalidOperationException>(() => bound.Bind(empty)).Message);
    }

    [Theory]
    [InlineData("one two three", 1)]
    [InlineData("one", 0.5)]
    [InlineData("1 2 3 4 5 6 7 8", 0.5)]
    [InlineData("", 0)]
    public async Task Length_is_right_within_its_range_and_falls_outside(string text, double score) => Assert.Equal(score, await Scorer.Length(words: (2, 4)).ValueAsync(text));

    [Fact]
    public async Task Length_counts_characters_as_people_do_and_takes_the_worse_of_two_units()
    {
        Assert.Equal(1, await Scorer.Length(characters: (null, 3)).ValueAsync("🍵🍵🍵"));
        Assert.Equal(0.5, await Scorer.Length(words: (1, 2), characters: (null, 4)).ValueAsync("teateate"));
        Assert.Throws<ArgumentException>(() => Scorer.Length(words: (5, 2)));
    }

    [Fact]
    public async Task Language_and_reading_level_judge_the_form()
    {
        Assert.Equal(1, await Scorer.Language("en-GB").ValueAsync("The tea is on the table."));
        Assert.Equal(0, await Scorer.Language("de").ValueAsync("The tea is on the table."));
        Assert.Contains("cannot be told", Assert.Throws<ArgumentException>(() => Scorer.Language("xx")).Message);
        // Grade -1.45; a quarter for each grade below 0.
        Assert.Equal(1, await Scorer.ReadingLevel(most: 5).ValueAsync("The cat sat on the mat."));
        Assert.Equal(1 - (0.25 * 1.45), await Scorer.ReadingLevel(0, 5).ValueAsync("The cat sat on the mat."), 1e-9);
    }

    [Fact]
    public async Task Citations_must_be_among_the_sources()
    {
        var @case = Outputs.Case(input: """{"sources":[{"id":"smith-2019","url":"https://example.org/tea/"},{"id":"lu-2020"}]}""");

        Assert.Equal(1, await Scorer.Citations("sources").ValueAsync(Outputs.Text("Tea [1] is old [smith-2019; lu-2020], see [here](https://example.org/tea).", @case)));
        var score = await Scorer.Citations("sources").ScoreAsync(Outputs.Text("Tea [3] is old [lu-2020].", @case));
        Assert.Equal((0.5, "1 of 2 citation(s) are not in the input's /sources: \"3\"."), (score.Value, score.Reason));
        Assert.Equal(0, await Scorer.Citations("sources").ValueAsync(Outputs.Text("Tea is old. [x] [..]", @case)));
        Assert.Equal(1, await Scorer.Citations("sources", least: 0).ValueAsync(Outputs.Text("Tea is old.", @case)));
        Assert.Equal(0, await Scorer.Citations("sources", least: 2).ValueAsync(Outputs.Text("Tea is old [1].", @case)));
        Assert.Equal(1, await Scorer.Citations().ValueAsync(Outputs.Text("Old [RFC 1].", Outputs.Case(input: "\"As RFC 1 says\""))));
        Assert.Equal(ScoreKind.NotApplicable, (await Scorer.Citations("sauces").ScoreAsync(Outputs.Text("[1]", @case))).Kind);
    }

    [Fact]
    public async Task Groundedness_is_the_share_of_runs_of_words_that_the_source_has()
    {
        var @case = Outputs.Case(input: """{"source":{"text":"Tea came to Europe by ship. It was dear."}}""");

        Assert.Equal(1, await Scorer.Groundedness("source").ValueAsync(Outputs.Text("Tea came to Europe. It was dear!", @case)));
        // "tea came", "came to", "to Europe" of 3, and none of "by plane" .. "with milk": 3 of 8.
        var score = await Scorer.Groundedness("source").ScoreAsync(Outputs.Text("Tea came to Europe. Nobody there drank any of that stuff.", @case));
        Assert.Equal(3.0 / 9, score.Value, 1e-12);
        Assert.Contains("Least supported: \"Nobody there", score.Reason);
        Assert.Equal(0.5, await Scorer.Groundedness("source", bySentence: true).ValueAsync(Outputs.Text("Tea came to Europe. Nobody there drank any of that stuff.", @case)));
        Assert.Equal(0, await Scorer.Groundedness("source", least: 0.5).ValueAsync(Outputs.Text("Tea came to Europe. Nobody there drank any of that stuff.", @case)));
    }

    [Fact]
    public async Task A_source_may_be_what_an_effect_gave()
    {
        var recorded = Outputs.Case() with { Recorded = new() { Effects = Replay.RecordedAnswers.None.Effects.Add("retrieve", Outputs.Bytes("""{"docs":["https://example.org/a"]}""")) } };

        Assert.Equal(1, await Scorer.Citations("effect:retrieve#/docs").ValueAsync(Outputs.Text("As in https://example.org/a.", recorded)));
        Assert.Equal(0, await Scorer.Citations("effect:retrieve").ValueAsync(Outputs.Text("As in https://example.org/b.", recorded)));
    }

    [Fact]
    public async Task What_a_run_took_scores_1_up_to_the_most_and_falls_to_0()
    {
        var output = Outputs.Text("tea") with { Run = new RunFigures { Run = new RunId(Guid.Empty), CostUsd = 0.03m, Duration = TimeSpan.FromSeconds(5), Attempts = 4, Splices = 1 } };

        Assert.Equal(1, await Scorer.Cost(maxUsd: 0.03m).ValueAsync(output));
        Assert.Equal(0.5, await Scorer.Cost(maxUsd: 0.02m).ValueAsync(output), 1e-9);
        Assert.Equal(0.75, await Scorer.Cost(maxUsd: 0.02m, zeroAtUsd: 0.06m).ValueAsync(output), 1e-9);
        Assert.Equal(0, await Scorer.Latency(TimeSpan.FromSeconds(2)).ValueAsync(output));
        Assert.Equal(1, await Scorer.Attempts(4).ValueAsync(output));
        Assert.Equal(0, await Scorer.Splices(0).ValueAsync(output));
        Assert.Equal(1, await Scorer.Splices().ValueAsync(output with { Case = Outputs.Case(expect: ("splices", "1")) }));
        Assert.Equal(ScoreKind.NotApplicable, (await Scorer.Latency().ScoreAsync(output)).Kind);
    }

    [Fact]
    public async Task A_cost_that_is_not_known_is_neither_a_pass_nor_a_fail()
    {
        var output = Outputs.Text("tea") with { Run = new RunFigures { Run = new RunId(Guid.Empty), UnpricedAttempts = 1 } };

        Assert.Equal(ScoreKind.Error, (await Scorer.Cost(1m).ScoreAsync(output)).Kind);
    }

    [Fact]
    public async Task Any_code_may_judge_and_what_it_throws_is_an_error()
    {
        Assert.Equal(0.3, await Scorer.From("x", static _ => 0.3).ValueAsync("tea"));
        Assert.Equal(1, await Scorer.From("x", static output => output.Text == "tea").ValueAsync("tea"));
        Assert.Equal(0.5, await Scorer.From("x", static _ => Score.Of(0.5, "so so")).ValueAsync("tea"));
        Assert.Equal(0.25, await Scorer.From("x", static async (_, _) => { await Task.Yield(); return 0.25; }).ValueAsync("tea"));
        Assert.Equal("fine", (await Scorer.From("x", static async (_, _) => { await Task.Yield(); return Score.Of(1, "fine"); }).ScoreAsync(Outputs.Text("tea"))).Reason);
        Assert.Equal(ScoreKind.Error, (await Scorer.From("x", static _ => 1.5).ScoreAsync(Outputs.Text("tea"))).Kind);
        var thrown = await Scorer.From("x", (Func<ScoredOutput, double>)(static _ => throw new InvalidOperationException("no table"))).ScoreAsync(Outputs.Text("tea"));
        Assert.Equal((ScoreKind.Error, "The scorer 'x' threw InvalidOperationException: no table"), (thrown.Kind, thrown.Reason));
    }

    [Fact]
    public void A_version_changes_with_what_the_scorer_is_told()
    {
        Assert.Equal(Scorer.Contains("tea").Version, Scorer.Contains("tea").Version);
        Assert.NotEqual(Scorer.Contains("tea").Version, Scorer.Contains("chai").Version);
        Assert.Equal("1", Scorer.Contains().Version);
    }

    [Fact]
    public async Task An_expectation_that_cannot_be_meant_is_an_error_that_says_how_it_is_written()
    {
        var score = await Scorer.Length().ScoreAsync(Outputs.Text("tea", Outputs.Case(expect: ("length", """{"wrods":[1,2]}"""))));

        Assert.Equal(ScoreKind.Error, score.Kind);
        Assert.StartsWith("expect.length: 'wrods' is not known here; did you mean 'words'. It takes {\"words\": [50, 200]}", score.Reason);
    }

    private sealed class FakeEmbeddings(Dictionary<string, float[]> known) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => new Embedding<float>(known[value]))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
