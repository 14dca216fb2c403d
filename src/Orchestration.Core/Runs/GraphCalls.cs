using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Runs;

/// <summary>Replays a run of a graph that is known by its name alone.</summary>
internal sealed class ReplayOf(Orchestrator orchestrator, RunId run, CancellationToken cancellationToken) : IGraphVisitor<Task<RunResult>>
{
    public async Task<RunResult> Visit<TIn, TOut>(Graph<TIn, TOut> graph) => await orchestrator.ReplayAsync(graph, run, cancellationToken).ConfigureAwait(false);
}

/// <summary>Resumes a run of a graph that is known by its name alone.</summary>
internal sealed class ResumeOf(Orchestrator orchestrator, RunId run, RunOptions? options, CancellationToken cancellationToken) : IGraphVisitor<Task<RunResult>>
{
    public async Task<RunResult> Visit<TIn, TOut>(Graph<TIn, TOut> graph) => await orchestrator.ResumeAsync(graph, run, options, cancellationToken).ConfigureAwait(false);
}

/// <summary>Runs a graph, or one step of it, on an input that is JSON.</summary>
internal sealed class RunOnJson(Orchestrator orchestrator, JsonBytes input, RunOptions? options, (StepTarget Target, RecordedAnswers Answers)? step, CancellationToken cancellationToken) : IGraphVisitor<Task<RunResult>>
{
    public async Task<RunResult> Visit<TIn, TOut>(Graph<TIn, TOut> graph) =>
        step is { } only
            ? await orchestrator.RunStepAsync(graph, Read<TIn>(graph, input), options, only.Target, only.Answers, cancellationToken).ConfigureAwait(false)
            : await orchestrator.RunAsync(graph, Read<TIn>(graph, input), options, cancellationToken).ConfigureAwait(false);

    private static TIn Read<TIn>(Graph graph, JsonBytes input)
    {
        if (graph.InputContract is not JsonTypeInfo<TIn> contract)
        {
            throw new ArgumentException($"The input type {typeof(TIn)} of graph '{graph.Name}' has no JSON contract. Give Graph.Define a JsonSerializerContext that knows it.", nameof(input));
        }

        try
        {
            return JsonSerializer.Deserialize(input.Utf8.Span, contract)!;
        }
        catch (JsonException e)
        {
            var place = FormattableString.Invariant($"{(e.Path is { Length: > 0 } path ? path : "$")}, line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}");
            throw new ArgumentException($"The JSON is not an input of graph '{graph.Name}', a {typeof(TIn).Name}, at {place}: {e.Message}", nameof(input), e);
        }
    }
}
