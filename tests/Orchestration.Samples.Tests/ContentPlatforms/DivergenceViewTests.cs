using System.Text;
using ContentPlatform.Display;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Samples.Tests.ContentPlatforms;

public sealed class DivergenceViewTests
{
    [Fact]
    public void Two_requests_are_compared_line_by_line()
    {
        using var output = new StringWriter();

        DivergenceView.Show(Screen.Plain(output, output), new Divergence(
            "outline",
            "00",
            Json("""{"max_output_tokens":100,"messages":[{"contents":[{"text":"one\ntwo\nthree\nfour\nfive\nsix\nseven"}]}]}"""),
            Json("""{"max_output_tokens":100,"messages":[{"contents":[{"text":"one\ntwo\nthree\n4\nfive\nsix\nseven\neight"}]}]}""")));

        var lines = output.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(["…", "two", "three", "- four", "+ 4", "five", "six", "seven", "+ eight"], lines.Skip(1).Take(9));
    }

    [Fact]
    public void A_request_known_by_its_hash_alone_is_said_to_be_so()
    {
        using var output = new StringWriter();

        DivergenceView.Show(Screen.Plain(output, output), new Divergence("outline", "beef", default, Json("{}")));

        Assert.Contains("only the recorded request's hash, beef", output.ToString(), StringComparison.Ordinal);
    }

    private static JsonBytes Json(string json) => new(Encoding.UTF8.GetBytes(json));
}
