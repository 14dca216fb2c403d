using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestration.Evals.Drift;

/// <summary>What a comparison found.</summary>
public sealed record DriftReport
{
    /// <summary>The day, in UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Why nothing could be compared, and what to do; <see langword="null"/> when something was.</summary>
    public string? NotCompared { get; init; }

    /// <summary>Calls of the days compared.</summary>
    public required long Calls { get; init; }

    /// <summary>Reference days that there were figures of.</summary>
    public required int ReferenceDays { get; init; }

    /// <summary>Tests made.</summary>
    public required int Tests { get; init; }

    /// <summary>Most certain first. Empty on a quiet day.</summary>
    public ImmutableArray<DriftAlert> Alerts { get; init; } = [];

    /// <summary>The figures of each graph as a whole, and of other series those whose p-value alone is below 0.01; most certain first.</summary>
    public ImmutableArray<DriftFinding> Findings { get; init; } = [];

    /// <summary>Sinks that do not know of the alerts yet, each with the reason. They are told with the next report, or by the hosted service before.</summary>
    public ImmutableArray<string> Undelivered { get; init; } = [];

    /// <summary>The report as one JSON object, as the store keeps it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DriftJson.Default.DriftReport);
}
