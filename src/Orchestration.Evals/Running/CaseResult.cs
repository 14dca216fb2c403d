using System.Collections.Immutable;
using Orchestration.Evals.Scorers;
using Orchestration.Models;

namespace Orchestration.Evals.Running;

/// <summary>What came of one repeat of one case under one variant: one line of a results file.</summary>
public sealed record CaseResult
{
    /// <summary>The case's id.</summary>
    public required string Case { get; init; }

    /// <summary>The case's hash.</summary>
    public required string CaseHash { get; init; }

    /// <summary>The variant, as <see cref="EvalVariant.ToString"/> writes it.</summary>
    public required string Variant { get; init; }

    /// <summary>Whether the run and all its scores could be judged.</summary>
    internal bool IsJudged => Outcome != CaseOutcome.Error && Scores.Values.All(static score => score.Kind != ScoreKind.Error);

    /// <summary>Which repeat, from 1.</summary>
    public required int Repeat { get; init; }

    /// <inheritdoc cref="CaseOutcome"/>
    public required CaseOutcome Outcome { get; init; }

    /// <summary>By metric. Of a run that failed, each metric of the eval is scored 0, with the failure as its reason.</summary>
    public ImmutableSortedDictionary<string, Score> Scores { get; init; } = ImmutableSortedDictionary.Create<string, Score>(StringComparer.Ordinal);

    /// <summary>The output as JSON; empty where there is none.</summary>
    public JsonBytes Output { get; init; }

    /// <summary>What went wrong; <see langword="null"/> if nothing did.</summary>
    public string? Error { get; init; }

    /// <inheritdoc cref="RunFigures"/>
    public required RunFigures Run { get; init; }

    /// <summary>US dollars that were really paid for it, judges included: less than <see cref="RunFigures.CostUsd"/> tells where answers came from a cassette.</summary>
    public decimal SpentUsd { get; init; }

    /// <summary>The model that answered each step, by the step's path without indices; of several, that of the last item.</summary>
    public ImmutableSortedDictionary<string, string> Models { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The case's tags.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The case's weight.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Whether every repeat must pass.</summary>
    public bool Critical { get; init; }
}

/// <summary>How a case's run ended, for the eval.</summary>
public enum CaseOutcome
{
    /// <summary>There is an output, and it was scored; single scores may still be errors.</summary>
    Scored,

    /// <summary>The run failed by its own doing, such as an answer that stayed invalid or was refused: all scores are 0.</summary>
    Failed,

    /// <summary>The run could not be judged, since a provider, the network, a limit or a missing recording was in the way: neither a pass nor a fail.</summary>
    Error,
}
