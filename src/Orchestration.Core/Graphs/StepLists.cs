namespace Orchestration.Graphs;

internal static class StepLists
{
    /// <summary>The handles of a list form, untyped.</summary>
    public static IStep[] AtLeastOne<T>(this IReadOnlyList<Step<T>> inputs, GraphBuilder g, string name) =>
        inputs.Count > 0 ? [.. inputs] : throw g.Fault(name, "the list of inputs is empty; a step takes at least one.");
}
