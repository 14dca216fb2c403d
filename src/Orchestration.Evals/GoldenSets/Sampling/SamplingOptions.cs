using System.Collections.Immutable;
using Orchestration.Evals.GoldenSets.Redaction;
using Orchestration.Models;

namespace Orchestration.Evals.GoldenSets.Sampling;

/// <summary>By what runs are told apart, so that rare ones are sampled too.</summary>
public enum Stratum
{
    /// <summary>The graph.</summary>
    Graph,

    /// <summary>The step that was completed.</summary>
    Step,

    /// <summary>The model that was asked.</summary>
    Model,

    /// <summary>Whose run it was.</summary>
    Tenant,

    /// <summary>Why a step failed for good.</summary>
    Failure,

    /// <summary>A recorded score below <see cref="SamplingOptions.LowScore"/>, by metric.</summary>
    LowScore,

    /// <summary>Refused for its budget, or above <see cref="SamplingOptions.NearBudgetUsd"/>.</summary>
    NearBudget,
}

/// <summary>Which recorded runs become cases, and how.</summary>
public sealed record SamplingOptions
{
    /// <summary>Whose runs; empty for an application without tenants. Required unless <see cref="AllTenants"/> is set.</summary>
    public string? Tenant { get; init; }

    /// <summary>Whether the runs of all tenants may come together in one golden set.</summary>
    /// <value>False by default.</value>
    public bool AllTenants { get; init; }

    /// <summary>Runs of this graph only.</summary>
    public string? Graph { get; init; }

    /// <summary>The step that the cases are of, such as <c>sections/draft</c> for all of <c>sections[3]/draft</c>; <see langword="null"/> for whole graphs.</summary>
    public string? Step { get; init; }

    /// <summary>Runs that were started at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Runs that were started before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The strata. A run that is in several is taken once.</summary>
    /// <value>By graph, by default.</value>
    public ImmutableArray<Stratum> Strata { get; init; } = [Stratum.Graph];

    /// <summary>How many cases of each stratum.</summary>
    /// <value>10 by default.</value>
    public int PerStratum { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "PerStratum is at least 1."); } = 10;

    /// <summary>How many cases in all; the strata take turns.</summary>
    /// <value>200 by default.</value>
    public int MaxCases { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxCases is at least 1."); } = 200;

    /// <summary>The score below which a run is of the stratum <see cref="Stratum.LowScore"/>.</summary>
    /// <value>0.5 by default.</value>
    public double LowScore { get; init; } = 0.5;

    /// <summary>US dollars from which a run, or the step under test, is near its budget. The log does not hold budgets.</summary>
    /// <value><see langword="null"/>, the default, means only those that were refused for their budget.</value>
    public decimal? NearBudgetUsd { get; init; }

    /// <summary>Whether the recorded output becomes the reference.</summary>
    /// <value>True by default.</value>
    public bool AcceptOutput { get; init; } = true;

    /// <summary>Gets the output of a run of a whole graph, which the log does not hold: by a replay.</summary>
    /// <value><see langword="null"/>, the default, means no references for whole graphs.</value>
    public Func<RunId, CancellationToken, ValueTask<JsonBytes>>? Output { get; init; }

    /// <summary>Looks at each case, after its redaction, and gives it back as it is to be; <see langword="null"/> leaves it out.</summary>
    public Func<GoldenCase, CancellationToken, ValueTask<GoldenCase?>>? Edit { get; init; }

    /// <inheritdoc cref="Redactors.Default"/>
    public ImmutableArray<IRedactor> Redactors { get; init; } = Redaction.Redactors.Default;

    /// <summary>A golden set whose inputs are not taken again.</summary>
    public GoldenSet? Except { get; init; }
}

/// <summary>A case from the log.</summary>
/// <param name="Case">The case, redacted. Its tags name its strata.</param>
/// <param name="Redacted">How many places were redacted, by the redactor's name.</param>
public sealed record SampledCase(GoldenCase Case, ImmutableSortedDictionary<string, int> Redacted);
