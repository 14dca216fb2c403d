using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Replay;

namespace Orchestration.Runs;

/// <summary>Runs graphs, and runs them again from the audit log. Safe for use by many threads; one instance serves an application.</summary>
public interface IOrchestrator
{
    /// <summary>The policy of steps that have none of their own.</summary>
    StepPolicy DefaultPolicy { get; }

    /// <summary>Runs a graph to its end.</summary>
    /// <param name="graph">What to run.</param>
    /// <param name="input">Recorded as JSON in the audit log.</param>
    /// <param name="options">Tenant, deadline, budget. <see langword="null"/> = none of these.</param>
    /// <param name="cancellationToken">Stops the run; what was consumed by then is audited.</param>
    /// <returns>Output or failure, and totals. A failed run does not throw here but at <see cref="RunResult{TOut}.Value"/>.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="GraphDefinitionException">The graph names a route that is not registered.</exception>
    Task<RunResult<TOut>> RunAsync<TIn, TOut>(Graph<TIn, TOut> graph, TIn input, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The graphs registered with <c>AddGraph</c>, all their versions.</summary>
    IReadOnlyList<Graph> Graphs { get; }

    /// <summary>As <see cref="RunAsync{TIn, TOut}"/>, for a graph whose types the caller does not know: golden sets and the log hold inputs as JSON.</summary>
    /// <param name="graph">What to run.</param>
    /// <param name="input">The input as JSON, by the graph's contract.</param>
    /// <param name="options">Tenant, deadline, budget. <see langword="null"/> = none of these.</param>
    /// <param name="cancellationToken">Stops the run; what was consumed by then is audited.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not an input of the graph; the message says where.</exception>
    Task<RunResult> RunAsync(Graph graph, JsonBytes input, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Runs one step of a graph, on recorded answers for the steps before it: none of those calls a model, and what comes after is not run.</summary>
    /// <param name="graph">The graph as it is now.</param>
    /// <param name="step">The step's path, such as <c>sections[3]/write</c>; an <c>Ask</c>.</param>
    /// <param name="input">The run's input as JSON.</param>
    /// <param name="answers">What the steps before it answered. They are taken whatever those steps would ask now.</param>
    /// <param name="options">Tenant, deadline, budget. <see langword="null"/> = none of these.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The result; its output is the step's.</returns>
    /// <exception cref="ReplayDivergenceException">A step before it has no recorded answer.</exception>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not an input of the graph, or the run came to its end without the step.</exception>
    Task<RunResult> RunStepAsync(Graph graph, string step, JsonBytes input, RecordedAnswers answers, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Runs a graph and yields what happens, as it happens; the last event is <see cref="RunEnded{TOut}"/>.</summary>
    /// <remarks>
    /// The reader sets the pace: a slow one slows the models down instead of growing memory. Leaving the <c>await foreach</c> cancels the run. A failed run does not
    /// throw here: its last event carries the failure.
    /// </remarks>
    /// <inheritdoc cref="RunAsync" path="/param|/exception"/>
    IAsyncEnumerable<RunEvent> StreamAsync<TIn, TOut>(Graph<TIn, TOut> graph, TIn input, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Runs a recorded run again with the answers in the log: no model is called, nothing is spent, and the output is the same.</summary>
    /// <param name="graph">The graph as it is now. Where its prompts have changed since, the replay ends in a <see cref="ReplayDivergenceException"/>.</param>
    /// <param name="run">The recorded run. The replay is a run of its own that refers to it.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <exception cref="ReplayDivergenceException">A step's prompt is not the recorded one, or the log has no answer for it.</exception>
    /// <exception cref="RunNotFoundException">The log does not hold the run, or holds it for another graph.</exception>
    Task<RunResult<TOut>> ReplayAsync<TIn, TOut>(Graph<TIn, TOut> graph, RunId run, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ReplayAsync{TIn, TOut}"/>, for a graph registered with <c>AddGraph</c>, found by the name in the log.</summary>
    Task<RunResult> ReplayAsync(RunId run, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ReplayAsync{TIn, TOut}"/>, yielding the same pieces of text that were streamed then.</summary>
    IAsyncEnumerable<RunEvent> StreamReplayAsync<TIn, TOut>(Graph<TIn, TOut> graph, RunId run, CancellationToken cancellationToken = default);

    /// <summary>Goes on with a run that was cut off by a crash, failed or was cancelled: what the log holds is used, what is missing is asked and paid for.</summary>
    /// <remarks>The caller sees to it that no other process still works on the run.</remarks>
    /// <param name="graph">The graph as it is now.</param>
    /// <param name="run">The recorded run; it keeps its name.</param>
    /// <param name="options">Deadline, budget. What was spent before counts; the tenant is the recorded one.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ReplayDivergenceException">A step that has an answer in the log has another prompt now.</exception>
    /// <exception cref="RunNotFoundException">The log does not hold the run, or holds it for another graph.</exception>
    Task<RunResult<TOut>> ResumeAsync<TIn, TOut>(Graph<TIn, TOut> graph, RunId run, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ResumeAsync{TIn, TOut}"/>, yielding what happens as <see cref="StreamAsync"/> does: answers in the log are streamed in their pieces.</summary>
    IAsyncEnumerable<RunEvent> StreamResumeAsync<TIn, TOut>(Graph<TIn, TOut> graph, RunId run, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ResumeAsync{TIn, TOut}"/>, for a graph registered with <c>AddGraph</c>, found by the name in the log.</summary>
    Task<RunResult> ResumeAsync(RunId run, RunOptions? options = null, CancellationToken cancellationToken = default);
}
