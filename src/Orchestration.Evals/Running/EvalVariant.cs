namespace Orchestration.Evals.Running;

/// <summary>One column of a matrix: which graph in which version, on which model. Another prompt is another graph, or another version of it.</summary>
/// <param name="Graph">The graph's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Model">The route or model that all steps are sent to; <see langword="null"/> leaves each step its own.</param>
public sealed record EvalVariant(string Graph, int Version, string? Model = null)
{
    /// <summary>As people and files write it: <c>article@2</c> or <c>article@2 on gpt-5-mini</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Graph}@{Version}{(Model is null ? string.Empty : $" on {Model}")}");
}
