using System.Collections.Immutable;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Runs;

/// <summary>Whether the code of now, given the answers in the log, still does what a recorded run did.</summary>
public sealed record RunVerification
{
    /// <summary>The recorded run.</summary>
    public required RunId Run { get; init; }

    /// <inheritdoc cref="VerificationOutcome"/>
    public required VerificationOutcome Outcome { get; init; }

    /// <summary>The run that re-executed it; <see langword="null"/> unless it came to its end.</summary>
    public RunId? Replay { get; init; }

    /// <summary>The first divergence; <see langword="null"/> unless there is one.</summary>
    public VerifiedDivergence? Divergence { get; init; }

    /// <summary>What has changed without making the run diverge, and how far the verification reaches.</summary>
    public ImmutableArray<VerificationNote> Notes { get; init; } = [];
}

/// <summary>How a verification ended.</summary>
public enum VerificationOutcome
{
    /// <summary>Every request is the recorded one, as far as the run went.</summary>
    Holds,

    /// <summary>A step asks something else, or does not run any more, or cannot read its recorded answer.</summary>
    Diverged,

    /// <summary>The run cannot be executed again; a note says why.</summary>
    NotVerifiable,
}

/// <summary>Where a run of now parts from the recorded one.</summary>
public sealed record VerifiedDivergence
{
    /// <summary>The step's path.</summary>
    public required string Step { get; init; }

    /// <summary>SHA-256 of the recorded request, in lower-case hex; <see langword="null"/> when the log has none for the step.</summary>
    public string? RecordedHash { get; init; }

    /// <summary>SHA-256 of the request that the step makes now; <see langword="null"/> when it makes none.</summary>
    public string? ActualHash { get; init; }

    /// <summary>The requests, compared; empty unless both are known.</summary>
    public ImmutableArray<DiffLine> Diff { get; init; } = [];

    /// <summary>What has most likely changed.</summary>
    public required DivergenceReason Reason { get; init; }

    /// <summary>What that is taken from, in a sentence.</summary>
    public required string Evidence { get; init; }
}

/// <summary>A difference that does not make a run diverge.</summary>
/// <param name="Reason">What it is of; <see langword="null"/> when it is about the verification itself.</param>
/// <param name="Message">What differs, in a sentence.</param>
public sealed record VerificationNote(DivergenceReason? Reason, string Message);

/// <summary>How runs are verified.</summary>
public sealed record VerifyOptions
{
    /// <summary>The graph to execute.</summary>
    /// <value><see langword="null"/>, the default, means the registered graph of the recorded name and version or, if that is not registered any more, the newest.</value>
    public Graph? Graph { get; init; }

    /// <summary>What is known of a model now, by the name it is registered by, to compare its price with the recorded one.</summary>
    /// <value><see langword="null"/>, the default, means that prices are not compared.</value>
    public Func<string, ModelProfile?>? Profiles { get; init; }

    /// <summary>How many runs of a sample are verified at once.</summary>
    /// <value>4 by default.</value>
    public int MaxConcurrency { get; init; } = 4;
}

/// <summary>What came of verifying many runs.</summary>
public sealed record VerificationSummary
{
    /// <summary>All of them, in the order they were given in.</summary>
    public required ImmutableArray<RunVerification> Runs { get; init; }

    /// <summary>How many hold.</summary>
    public int Held => Runs.Count(static run => run.Outcome == VerificationOutcome.Holds);

    /// <summary>How many diverged.</summary>
    public int Diverged => Runs.Count(static run => run.Outcome == VerificationOutcome.Diverged);

    /// <summary>How many could not be executed again.</summary>
    public int NotVerifiable => Runs.Count(static run => run.Outcome == VerificationOutcome.NotVerifiable);

    /// <summary>The divergences by reason and by step without its indices, the most frequent first.</summary>
    public ImmutableArray<(DivergenceReason Reason, string Step, int Runs)> Divergences =>
    [
        .. Runs.Select(static run => run.Divergence).OfType<VerifiedDivergence>()
            .GroupBy(static divergence => (divergence.Reason, Step: VerifiedRun.WithoutIndices(divergence.Step)))
            .Select(static group => (group.Key.Reason, group.Key.Step, Runs: group.Count()))
            .OrderByDescending(static group => group.Runs).ThenBy(static group => group.Step, StringComparer.Ordinal),
    ];
}
