using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestration.Evals.Drift;

/// <summary>What the audit log says of one UTC day, counted by graph, step, model and tenant. A few kilobytes for each of them, however many calls there were.</summary>
/// <remarks>Made by <see cref="DriftAggregator"/>, kept by <see cref="DriftStore"/>, compared by <see cref="DriftDetector"/>.</remarks>
public sealed class DriftDay
{
    internal const int CurrentFormat = 1;

    internal DriftDay(DateOnly day, ImmutableArray<DriftCell> cells) => (Day, Cells) = (day, cells);

    [JsonConstructor]
    internal DriftDay(int format, DateOnly day, ImmutableArray<DriftCell> cells, ImmutableArray<string> routingChanges, long unknownRunRecords)
        : this(day, cells) => (Format, RoutingChanges, UnknownRunRecords) = (format, routingChanges, unknownRunRecords);

    /// <summary>The day, in UTC.</summary>
    public DateOnly Day { get; }

    /// <summary>Calls of model steps over everything.</summary>
    [JsonIgnore]
    public long Calls => Cells.Sum(static cell => cell[Counts.Calls]);

    /// <summary>How the routing of calls changed on the day, in sentences.</summary>
    public ImmutableArray<string> RoutingChanges { get; internal init; } = [];

    /// <summary>Records of runs whose start was not found: they began before the time that was read, or the log has forgotten it. They are not counted.</summary>
    public long UnknownRunRecords { get; internal init; }

    [JsonInclude]
    internal int Format { get; init; } = CurrentFormat;

    [JsonInclude]
    internal ImmutableArray<DriftCell> Cells { get; }

    /// <summary>The figures of a series on the day; <see langword="null"/> when there were none.</summary>
    public DriftFigures? Of(DriftSeries series) => Merged(series) is { } cell ? DriftFigures.Of(cell) : null;

    /// <summary>The figures of each graph, step, model and tenant, in their order.</summary>
    public IEnumerable<DriftFigures> Figures() => Cells.Select(DriftFigures.Of);

    internal DriftCell? Merged(DriftSeries series)
    {
        DriftCell? merged = null;
        foreach (var cell in Cells)
        {
            if (series.Contains(cell.Series))
            {
                merged ??= new DriftCell(series);
                merged.Merge(cell);
            }
        }

        return merged;
    }
}
