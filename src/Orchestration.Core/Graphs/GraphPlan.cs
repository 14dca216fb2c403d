using System.Collections.Immutable;

namespace Orchestration.Graphs;

/// <summary>What the scheduler needs of a graph, as arrays over ordinals. Ordinal 0 is the input; step <c>i</c> of the definition has ordinal <c>i + 1</c>.</summary>
internal sealed class GraphPlan
{
    public GraphPlan(ImmutableArray<StepNode> steps, int output)
    {
        Steps = steps;
        Output = output;
        Nodes = [null!, .. steps];
        Waits = new int[Nodes.Length];
        var dependants = new List<int>[Nodes.Length];
        for (var ordinal = 0; ordinal < Nodes.Length; ordinal++)
        {
            dependants[ordinal] = [];
        }

        for (var ordinal = 1; ordinal < Nodes.Length; ordinal++)
        {
            Waits[ordinal] = Nodes[ordinal].Inputs.Length;
            foreach (var input in Nodes[ordinal].Inputs)
            {
                dependants[input].Add(ordinal);
            }
        }

        Dependants = [.. dependants.Select(static list => list.ToArray())];
        IsPure = steps.All(static step => step.Kind is not (StepKind.Ask or StepKind.Effect) && step.Branches.All(static branch => branch.Graph.Plan.IsPure));
    }

    /// <summary>The steps in the order of their definition, which is a topological one.</summary>
    public ImmutableArray<StepNode> Steps { get; }

    /// <summary>The steps by ordinal; the input's place is empty.</summary>
    public StepNode[] Nodes { get; }

    /// <summary>By ordinal: how many inputs the step waits for.</summary>
    public int[] Waits { get; }

    /// <summary>By ordinal: the steps that wait for it.</summary>
    public int[][] Dependants { get; }

    public int Output { get; }

    /// <summary>By ordinal: whether a step is the given one, or one that it depends on.</summary>
    public bool[] AncestorsOf(int step)
    {
        var found = new bool[Nodes.Length];
        found[step] = true;
        for (var ordinal = step; ordinal > 0; ordinal--)
        {
            // A step's inputs are defined before it.
            if (found[ordinal])
            {
                foreach (var input in Nodes[ordinal].Inputs)
                {
                    found[input] = true;
                }
            }
        }

        return found;
    }

    /// <summary>Whether nothing in the graph, or in a graph within it, asks a model or touches the outside: such a run spends nothing and is not recorded.</summary>
    public bool IsPure { get; }
}
