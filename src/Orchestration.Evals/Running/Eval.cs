using System.Collections.Immutable;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Scorers;
using Orchestration.Policies;

namespace Orchestration.Evals.Running;

/// <summary>What is evaluated, on which cases, by whom, and how the build is decided. Immutable; register it with <c>AddEval</c>.</summary>
/// <remarks>Beside <see cref="Scorers"/>, each case's own expectations are scored (see <see cref="GoldenSets.GoldenCase.Expect"/>): an eval may have no code at all.</remarks>
/// <example>
/// <code>
/// builder.AddEval(new Eval { Name = "article", Graph = "article", GoldenSet = "evals/article.yaml", Scorers = [Scorer.Citations("sources")] });
/// </code>
/// </example>
public sealed record Eval
{
    /// <summary>What commands and files know it by.</summary>
    public required string Name { get; init; }

    /// <summary>The name of a registered graph; its newest version is run unless told otherwise.</summary>
    public required string Graph { get; init; }

    /// <summary>The path of one step, run on each case's recorded answers for those before it.</summary>
    /// <value><see langword="null"/>, the default, means the whole graph.</value>
    public string? Step { get; init; }

    /// <summary>The file or folder of the golden set, relative to the folder that the eval is run in.</summary>
    public required string GoldenSet { get; init; }

    /// <summary>Scorers of all cases.</summary>
    public ImmutableArray<IScorer> Scorers { get; init; } = [];

    /// <inheritdoc cref="GateRules"/>
    public GateRules Gate { get; init; } = new();

    /// <summary>The file of accepted results.</summary>
    /// <value><see langword="null"/>, the default, means beside the golden set: <c>article.yaml</c> has <c>article.baseline.json</c>.</value>
    public string? Baseline { get; init; }

    /// <summary>The folder of recorded responses.</summary>
    /// <value><see langword="null"/>, the default, means beside the golden set: <c>article.yaml</c> has <c>article.cassette</c>.</value>
    public string? Cassette { get; init; }

    /// <summary>How often each case is run.</summary>
    /// <value>3 by default.</value>
    public int Repeats { get; init; } = 3;

    /// <summary>How many cases are under way at once.</summary>
    /// <value>8 by default.</value>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>How many runs may start a minute.</summary>
    /// <value><see langword="null"/>, the default, means no limit but those of the models.</value>
    public int? RunsPerMinute { get; init; }

    /// <summary>The most that all runs and judges of one evaluation may spend together. A scorer of the application's own that pays for models keeps to it by <see cref="ScoredOutput.Options"/>.</summary>
    /// <value><see langword="null"/>, the default, means no cap.</value>
    public Budget? Budget { get; init; }
}
