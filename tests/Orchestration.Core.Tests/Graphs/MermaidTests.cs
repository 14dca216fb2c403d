using System.Text.RegularExpressions;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Graphs;

public sealed partial class MermaidTests
{
    [Fact]
    public void A_graph_is_drawn_with_its_kinds_routes_and_branches()
    {
        var graph = Graph.Define("article", 1, static (GraphBuilder g, Step<string> topic) =>
        {
            var notes = g.Ask("notes", topic, static t => Prompt.Text(t), new StepPolicy { Route = "fast" });
            var facts = g.Effect("facts", topic, static (t, _, _) => ValueTask.FromResult(t.Length));
            var parts = g.ForEach("parts", notes, static n => n.Split(' '), static (inner, word) => inner.Ask("write", word, static w => Prompt.Text(w)));
            var extra = g.When("extra", notes, static _ => true, static (inner, n) => inner.Compute("shout", n, static x => x));
            return g.Compute("all", facts, parts, extra, static (_, p, _) => p);
        });

        Assert.Equal(
            """
            flowchart TD
              n0(["input: String"])
              n1["notes<br/><i>ask · fast</i>"]
              n0 --> n1
              n2[("facts<br/><i>effect</i>")]
              n0 --> n2
              n3[["parts<br/><i>foreach</i>"]]
              n1 --> n3
              subgraph n3b4["each of parts"]
                n5["write<br/><i>ask</i>"]
                n3 --> n5
              end
              n6{"extra<br/><i>when</i>"}
              n1 --> n6
              subgraph n6b7["extra: then"]
                n8("shout<br/><i>compute</i>")
                n6 --> n8
              end
              n9("all<br/><i>compute</i>")
              n2 --> n9
              n3 --> n9
              n6 --> n9
              n9 --> done(["IReadOnlyList&lt;String&gt;"])

            """.ReplaceLineEndings("\n"),
            graph.ToMermaid());
    }

    [Theory]
    [InlineData("say \"hi\"")]
    [InlineData("a < b > c & d")]
    [InlineData("`ticks`")]
    [InlineData("#35; and #quot;")]
    [InlineData("two\nlines\r\nor more")]
    [InlineData("brackets ( ) { } ; | --> end")]
    [InlineData("subgraph")]
    public void A_name_cannot_break_the_drawing(string name)
    {
        var graph = Graph.Define("x", 1, (GraphBuilder g, Step<string> input) =>
            g.Include(name, g.Compute(name + "2", input, static text => text), Graph.Define("y", 1, (GraphBuilder inner, Step<string> item) => inner.Compute(name, item, static text => text))));

        var lines = graph.ToMermaid().Split('\n');

        Assert.Equal("flowchart TD", lines[0]);
        Assert.All(lines[1..^1], static line => Assert.Matches(Statement(), line));
        Assert.Equal(lines.Count(static line => line.TrimStart().StartsWith("subgraph ", StringComparison.Ordinal)), lines.Count(static line => line.Trim() == "end"));
        Assert.Empty(lines[^1]);
    }

    [Fact]
    public void Every_node_is_declared_once_and_before_its_edges()
    {
        var graph = Graph.Define("x", 1, static (GraphBuilder g, Step<string> input) =>
        {
            var each = g.ForEach("each", input, static t => t.Split(','), static (inner, item) =>
                inner.ForEach("deep", item, static t => t.Split('.'), static (innermost, leaf) => innermost.Compute("leaf", leaf, static l => l)));
            return g.Compute("end", each, input, static (e, _) => e.Count);
        });

        var declared = new HashSet<string>();
        foreach (var line in graph.ToMermaid().Split('\n').Select(static line => line.Trim()))
        {
            if (Edge().Match(line) is { Success: true } edge)
            {
                Assert.Contains(edge.Groups["from"].Value, declared);
                Assert.True(declared.Contains(edge.Groups["to"].Value) || edge.Groups["to"].Value == "done");
            }
            else if (Node().Match(line) is { Success: true } node)
            {
                Assert.True(declared.Add(node.Groups["id"].Value), line);
            }
        }
    }

    [Fact]
    public void Types_within_generic_types_can_be_drawn()
    {
        var graph = Graph.Define("x", 1, static (GraphBuilder _, Step<Dictionary<string, List<int>>.KeyCollection> input) => input);

        Assert.Contains("input: ", graph.ToMermaid());
    }

    // The statements that are used: a node with a quoted label, an edge, a box and its end. A quoted label holds anything but a quote; a backtick at its
    // beginning would make Markdown of it.
    [GeneratedRegex(
        @"^ +(n\d+(\[""[^""`]+""\]|\(""[^""`]+""\)|\[\(""[^""`]+""\)\]|\{""[^""`]+""\}|\[\[""[^""`]+""\]\]|\(\[""[^""`]+""\]\))|n\d+ --> n\d+|n\d+ --> done\(\[""[^""`]+""\]\)|subgraph n\d+b\d+\[""[^""`]+""\]|end)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^(?<from>n\d+) --> (?<to>n\d+|done)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Edge();

    [GeneratedRegex(@"^(?<id>n\d+)[\[({]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Node();
}
