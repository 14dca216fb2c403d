using System.Collections.Immutable;
using Orchestration.Evals.Scorers;
using Orchestration.Policies;

namespace Orchestration.Evals.Reruns;

/// <summary>What is tried on a sample of recorded traffic.</summary>
public sealed record WhatIfOptions
{
    /// <summary>Which traffic.</summary>
    public TrafficOptions Traffic { get; init; } = new();

    /// <inheritdoc cref="RerunOptions.Model"/>
    public string? Model { get; init; }

    /// <inheritdoc cref="RerunOptions.GraphVersion"/>
    public int? GraphVersion { get; init; }

    /// <summary>How many runs are done again.</summary>
    /// <value>100 by default. Drawn by the hash of the run and <see cref="Seed"/>: the same each time, and a larger sample holds a smaller one.</value>
    public int Sample { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Sample is at least 1."); } = 100;

    /// <summary>Draws another sample.</summary>
    public string Seed { get; init; } = "1";

    /// <summary>The most that all reruns may spend together; judges are not counted.</summary>
    public required Budget Budget { get; init; }

    /// <summary>How many reruns are under way at once.</summary>
    /// <value>4 by default.</value>
    public int MaxConcurrency { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxConcurrency is at least 1."); } = 4;

    /// <summary>Who judges the outputs of both sides. Only scorers that need no reference have anything to say.</summary>
    public ImmutableArray<IScorer> Scorers { get; init; } = [];

    /// <summary>The application's services, for scorers that are bound to them.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>How sure the intervals are.</summary>
    /// <value>Between 0 and 1; 0.95 by default.</value>
    public double Confidence { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Confidence lies between 0 and 1."); } = 0.95;
}
