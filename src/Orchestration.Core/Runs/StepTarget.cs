using System.Globalization;
using Orchestration.Graphs;
using Orchestration.Prompts;

namespace Orchestration.Runs;

/// <summary>The one step that a run is for, and the way to it through the frames.</summary>
/// <remarks>A frame on the way runs only what the next step on the way depends on, and ends with that; a frame off the way, as of an earlier <c>ForEach</c>, runs as ever, on recorded answers.</remarks>
internal sealed class StepTarget
{
    /// <param name="graph">The graph of the run.</param>
    /// <param name="step">The step's path.</param>
    /// <exception cref="ArgumentException">The graph has no such step, or it asks no model.</exception>
    public StepTarget(Graph graph, string step)
    {
        Path = step;
        if (Fault(graph, string.Empty) is { } fault)
        {
            throw new ArgumentException($"Of graph '{graph.Name}' no such step can be run: {fault}. Its steps that ask a model are: {string.Join(", ", AskPaths(graph, string.Empty))}.", nameof(step));
        }
    }

    public string Path { get; }

    /// <summary>The step's prompt, once it has been reached.</summary>
    public Prompt? Prompt { get; private set; }

    /// <summary>The step's output, once it has been reached.</summary>
    public object? Value { get; private set; }

    public void Reach(Prompt prompt, object? value) => (Prompt, Value) = (prompt, value);

    /// <summary>The step of a frame that leads to the target; <see langword="null"/> for a frame off the way.</summary>
    public string? NextIn(string frame)
    {
        if (frame.Length > 0 && !(Path.Length > frame.Length && Path.StartsWith(frame, StringComparison.Ordinal) && Path[frame.Length] == '/'))
        {
            return null;
        }

        var rest = Path.AsSpan(frame.Length == 0 ? 0 : frame.Length + 1);
        var end = rest.IndexOfAny('/', '[');
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    /// <summary>Whether the target stands within a step.</summary>
    public bool IsWithin(string step) => Path.Length > step.Length && Path.StartsWith(step, StringComparison.Ordinal) && (Path[step.Length] is '/' or '[');

    private string? Fault(Graph graph, string frame)
    {
        var name = NextIn(frame)!;
        var path = StepRunner.PathOf(frame, name);
        if (graph.Plan.Steps.FirstOrDefault(step => step.Name == name) is not { } step)
        {
            return $"there is no step '{path}'";
        }

        if (path == Path)
        {
            return step is AskNode ? null : $"'{path}' asks no model";
        }

        // An item's index stands where a branch has its label; any will do here.
        var inner = Path.AsSpan(path.Length);
        var label = inner[0] == '[' && inner.IndexOf(']') is var close and > 0 ? inner[1..close].ToString() : string.Empty;
        var branch = step.Kind == StepKind.ForEach
            ? int.TryParse(label, CultureInfo.InvariantCulture, out _) ? step.Branches[0] : null
            : step.Branches.FirstOrDefault(branch => branch.Label == label);
        return branch is null ? $"'{path}' leads nowhere that '{Path}' names" : Fault(branch.Graph, label.Length == 0 ? path : $"{path}[{label}]");
    }

    private static IEnumerable<string> AskPaths(Graph graph, string frame) => graph.Plan.Steps.SelectMany(step =>
    {
        var path = StepRunner.PathOf(frame, step.Name);
        return step.Kind == StepKind.Ask
            ? [path]
            : step.Branches.SelectMany(branch => AskPaths(branch.Graph, step.Kind == StepKind.ForEach ? $"{path}[0]" : branch.Label.Length == 0 ? path : $"{path}[{branch.Label}]"));
    });
}
