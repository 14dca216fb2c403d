using System.Security.Cryptography;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Runs;

/// <summary>Verifies recorded runs: executes their graph again on the recorded answers, calling no model, and compares every request.</summary>
/// <remarks>
/// The replay is a run of its own and is recorded where the orchestrator writes. Against a log that is only read, give the orchestrator an <see cref="OverlayAuditLog"/>. The log does not
/// hold the outputs of pure steps: a change of code that no later request shows is not seen.
/// </remarks>
public static class RunVerifier
{
    /// <summary>Verifies one run.</summary>
    /// <param name="orchestrator">With the graphs of now, reading <paramref name="log"/>.</param>
    /// <param name="log">The log that holds the run.</param>
    /// <param name="run">The recorded run.</param>
    /// <param name="options">Which graph. <see langword="null"/> = the recorded one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RunNotFoundException">The log does not hold the run, or no such graph is registered.</exception>
    public static async Task<RunVerification> VerifyAsync(this IOrchestrator orchestrator, IAuditLog log, RunId run, VerifyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        ArgumentNullException.ThrowIfNull(log);
        options ??= new VerifyOptions();
        var recorded = await VerifiedRun.LoadAsync(log, run, cancellationToken).ConfigureAwait(false);
        if (recorded.Start.OnlyStep is { } only)
        {
            return NotVerifiable(run, $"it ran step '{only}' alone, on answers that its own records do not hold. Verify the run it was made of.");
        }

        var graph = options.Graph ?? Find(orchestrator.Graphs, recorded.Start)
            ?? throw new RunNotFoundException(run, $"its graph '{recorded.Start.Graph}' is not registered. Add it with AddGraph, or give the graph in VerifyOptions.");
        var notes = recorded.Notes(graph, options.Profiles);
        try
        {
            var replay = await graph.Accept(new ReplayAs(orchestrator, run, cancellationToken)).ConfigureAwait(false);
            var divergence = recorded.After(replay);
            return new RunVerification
            {
                Run = run, Outcome = divergence is null ? VerificationOutcome.Holds : VerificationOutcome.Diverged, Replay = replay.Run, Divergence = divergence, Notes = notes,
            };
        }
        catch (ReplayDivergenceException e)
        {
            return recorded.EndsAt(e.Divergence) is { } end
                ? new RunVerification { Run = run, Outcome = VerificationOutcome.Holds, Notes = notes.Add(new VerificationNote(null, end)) }
                : new RunVerification { Run = run, Outcome = VerificationOutcome.Diverged, Divergence = Explain(graph, e.Divergence), Notes = notes };
        }
    }

    /// <summary>Verifies many runs, such as a sample. What cannot be executed again is counted, not thrown.</summary>
    /// <param name="orchestrator">As above.</param>
    /// <param name="log">As above.</param>
    /// <param name="runs">The recorded runs.</param>
    /// <param name="options">As above.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<VerificationSummary> VerifyAsync(this IOrchestrator orchestrator, IAuditLog log, IReadOnlyList<RunId> runs, VerifyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var results = new RunVerification[runs.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options?.MaxConcurrency ?? new VerifyOptions().MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, runs.Count, parallel, async (i, token) =>
        {
            try
            {
                results[i] = await orchestrator.VerifyAsync(log, runs[i], options, token).ConfigureAwait(false);
            }
            catch (RunNotFoundException e)
            {
                results[i] = NotVerifiable(runs[i], e.Message);
            }
        }).ConfigureAwait(false);
        return new VerificationSummary { Runs = [.. results] };
    }

    private static RunVerification NotVerifiable(RunId run, string why) =>
        new() { Run = run, Outcome = VerificationOutcome.NotVerifiable, Notes = [new VerificationNote(null, why)] };

    private static Graph? Find(IReadOnlyList<Graph> graphs, RunStartedRecord start) =>
        graphs.FirstOrDefault(graph => graph.Name == start.Graph && graph.Version == start.Version)
        ?? graphs.Where(graph => graph.Name == start.Graph).MaxBy(static graph => graph.Version);

    private static VerifiedDivergence Explain(Graph graph, Divergence divergence)
    {
        var (reason, evidence) = divergence.RecordedHash is null
            ? (DivergenceReason.Code, "the run came to its end without this step: the graph has gained it, or code now lets it run")
            : RequestDifference.Classify(graph, divergence);
        return new VerifiedDivergence
        {
            Step = divergence.Step,
            RecordedHash = divergence.RecordedHash,
            ActualHash = divergence.Actual.IsEmpty ? null : HashOf(divergence.Actual),
            Diff = divergence.Recorded.IsEmpty || divergence.Actual.IsEmpty ? [] : LineDiff.OfJson(divergence.Recorded, divergence.Actual),
            Reason = reason,
            Evidence = evidence,
        };
    }

    internal static string HashOf(JsonBytes request) => Convert.ToHexStringLower(SHA256.HashData(request.Utf8.Span));

    /// <summary>Replays a run as a graph whose types the caller does not know.</summary>
    private sealed class ReplayAs(IOrchestrator orchestrator, RunId run, CancellationToken cancellationToken) : IGraphVisitor<Task<RunResult>>
    {
        public async Task<RunResult> Visit<TIn, TOut>(Graph<TIn, TOut> graph) => await orchestrator.ReplayAsync(graph, run, cancellationToken).ConfigureAwait(false);
    }
}
