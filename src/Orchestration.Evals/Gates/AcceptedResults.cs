using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>One entry of a baseline's history.</summary>
public sealed record AcceptedResults
{
    /// <summary>When the results were complete, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The variant, as <see cref="EvalVariant.ToString"/> writes it.</summary>
    public required string Variant { get; init; }

    /// <summary>The graph's fingerprint.</summary>
    public required string Fingerprint { get; init; }

    /// <inheritdoc cref="EvalManifest.Revision"/>
    public string? Revision { get; init; }

    /// <summary>Why it was accepted.</summary>
    public string? Note { get; init; }

    /// <summary>Cases.</summary>
    public required int Cases { get; init; }

    /// <summary>Runs of each case.</summary>
    public int Repeats { get; init; }

    /// <summary>The weighted mean of each metric, of these results alone.</summary>
    public required IReadOnlyDictionary<string, double> Means { get; init; }

    /// <summary>US dollars a run, the arithmetic mean.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>The time of a run, the arithmetic mean.</summary>
    public TimeSpan Duration { get; init; }
}
