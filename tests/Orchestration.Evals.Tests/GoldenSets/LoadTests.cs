using System.Collections.Immutable;
using Orchestration.Evals.GoldenSets;
using Orchestration.Schemas;

namespace Orchestration.Evals.Tests.GoldenSets;

public sealed class LoadTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public async Task A_jsonl_file_has_a_header_and_a_case_a_line()
    {
        var set = await _samples.OpenAsync("answers.jsonl", """
            {"goldenSet":"support answers","version":3,"defaults":{"tags":["de"],"weight":2}}
            // Opening hours
            {"id":"hours","input":{"q":"When?"},"reference":"At nine.","expect":{"contains":["nine"]},"tags":["short","de"],"critical":true}

            {"id":"price","input":{"q":"How much?"},"weight":0.5,"source":{"run":"0197d1a5-3a4c-7000-8000-000000000001","tenant":"acme","step":"draft"},"recorded":{"completions":{"research":"tea"},"effects":{"find":[1]}}}
            """);
        var cases = await Samples.CasesAsync(set);

        Assert.Equal(("support answers", "3"), (set.Name, set.Version));
        Assert.Equal(["hours", "price"], set.Entries.Select(static entry => entry.Id));
        Assert.Equal(set.Entries.Select(static entry => entry.Hash), cases.Select(static golden => golden.Hash));
        Assert.Equal("""{"q":"When?"}""", cases[0].Input.ToString());
        Assert.Equal("\"At nine.\"", cases[0].Reference.ToString());
        Assert.Equal("[\"nine\"]", cases[0].Expect["contains"].ToString());
        Assert.Equal(["de", "short"], cases[0].Tags.AsEnumerable());
        Assert.Equal((2, true, 0.5, false), (cases[0].Weight, cases[0].Critical, cases[1].Weight, cases[1].Critical));
        Assert.Equal("tea", cases[1].Recorded.Completions["research"]);
        Assert.Equal("[1]", cases[1].Recorded.Effects["find"].ToString());
        Assert.Equal(("acme", "draft"), (cases[1].Source!.Tenant, cases[1].Source!.Step));
    }

    [Fact]
    public async Task The_same_cases_in_yaml_have_the_same_hashes()
    {
        var lines = await _samples.OpenAsync("a.jsonl", """
            {"goldenSet":"tea","version":"1"}
            {"id":"one","input":{"text":"first\nsecond\n","n":1.5},"expect":{"regex":"^a"}}
            {"id":"two","input":"yes","reference":{"ok":true,"none":null}}
            """);
        var yaml = await _samples.OpenAsync("a.yaml", """
            goldenSet: tea
            version: "1"
            cases:
              - id: one
                input:
                  n: 1.50
                  text: |
                    first
                    second
                expect: { regex: "^a" }
              - id: two
                input: yes
                reference: { none: ~, ok: true }
            """);

        Assert.Equal(lines.Hash, yaml.Hash);
        Assert.Equal((lines.Name, lines.Version), (yaml.Name, yaml.Version));
    }

    [Fact]
    public async Task A_yaml_file_may_be_a_list_of_cases()
    {
        var set = await _samples.OpenAsync("tea.yml", """
            - { id: a, input: 1 }
            - { id: b, input: 2 }
            """);

        Assert.Equal("tea", set.Name);
        Assert.Equal(["a", "b"], set.Entries.Select(static entry => entry.Id));
    }

    [Fact]
    public async Task A_folder_is_one_golden_set_in_the_order_of_its_files_names()
    {
        _samples.Write("b.jsonl", """{"id":"second","input":2}""");
        _samples.Write("a.yaml", "goldenSet: tea\ncases:\n- {id: first, input: 1}");
        _samples.Write("notes.txt", "not a case");

        var set = await GoldenSet.OpenAsync(_samples.Folder, TestContext.Current.CancellationToken);

        Assert.Equal("tea", set.Name);
        Assert.Equal(["first", "second"], set.Entries.Select(static entry => entry.Id));
    }

    [Fact]
    public async Task A_folder_without_a_name_in_a_header_has_its_own()
    {
        _samples.Write("a.jsonl", """{"id":"a","input":2}""");

        var set = await GoldenSet.OpenAsync(_samples.Folder + Path.DirectorySeparatorChar, TestContext.Current.CancellationToken);

        Assert.Equal(Path.GetFileName(_samples.Folder), set.Name);
    }

    [Fact]
    public async Task What_is_anchored_in_one_case_can_be_used_in_a_later_one()
    {
        var cases = await _samples.CasesAsync("a.yaml", """
            - id: a
              input: { first: 1, brief: &brief { topic: tea, words: [1, 2] } }
            - id: b
              input: *brief
            """);

        Assert.Equal("""{"topic":"tea","words":[1,2]}""", cases[1].Input.ToString());
    }

    [Fact]
    public async Task A_golden_set_that_changes_while_it_is_read_is_refused()
    {
        var set = await _samples.OpenAsync("a.jsonl", """{"id":"a","input":1}""");

        _samples.Write("a.jsonl", """{"id":"a","input":2}""");

        var exception = await Assert.ThrowsAsync<GoldenSetException>(() => Samples.CasesAsync(set));
        Assert.Contains("open it again", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_golden_set_that_is_not_there_is_an_io_error()
    {
        var missing = Path.Combine(_samples.Folder, "none.jsonl");

        var exception = await Assert.ThrowsAsync<FileNotFoundException>(() => GoldenSet.OpenAsync(missing, TestContext.Current.CancellationToken));

        Assert.Contains(missing, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"id":"a","input":1}]""", true)]
    [InlineData("""{"goldenSet":"x","version":1,"cases":[{"id":"a","input":1,"weight":2}]}""", true)]
    [InlineData("""{"goldenSet":"x"}""", false)]
    [InlineData("""{"cases":[{"id":"a"}]}""", false)]
    [InlineData("""[{"id":"a","input":1,"weight":0}]""", false)]
    [InlineData("""[{"id":" a","input":1}]""", false)]
    public void The_published_schema_describes_a_whole_file(string file, bool valid) => Assert.Equal(valid, GoldenSet.Schema.IsValid(System.Text.Encoding.UTF8.GetBytes(file)));

    [Fact]
    public void The_published_schema_says_which_one_it_is()
    {
        var id = GoldenSet.Schema.Document.GetProperty("$id").GetString();
        ImmutableArray<SchemaError> errors = GoldenSet.Schema.Validate("[]"u8);

        Assert.Equal("urn:orchestration:schema:golden-set:1", id);
        Assert.Empty(errors);
    }
}
