using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Graphs;

public sealed class GraphShapeTests
{
    private static readonly StepPolicy Cheap = new() { Route = "fast" };

    private static readonly Graph<string, string> Sample = Graph.Define("sample", version: 3, static (GraphBuilder g, Step<string> topic) =>
    {
        var notes = g.Ask("notes", topic, static t => Prompt.Text($"Notes on {t}."), Cheap);
        var links = g.Effect("links", topic, static (t, _, _) => ValueTask.FromResult(t.Length));
        var parts = g.ForEach("parts", notes, static n => n.Split(' '), static (inner, word) => inner.Ask("write", word, static w => Prompt.Text(w), Cheap), maxConcurrency: 2);
        var extra = g.When("extra", notes, static n => n.Length > 3, static (inner, n) => inner.Compute("shout", n, static x => x + "!"));
        var tone = g.Switch("tone", notes, static n => n.Length)
            .Case(1, static (inner, n) => inner.Compute("short", n, static x => x))
            .Otherwise(static (inner, n) => inner.Compute("long", n, static x => x));
        return g.Compute("all", notes, links, parts, extra, tone, static (n, l, p, e, t) => n + l + p.Count + e.Or(string.Empty) + t);
    });

    [Fact]
    public void The_shape_lists_the_steps_in_topological_order()
    {
        Assert.Equal(["notes", "links", "parts", "extra", "tone", "all"], Sample.Shape.Steps.Select(static step => step.Name));
        Assert.Equal("all", Sample.Shape.Output);
        var before = new HashSet<string> { "input" };
        foreach (var step in Sample.Shape.Steps)
        {
            Assert.Subset(before, step.Inputs.ToHashSet());
            before.Add(step.Name);
        }
    }

    [Fact]
    public void The_shape_tells_kinds_types_inputs_and_policies()
    {
        Assert.Equal(
            [StepKind.Ask, StepKind.Effect, StepKind.ForEach, StepKind.When, StepKind.Switch, StepKind.Compute],
            Sample.Shape.Steps.Select(static step => step.Kind));
        Assert.Equal(
            [typeof(string), typeof(int), typeof(IReadOnlyList<string>), typeof(Optional<string>), typeof(string), typeof(string)],
            Sample.Shape.Steps.Select(static step => step.OutputType));
        Assert.Equal(
            ["input", "input", "notes", "notes", "notes", "notes links parts extra tone"],
            Sample.Shape.Steps.Select(static step => string.Join(' ', step.Inputs)));
        Assert.Equal([Cheap, null, null, null, null, null], Sample.Shape.Steps.Select(static step => step.Policy));
    }

    [Fact]
    public void The_shape_holds_the_graphs_within_steps()
    {
        var branches = Sample.Shape.Steps.SelectMany(static step => step.Branches.Select(branch => (step.Name, branch.Label, Inner: branch.Shape.Output)));

        Assert.Equal([("parts", "", "write"), ("extra", "then", "shout"), ("tone", "1", "short"), ("tone", "otherwise", "long")], branches);
        Assert.Equal(Cheap, Sample.Shape.Steps[2].Branches[0].Shape.Steps[0].Policy);
    }

    [Fact]
    public void A_graph_whose_output_is_its_input_has_no_steps()
    {
        var same = Graph.Define("same", 1, static (GraphBuilder _, Step<int> input) => input);

        Assert.Empty(same.Shape.Steps);
        Assert.Equal("input", same.Shape.Output);
    }

    [Fact]
    public void An_input_taken_twice_is_waited_for_once()
    {
        var twice = Graph.Define("twice", 1, static (GraphBuilder g, Step<int> input) => g.Compute("sum", input, input, static (a, b) => a + b));

        Assert.Equal(["input"], twice.Shape.Steps[0].Inputs);
    }
}
