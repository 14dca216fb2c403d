using Orchestration.Evals.GoldenSets;

namespace Orchestration.Evals.Tests.GoldenSets;

public sealed class FaultTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public async Task All_faults_of_a_jsonl_file_are_told_each_with_its_line()
    {
        var faults = await _samples.FaultsAsync("a.jsonl", """
            {"goldenSet":"x","verson":"1"}
            {"id":"a","input":1,"wieght":2}

            {"id":"b","input":1
            {"id":"c"}
            {"id":"d","input":1,"weight":"2","source":{"run":"0197d1a5-3a4c-7000-8000-000000000001","tenent":"acme"}}
            [1]
            """);

        Assert.Collection(
            faults,
            fault => Assert.Matches("^1: /verson: .*Did you mean \"version\"\\?$", fault),
            fault => Assert.Matches("^2: /wieght: .*Did you mean \"weight\"\\?$", fault),
            fault => Assert.Matches("^4: column 20: this is no JSON", fault),
            fault => Assert.Matches("^5: .*input", fault),
            fault => Assert.Matches("^6: /weight: expected number, got string", fault),
            fault => Assert.Matches("^6: /source/tenent: .*Did you mean \"tenant\"\\?$", fault),
            fault => Assert.Matches("^7: expected object", fault));
    }

    [Fact]
    public async Task A_fault_of_a_yaml_file_is_told_on_the_line_of_the_member_that_is_wrong()
    {
        var faults = await _samples.FaultsAsync("a.yaml", """
            goldenSet: tea
            defaults:
              tag: [a]
            cases:
              - id: a
                input:
                  text: |
                    many
                    lines
                expcet: {}
                weight: -1
              # One more
              - id: b
                tags:
                  - x
                  - 7
                input: 1
                recorded:
                  completions:
                    outline: "a"
                    draft: { text: b }
              - id: 12
                input: 1
            """);

        Assert.Collection(
            faults,
            fault => Assert.Matches("^3: /defaults/tag: .*Did you mean \"tags\"\\?$", fault),
            fault => Assert.Matches("^10: /expcet: .*Did you mean \"expect\"\\?$", fault),
            fault => Assert.Matches("^11: /weight: ", fault),
            fault => Assert.Matches("^16: /tags/1: expected string", fault),
            fault => Assert.Matches("^21: /recorded/completions/draft: expected string", fault),
            fault => Assert.Matches("^22: /id: expected string", fault));
    }

    [Fact]
    public async Task A_name_that_is_like_no_other_gets_no_suggestion()
    {
        var fault = Assert.Single(await _samples.FaultsAsync("a.jsonl", """{"id":"a","input":1,"colour":"red"}"""));

        Assert.StartsWith("1: /colour: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_cases_with_one_id_name_both_places()
    {
        var first = _samples.Write("a.jsonl", """{"id":"a","input":1}""");
        var second = _samples.Write("b.yaml", "- id: b\n  input: 3\n- id: a\n  input: 2\n");

        var exception = await Assert.ThrowsAsync<GoldenSetException>(() => GoldenSet.OpenAsync(_samples.Folder, TestContext.Current.CancellationToken));

        Assert.Equal($"{second}(3): the id 'a' is already that of the case at {first}(1); give one of them another.", exception.Message);
    }

    [Fact]
    public async Task Two_cases_that_mean_the_same_are_told()
    {
        var fault = Assert.Single(await _samples.FaultsAsync("a.jsonl", """
            {"id":"a","input":{"x":1,"y":2},"tags":["one"]}
            {"id":"b","input":{"y":2.0,"x":1},"weight":3}
            """));

        Assert.StartsWith("2: the case 'b' says the same as 'a' at ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_material_for_two_steps_is_two_cases()
    {
        var set = await _samples.OpenAsync("a.jsonl", """
            {"id":"a","input":1,"source":{"run":"0197d1a5-3a4c-7000-8000-000000000001","step":"draft"}}
            {"id":"b","input":1,"source":{"run":"0197d1a5-3a4c-7000-8000-000000000001","step":"title"}}
            """);

        Assert.Equal(2, set.Entries.Length);
    }

    [Fact]
    public async Task Files_of_a_folder_must_agree_on_name_and_version()
    {
        _samples.Write("a.jsonl", """
            {"goldenSet":"x","version":"1"}
            {"id":"a","input":1}
            """);
        _samples.Write("b.jsonl", """
            {"goldenSet":"x","version":"2"}
            {"id":"b","input":2}
            """);

        var exception = await Assert.ThrowsAsync<GoldenSetException>(() => GoldenSet.OpenAsync(_samples.Folder, TestContext.Current.CancellationToken));

        Assert.Contains("the version of the golden set is '2' here and '1' at", Assert.Single(exception.Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jsonl", "")]
    [InlineData("a.jsonl", """{"goldenSet":"x"}""")]
    [InlineData("a.yaml", "")]
    [InlineData("a.yaml", "cases: []")]
    public async Task A_golden_set_without_a_case_is_a_fault(string file, string text) =>
        Assert.StartsWith("1: there is no case in it", Assert.Single(await _samples.FaultsAsync(file, text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a: 1", "1: the file has no 'cases:'")]
    [InlineData("text", "1: a golden set is a list of cases")]
    [InlineData("cases: 1", "1: 'cases' must be a list")]
    [InlineData("cases:\n- {id: a, input: 1}\nversion: 2", "3: 'cases' must be the last member")]
    [InlineData("- {id: a, input: 1}\n---\n- {id: b, input: 2}", "2: a file is one YAML document")]
    [InlineData("- id: a\n  input: .nan", "2: .nan is no number that JSON has")]
    [InlineData("- id: a\n  input: *b", "2: nothing above is anchored as '&b'")]
    [InlineData("- id: a\n  input:\n    x: 1\n    x: 2", "4: the member 'x' is already given in line 3")]
    [InlineData("- id: a\n  input:\n    <<: {x: 1}", "3: '<<' is not part of YAML 1.2")]
    [InlineData("- id: a\n  input:\n    [1]: 2", "3: this is no YAML: ")]
    [InlineData("- id: a\n  input: !date 2026-01-01", "2: '2026-01-01' with the tag !date is no JSON value")]
    [InlineData("- id: a\n  input: [1, 2\n- id: b", "2: this is no YAML: ")]
    public async Task What_is_no_golden_set_in_yaml_is_said_with_its_line(string text, string fault) =>
        Assert.StartsWith(fault, Assert.Single(await _samples.FaultsAsync("a.yaml", text)), StringComparison.Ordinal);

    [Fact]
    public async Task Aliases_of_aliases_do_not_blow_up()
    {
        var text = "- id: a\n  input:\n    - &a0 [xxxxxxxxxxxxxxxx]\n" + string.Concat(Enumerable.Range(1, 12).Select(static i => FormattableString.Invariant(
            $"    - &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n")));

        Assert.Contains("16 MiB", Assert.Single(await _samples.FaultsAsync("a.yaml", text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.yaml")]
    public async Task Bytes_that_are_not_utf8_are_a_fault(string file)
    {
        var path = Path.Combine(_samples.Folder, file);
        await File.WriteAllBytesAsync(path, [.. "- {id: a, input: \""u8, 0xE9, .. "\"}"u8], TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<GoldenSetException>(() => GoldenSet.OpenAsync(path, TestContext.Current.CancellationToken));

        Assert.Contains("UTF-8", Assert.Single(exception.Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"a","input":"\ud83d"}""", "half of a surrogate pair")]
    [InlineData("""{"id":"a","input":{"x":1,"x":2}}""", "x")]
    public async Task Json_that_readers_disagree_on_is_a_fault(string line, string fault) =>
        Assert.Contains(fault, Assert.Single(await _samples.FaultsAsync("a.jsonl", line)), StringComparison.Ordinal);

    [Fact]
    public async Task Another_kind_of_file_is_a_fault() =>
        Assert.Equal("1: a golden set is a .jsonl, .ndjson, .yaml or .yml file; rename it.", Assert.Single(await _samples.FaultsAsync("a.json", "[]")));
}
