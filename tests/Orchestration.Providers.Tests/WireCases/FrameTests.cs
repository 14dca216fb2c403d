using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.WireCases;

namespace Orchestration.Providers.Tests.WireCases;

public sealed class FrameTests : IDisposable
{
    private const string Answer = """{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Tea."},"finish_reason":"stop"}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wire-cases-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_known_failure_is_a_line_with_an_id_and_a_reason()
    {
        var known = KnownFailures.Parse(["## Known failures", "- `a-1`: the server: lied", "- a-2: no backticks", "  - `a-3`: indented", "- `a-4` no colon"]);

        Assert.Equal("the server: lied", known.ReasonFor("a-1"));
        Assert.All(["a-2", "a-3", "a-4", string.Empty], id => Assert.Null(known.ReasonFor(id)));
    }

    [Fact]
    public void The_pieces_of_a_body_are_the_body()
    {
        string[] bodies = [string.Empty, "a", "é茶🍵", "data: 茶\r\n\r\ndata: b\n\n"];

        foreach (var pieces in Enum.GetValues<Pieces>())
        {
            Assert.All(bodies, body =>
            {
                var lengths = pieces.Cut(Encoding.UTF8.GetBytes(body));
                Assert.Equal(Encoding.UTF8.GetByteCount(body), lengths.Sum());
                Assert.All(lengths, static length => Assert.True(length > 0));
            });
        }

        Assert.Equal([1, 1, 1], Pieces.InsideCharacters.Cut("茶"u8));
        Assert.Equal([2, 1], Pieces.InsideLineEnds.Cut("a\r\n"u8));
    }

    [Fact]
    public void Only_what_was_expected_is_compared()
    {
        var actual = new Outcome { Text = "Tea.", FinishReason = ChatFinishReason.Stop.Value, InputTokens = 3, ToolCalls = [("c1", "brew", """{"cups": 2, "hot": true}""")] };

        Assert.Empty(Comparison.Differences(new Outcome(), actual));
        Assert.Empty(Comparison.Differences(actual with { ToolCalls = [("c1", "brew", """{"hot":true,"cups":2.0}""")] }, actual));
        Assert.Equal(["text: expected 'Te.', got 'Tea.'"], Comparison.Differences(new Outcome { Text = "Te." }, actual));
        Assert.Equal(4, Comparison.Differences(new Outcome { Text = string.Empty, InputTokens = 4, OutputTokens = 1, ToolCalls = [] }, actual).Count());
        Assert.Equal(["failure: expected none, got Overloaded ()"], Comparison.Differences(new Outcome(), new Outcome { Failure = FailureReason.Overloaded }));
    }

    [Theory]
    [InlineData("""{"a":1,"b":[1,2]}""", """{"b":[1,2.0],"a":1.0}""")]
    [InlineData("""{"a":1}""", """{"a":2}""", "/a: recorded '1', sent '2'")]
    [InlineData("""{"a":1}""", "{}", "/a: recorded '1', not sent")]
    [InlineData("{}", """{"a":null}""", "/a: not recorded, sent 'null'")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", "/a/0: recorded '1', sent '2'", "/a/1: recorded '2', sent '1'")]
    [InlineData("""{"a":[1]}""", """{"a":[1,1]}""", "/a: recorded '[1]', sent '[1,1]'")]
    public void Bodies_differ_where_their_meaning_does(string recorded, string sent, params string[] differences) =>
        Assert.Equal(differences, Comparison.Differences(JsonNode.Parse(recorded), JsonNode.Parse(sent)));

    [Fact]
    public async Task A_run_of_nothing_fails()
    {
        Assert.Equal(1, await WireRun.RunAsync(_folder.FullName, KnownFailures.Parse([]), TextWriter.Null));
    }

    [Fact]
    public async Task A_run_fails_by_a_failing_case_unless_it_is_known()
    {
        Write("good", "Tea.");
        Assert.Equal((0, "samples 1/1"), await RunAsync());

        Write("bad", "Coffee.");
        var (code, output) = await RunAsync();
        Assert.Equal(1, code);
        Assert.Equal(["samples 1/2", "samples/bad", "text: expected 'Coffee.', got 'Tea.'"], output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

        (code, output) = await RunAsync("- `bad`: the sample is wrong");
        Assert.Equal(0, code);
        Assert.Contains("samples/bad (known: the sample is wrong)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_no_adapter_speaks_fails()
    {
        Write("odd", "Tea.", api: "telegraph");

        var (code, output) = await RunAsync();

        Assert.Equal(1, code);
        Assert.Contains("no adapter speaks 'telegraph'", output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] known)
    {
        using var output = new StringWriter();
        var code = await WireRun.RunAsync(_folder.FullName, KnownFailures.Parse(known), output);
        return (code, output.ToString().Trim());
    }

    private void Write(string id, string text, string api = "chat") =>
        File.WriteAllText(
            Path.Combine(_folder.FullName, id + ".json"),
            SampleCases.Json(id, api, "/v1/chat/completions", Answer, isStreaming: false, new JsonObject { ["text"] = text }).ToJsonString());
}
