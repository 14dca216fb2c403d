using Orchestration.Models;

namespace Orchestration.Graphs;

/// <summary>A graph that cannot be: thrown while it is defined, or registered, never while it runs.</summary>
public sealed class GraphDefinitionException : OrchestrationException
{
    /// <summary>Names the graph, the step and the way out.</summary>
    /// <param name="graph">The graph's name.</param>
    /// <param name="step">The step's name; <see langword="null"/> if the fault is the graph's as a whole.</param>
    /// <param name="fault">What is wrong and how to mend it: a sentence or two.</param>
    public GraphDefinitionException(string graph, string? step, string fault)
        : base(step is null ? $"Graph '{graph}': {fault}" : $"Graph '{graph}', step '{step}': {fault}") => (Graph, Step) = (graph, step);

    /// <summary>The graph's name.</summary>
    public string Graph { get; }

    /// <summary>The step's name; <see langword="null"/> if the fault is the graph's as a whole.</summary>
    public string? Step { get; }
}
