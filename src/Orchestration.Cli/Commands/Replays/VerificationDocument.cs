using Orchestration.Models;
using Orchestration.Replay;
using Orchestration.Runs;

namespace Orchestration.Cli.Commands.Replays;

/// <summary>What <c>replay verify RUN --json</c> writes.</summary>
internal sealed record VerificationDocument(RunId Run, VerificationOutcome Outcome, DivergenceDocument? Divergence, IReadOnlyList<VerificationNote> Notes)
{
    public static VerificationDocument Of(RunVerification verified) =>
        new(verified.Run, verified.Outcome, verified.Divergence is { } divergence ? DivergenceDocument.Of(divergence) : null, verified.Notes);
}

/// <summary>The first divergence of a <see cref="VerificationDocument"/>.</summary>
internal sealed record DivergenceDocument(string Step, DivergenceReason Reason, string Evidence, string? RecordedHash, string? ActualHash, IReadOnlyList<DiffLine> Diff)
{
    public static DivergenceDocument Of(VerifiedDivergence divergence) =>
        new(divergence.Step, divergence.Reason, divergence.Evidence, divergence.RecordedHash, divergence.ActualHash, divergence.Diff);
}

/// <summary>What <c>replay verify --json</c> writes of a sample.</summary>
/// <param name="Population">Runs in the window.</param>
/// <param name="Partial">Whether it was cancelled.</param>
/// <param name="Held">Runs that hold.</param>
/// <param name="Diverged">Runs that diverged.</param>
/// <param name="NotVerifiable">Runs that cannot be executed again.</param>
/// <param name="Divergences">By reason and step, the most frequent first.</param>
/// <param name="Runs">All that were verified.</param>
internal sealed record VerificationsDocument(
    int Population, bool Partial, int Held, int Diverged, int NotVerifiable, IReadOnlyList<DivergenceCount> Divergences, IReadOnlyList<VerificationDocument> Runs)
{
    public static VerificationsDocument Of(VerificationSummary summary, int population, bool isPartial) => new(
        population,
        isPartial,
        summary.Held,
        summary.Diverged,
        summary.NotVerifiable,
        DivergenceCount.Of(summary),
        [.. summary.Runs.Select(VerificationDocument.Of)]);
}

/// <summary>Divergences of one reason at one step.</summary>
/// <param name="Reason">What has most likely changed.</param>
/// <param name="Step">The step's path, without the places in a list.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Example">One of them.</param>
internal sealed record DivergenceCount(DivergenceReason Reason, string Step, int Runs, RunId Example)
{
    public static IReadOnlyList<DivergenceCount> Of(VerificationSummary summary) =>
    [
        .. summary.Divergences.Select(group => new DivergenceCount(
            group.Reason,
            group.Step,
            group.Runs,
            summary.Runs.First(run => run.Divergence is { } divergence && divergence.Reason == group.Reason && VerifiedRun.WithoutIndices(divergence.Step) == group.Step).Run)),
    ];
}
