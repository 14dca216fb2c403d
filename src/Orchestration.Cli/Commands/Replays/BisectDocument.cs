using Orchestration.Evals.Reruns;
using Orchestration.Evals.Scorers;

namespace Orchestration.Cli.Commands.Replays;

/// <summary>What <c>replay bisect --json</c> writes; without an outcome where it was cancelled.</summary>
internal sealed record BisectDocument(string Graph, BisectOutcome? Outcome, int? FirstBad, int? LastGood, string? Summary, decimal SpentUsd, IReadOnlyList<BisectProbeDocument> Versions)
{
    public static BisectDocument Of(string graph, BisectReport? report, IReadOnlyList<BisectProbe> probes) => new(
        graph,
        report?.Outcome,
        report?.FirstBad,
        report?.LastGood,
        report?.Summary,
        probes.Sum(static probe => probe.SpentUsd),
        [.. probes.Select(static probe => new BisectProbeDocument(probe.Version, probe.IsBad, probe.SpentUsd, [.. probe.Scores.Select(static score => new ScoreDocument(score.Kind, score.Value, score.Reason))]))]);
}

/// <summary>One version of a <see cref="BisectDocument"/>.</summary>
internal sealed record BisectProbeDocument(int Version, bool? IsBad, decimal SpentUsd, IReadOnlyList<ScoreDocument> Scores);

/// <summary>One run's score.</summary>
internal sealed record ScoreDocument(ScoreKind Kind, double Value, string Reason);
