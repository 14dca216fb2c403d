using Orchestration.Graphs;

namespace Orchestration.Cli.Commands.Graphs;

/// <summary>What <c>graph show --json</c> writes without a name.</summary>
internal sealed record GraphListDocument(IReadOnlyList<GraphDocument> Graphs);

/// <summary>What <c>graph show NAME --json</c> writes.</summary>
internal sealed record GraphDocument(string Name, int Version, string Fingerprint, string Output, IReadOnlyList<GraphStepDocument> Steps)
{
    public static GraphDocument Of(Graph graph) => new(graph.Name, graph.Version, graph.Fingerprint, graph.Shape.Output, GraphStepDocument.Of(graph.Shape));
}

/// <summary>A step of a <see cref="GraphDocument"/>.</summary>
internal sealed record GraphStepDocument(string Name, string Kind, string OutputType, IReadOnlyList<string> Inputs, string? Route, IReadOnlyList<GraphBranchDocument>? Branches)
{
    public static IReadOnlyList<GraphStepDocument> Of(GraphShape shape) =>
    [
        .. shape.Steps.Select(static step => new GraphStepDocument(
            step.Name,
            step.Kind.ToString().ToLowerInvariant(),
            $"{step.OutputType}",
            step.Inputs,
            step.Policy?.Route,
            step.Branches.IsEmpty ? null : [.. step.Branches.Select(static branch => new GraphBranchDocument(branch.Label, branch.Shape.Output, Of(branch.Shape)))])),
    ];
}

/// <summary>A graph within a step.</summary>
internal sealed record GraphBranchDocument(string Label, string Output, IReadOnlyList<GraphStepDocument> Steps);
