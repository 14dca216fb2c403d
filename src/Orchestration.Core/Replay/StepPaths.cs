using Orchestration.Graphs;

namespace Orchestration.Replay;

/// <summary>Finds steps in a graph by their paths in the log, and what feeds them.</summary>
internal static class StepPaths
{
    /// <summary>The pure step whose value reaches a step without a recorded one between; <see langword="null"/> if there is none, or no such step.</summary>
    public static string? FeedingCode(GraphShape graph, string path)
    {
        foreach (var step in graph.Steps)
        {
            if (step.Name == path)
            {
                return Feeding(graph, step);
            }

            foreach (var branch in step.Branches)
            {
                if (InBranch(step, branch, path) is { } rest)
                {
                    return FeedingCode(branch.Shape, rest) ?? Feeding(graph, step);
                }
            }
        }

        return null;
    }

    // What is left of the path within the branch.
    private static string? InBranch(StepShape step, BranchShape branch, string path)
    {
        if (!path.StartsWith(step.Name, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = path.AsSpan(step.Name.Length);
        if (step.Kind == StepKind.ForEach)
        {
            var end = rest.IndexOf("]/", StringComparison.Ordinal);
            return rest is ['[', ..] && end > 0 ? rest[(end + 2)..].ToString() : null;
        }

        var label = branch.Label.Length == 0 ? "/" : $"[{branch.Label}]/";
        return rest.StartsWith(label, StringComparison.Ordinal) ? rest[label.Length..].ToString() : null;
    }

    private static string? Feeding(GraphShape graph, StepShape step)
    {
        foreach (var name in step.Inputs)
        {
            if (graph.Steps.FirstOrDefault(other => other.Name == name) is { } input && Computed(input) is { } code)
            {
                return code;
            }
        }

        return null;
    }

    // The value of a graph within a step is its output step's.
    private static string? Computed(StepShape step) => step.Kind switch
    {
        StepKind.Compute => step.Name,
        StepKind.Ask or StepKind.Effect => null,
        _ => step.Branches.Select(static branch => branch.Shape.Steps.FirstOrDefault(inner => inner.Name == branch.Shape.Output)).OfType<StepShape>().Select(Computed).FirstOrDefault(static code => code is not null) is { } inner
            ? $"{step.Name}/{inner}"
            : null,
    };
}
