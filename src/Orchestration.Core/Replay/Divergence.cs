using Orchestration.Models;

namespace Orchestration.Replay;

/// <summary>A request that the log lacks: the step's prompt is not the one that was recorded.</summary>
/// <param name="Step">The step's path.</param>
/// <param name="RecordedHash">SHA-256 of the recorded request, in lower-case hex; <see langword="null"/> when the log has no answer for the step at all.</param>
/// <param name="Recorded">The recorded request; of a cache hit, the one that first got the answer. Empty if the log no longer holds it.</param>
/// <param name="Actual">The request that the step makes now.</param>
public sealed record Divergence(string Step, string? RecordedHash, JsonBytes Recorded, JsonBytes Actual);

/// <summary>A replay that cannot go on, since a step asks something else than was recorded.</summary>
public sealed class ReplayDivergenceException : OrchestrationException
{
    /// <param name="run">The recorded run, or the run on recorded answers.</param>
    /// <param name="divergence">The step and both requests.</param>
    /// <param name="target">The one step that was to run; <see langword="null"/> for a replay.</param>
    internal ReplayDivergenceException(RunId run, Divergence divergence, string? target = null)
        : base(target is not null
            ? $"Step '{target}' cannot be run on recorded answers: there is none for step '{divergence.Step}', which it depends on. Add it to the recorded answers."
            : divergence.RecordedHash is null
            ? $"Run {run} cannot be replayed: the log holds no answer for step '{divergence.Step}'. The run ended before it, or the graph has gained it since."
            : $"Run {run} cannot be replayed: step '{divergence.Step}' now makes another request than the recorded one. Both are in the exception's Divergence.")
    {
        (Run, Divergence) = (run, divergence);
    }

    /// <summary>The recorded run.</summary>
    public RunId Run { get; }

    /// <summary>The step and both requests.</summary>
    public Divergence Divergence { get; }
}

/// <summary>A run that the audit log does not hold, or not for this graph.</summary>
public sealed class RunNotFoundException : OrchestrationException
{
    internal RunNotFoundException(RunId run, string detail)
        : base($"Run {run} cannot be replayed or resumed: {detail}") => Run = run;

    /// <summary>The run asked for.</summary>
    public RunId Run { get; }
}
