using System.Text.Json;
using Orchestration.Graphs;
using Orchestration.Models;

namespace Orchestration.Replay;

/// <summary>Tells from two canonical requests, and from the graph around the step, what has most likely changed.</summary>
internal static class RequestDifference
{
    public static (DivergenceReason Reason, string Evidence) Classify(Graph graph, Divergence divergence)
    {
        if (divergence.Recorded.IsEmpty || divergence.Actual.IsEmpty)
        {
            return ByStructure(graph, divergence.Step, "only the hash of the recorded request is in the log");
        }

        var changed = ChangedMembers(divergence.Recorded, divergence.Actual);
        return changed.Contains("format") ? (DivergenceReason.Schema, "the request's output format differs")
            : changed.Find(static name => name is not ("messages" or "instructions")) is { } option ? (DivergenceReason.Policy, $"the request's member '{option}' differs")
            : ByStructure(graph, divergence.Step, "only the request's texts differ");
    }

    private static (DivergenceReason, string) ByStructure(Graph graph, string step, string seen) => StepPaths.FeedingCode(graph.Shape, step) is { } code
        ? (DivergenceReason.Code, $"{seen}, and the step depends on the pure step '{code}'")
        : (DivergenceReason.Prompt, $"{seen}, and the step depends on recorded values alone");

    private static List<string> ChangedMembers(JsonBytes recorded, JsonBytes actual)
    {
        using var before = JsonDocument.Parse(recorded.Utf8);
        using var after = JsonDocument.Parse(actual.Utf8);
        var names = before.RootElement.EnumerateObject().Concat(after.RootElement.EnumerateObject()).Select(static member => member.Name).Distinct(StringComparer.Ordinal);
        return [.. names.Where(name => !(before.RootElement.TryGetProperty(name, out var old) && after.RootElement.TryGetProperty(name, out var now) && JsonElement.DeepEquals(old, now)))];
    }
}
