using Orchestration.Graphs;
using Orchestration.Models;

namespace Orchestration.Runs;

/// <summary>A graph that can be found by the name in the log, with its types kept.</summary>
internal abstract class GraphRegistration(Graph graph)
{
    public Graph Graph { get; } = graph;

    public abstract Task<RunResult> ReplayAsync(IOrchestrator orchestrator, RunId run, CancellationToken cancellationToken);

    public abstract Task<RunResult> ResumeAsync(IOrchestrator orchestrator, RunId run, RunOptions? options, CancellationToken cancellationToken);
}

internal sealed class GraphRegistration<TIn, TOut>(Graph<TIn, TOut> graph) : GraphRegistration(graph)
{
    public override async Task<RunResult> ReplayAsync(IOrchestrator orchestrator, RunId run, CancellationToken cancellationToken) =>
        await orchestrator.ReplayAsync(graph, run, cancellationToken).ConfigureAwait(false);

    public override async Task<RunResult> ResumeAsync(IOrchestrator orchestrator, RunId run, RunOptions? options, CancellationToken cancellationToken) =>
        await orchestrator.ResumeAsync(graph, run, options, cancellationToken).ConfigureAwait(false);
}
