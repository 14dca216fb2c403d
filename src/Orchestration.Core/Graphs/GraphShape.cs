using System.Collections.Immutable;
using Orchestration.Policies;

namespace Orchestration.Graphs;

/// <summary>What kind of step it is: the verb that made it.</summary>
public enum StepKind
{
    /// <summary>Asks a model.</summary>
    Ask,

    /// <summary>Pure code.</summary>
    Compute,

    /// <summary>Reads or writes the outside.</summary>
    Effect,

    /// <summary>Runs a graph on each of several items.</summary>
    ForEach,

    /// <summary>Runs a graph if a condition holds.</summary>
    When,

    /// <summary>Runs one of several graphs.</summary>
    Switch,

    /// <summary>Runs another graph.</summary>
    Include,
}

/// <summary>A graph's structure as data.</summary>
public sealed record GraphShape
{
    /// <summary>The steps in topological order, which is the order of their definition.</summary>
    public required ImmutableArray<StepShape> Steps { get; init; }

    /// <summary>The name of the step whose value is the graph's output.</summary>
    public required string Output { get; init; }

    internal static GraphShape Of(Graph graph)
    {
        var nodes = graph.Plan.Nodes;
        string NameOf(int ordinal) => ordinal == 0 ? GraphBuilder.InputName : nodes[ordinal].Name;

        return new GraphShape
        {
            Output = NameOf(graph.Plan.Output),
            Steps =
            [
                .. graph.Plan.Steps.Select(node => new StepShape
                {
                    Name = node.Name,
                    Kind = node.Kind,
                    OutputType = node.Output,
                    Inputs = [.. node.Inputs.Select(NameOf)],
                    Policy = node.Policy,
                    Branches = [.. node.Branches.Select(static branch => new BranchShape(branch.Label, branch.Graph.Shape))],
                }),
            ],
        };
    }
}

/// <summary>One step of a <see cref="GraphShape"/>.</summary>
public sealed record StepShape
{
    /// <summary>Unique within its graph.</summary>
    public required string Name { get; init; }

    /// <inheritdoc cref="StepKind"/>
    public required StepKind Kind { get; init; }

    /// <summary>The type of the step's value.</summary>
    public required Type OutputType { get; init; }

    /// <summary>The names of the steps it waits for; <c>input</c> is the graph's input.</summary>
    public required ImmutableArray<string> Inputs { get; init; }

    /// <summary>As given; <see langword="null"/> = the application's default, or a kind that has none.</summary>
    public StepPolicy? Policy { get; init; }

    /// <summary>The graphs within the step.</summary>
    public ImmutableArray<BranchShape> Branches { get; init; } = [];
}

/// <summary>A graph within a step.</summary>
/// <param name="Label">Which branch it is: <c>then</c>, <c>otherwise</c>, a case's key; empty where there is only one.</param>
/// <param name="Shape">Its structure.</param>
public sealed record BranchShape(string Label, GraphShape Shape);
