using System.Globalization;
using System.Text;
using Orchestration.Evals.GoldenSets;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.Tests.GoldenSets;

public sealed class WriterTests : IDisposable
{
    private static readonly GoldenCase Full = new()
    {
        Id = "full",
        Input = Json("{ \"a\": [1.50,\n \"é\"] }"),
        Reference = Json("\"x\\ny\""),
        Expect = new GoldenCase { Id = "x", Input = default }.Expect.Add("contains", Json("[\"x\"]")),
        Recorded = new RecordedAnswers { Completions = RecordedAnswers.None.Completions.Add("outline", "a: b\n- c"), Effects = RecordedAnswers.None.Effects.Add("find", Json("null")) },
        Tags = ["one", "two"],
        Weight = 2.5,
        Critical = true,
        Source = new CaseSource(RunId.Parse("0197d1a5-3a4c-7000-8000-000000000001", CultureInfo.InvariantCulture), "acme", "draft"),
    };

    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData("new.jsonl")]
    [InlineData("new.yaml")]
    public async Task What_is_written_is_read_back(string name)
    {
        var file = Path.Combine(_samples.Folder, name);

        await GoldenSetWriter.WriteAsync(file, [Full, Case("b", 2)], TestContext.Current.CancellationToken);
        var cases = await Samples.CasesAsync(await GoldenSet.OpenAsync(file, TestContext.Current.CancellationToken));

        Assert.Equal([Full.Hash, Case("b", 2).Hash], cases.Select(static golden => golden.Hash));
        Assert.Equal(Full.Tags.AsEnumerable(), cases[0].Tags);
        Assert.Equal((Full.Id, Full.Weight, Full.Critical, Full.Source), (cases[0].Id, cases[0].Weight, cases[0].Critical, cases[0].Source));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task In_jsonl_a_case_takes_the_place_of_the_one_with_its_id(string newLine)
    {
        var file = _samples.Write("a.jsonl", string.Join(newLine, "{\"goldenSet\":\"x\"}", "// A remark", "{\"id\":\"a\",  \"input\":1}", "", "{\"id\":\"b\",\"input\":2}"));

        await GoldenSetWriter.WriteAsync(file, [Case("c", 4), Case("b", 3)], TestContext.Current.CancellationToken);

        Assert.Equal(string.Join(newLine, "{\"goldenSet\":\"x\"}", "// A remark", "{\"id\":\"a\",  \"input\":1}", "", "{\"id\":\"b\",\"input\":3}", "{\"id\":\"c\",\"input\":4}", ""), _samples.Read("a.jsonl"));
    }

    [Theory]
    [InlineData("# Tea\ncases:\n  # First\n  - id: a\n    input: |\n      text\n", "# Tea\ncases:\n  # First\n  - id: a\n    input: |\n      text\n  - {\"id\":\"b\",\"input\":2}\n")]
    [InlineData("goldenSet: x\ndefaults:\n  tags: [t]\ncases:\n- id: a\n  input: [1]", "goldenSet: x\ndefaults:\n  tags: [t]\ncases:\n- id: a\n  input: [1]\n- {\"id\":\"b\",\"input\":2}\n")]
    [InlineData("- id: a\n  input: 1\n# The end\n", "- id: a\n  input: 1\n# The end\n- {\"id\":\"b\",\"input\":2}\n")]
    [InlineData("- id: a\n  input: |+\n    text\n\n\n", "- id: a\n  input: |+\n    text\n\n\n- {\"id\":\"b\",\"input\":2}\n")]
    [InlineData("cases: []\n", "cases: [\n  {\"id\":\"b\",\"input\":2}\n]\n")]
    [InlineData("cases: [{id: a, input: [1]}] # one\n", "cases: [{id: a, input: [1]},\n  {\"id\":\"b\",\"input\":2}\n] # one\n")]
    public async Task In_yaml_a_case_is_added_and_all_else_stays(string before, string after)
    {
        var file = _samples.Write("a.yaml", before);

        await GoldenSetWriter.WriteAsync(file, [Case("b", 2)], TestContext.Current.CancellationToken);

        Assert.Equal(after, _samples.Read("a.yaml"));
    }

    [Theory]
    [InlineData("a.yaml", "- id: b\n  input: 1\n")]
    [InlineData("a.jsonl", "{\"id\":\"a\",\"input\":2}\n")]
    [InlineData("a.yaml", "- id: [\n")]
    public async Task A_file_that_would_have_faults_stays_as_it_was(string name, string text)
    {
        var file = _samples.Write(name, text);

        var exception = await Assert.ThrowsAsync<GoldenSetException>(() => GoldenSetWriter.WriteAsync(file, [Case("b", 2)], TestContext.Current.CancellationToken));

        Assert.All(exception.Faults, fault => Assert.Equal(file, fault.File));
        Assert.Equal(text, _samples.Read(name));
    }

    [Fact]
    public async Task A_file_that_is_not_utf8_is_not_written_to()
    {
        var file = Path.Combine(_samples.Folder, "a.jsonl");
        await File.WriteAllBytesAsync(file, [.. "{\"id\":\"a\",\"input\":\""u8, 0xE9, .. "\"}"u8], TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<GoldenSetException>(() => GoldenSetWriter.WriteAsync(file, [Case("b", 2)], TestContext.Current.CancellationToken));

        Assert.Contains("UTF-8", exception.Message, StringComparison.Ordinal);
    }

    private static GoldenCase Case(string id, int input) => new() { Id = id, Input = Json(input.ToString(System.Globalization.CultureInfo.InvariantCulture)) };

    private static JsonBytes Json(string json) => new(Encoding.UTF8.GetBytes(json));
}
