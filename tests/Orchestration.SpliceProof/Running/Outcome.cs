using Orchestration.Models;
using Orchestration.SpliceProof.Cases;
using Orchestration.SpliceProof.Checking;

namespace Orchestration.SpliceProof.Running;

/// <summary>What became of a case.</summary>
internal sealed record Outcome
{
    public required Kill Kill { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>What the reader has at the end.</summary>
    public required string Delivered { get; init; }

    /// <summary>Why the run failed; <see langword="null"/> = it did not.</summary>
    public FailureReason? Failure { get; init; }

    /// <summary>Whether the run has no output.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Requests in all.</summary>
    public int Requests { get; init; }

    /// <summary>Requests that asked to carry on.</summary>
    public int Continuations { get; init; }

    /// <summary>Times the reader was told to discard what it had.</summary>
    public int Restarts { get; init; }

    /// <summary>Times two legs were joined.</summary>
    public int Splices { get; init; }

    /// <summary>What happened, for a case that is run alone.</summary>
    public IReadOnlyList<string> Story { get; init; } = [];

    public bool IsBroken => Verdict.Finding != Finding.Clean;

    /// <summary>Whether more than one successor had to be asked though none of them died.</summary>
    public bool NeededSecondTry => Continuations > 1 && Kill.SecondDeath is null;
}
