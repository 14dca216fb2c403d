using System.Collections.Immutable;
using Orchestration.Audit;

namespace Orchestration.Evals.Drift;

/// <summary>Reads an audit log and counts what it says, by UTC day and by graph, step, model and tenant.</summary>
/// <remarks>
/// Only runs that an application asked for are counted: no evals, replays and reruns. A record counts on the day it was written, a score too. The log is read twice, once for its scores, as most
/// runs are judged after their end; memory is bounded by <see cref="DriftAggregation"/>, not by the number of calls.
/// </remarks>
public static class DriftAggregator
{
    /// <summary>Counts one day.</summary>
    /// <param name="log">The log.</param>
    /// <param name="day">The day, in UTC. One that is not over is counted as far as it went.</param>
    /// <param name="options">Bounds; <see langword="null"/> = the default ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<DriftDay> AggregateAsync(IAuditLog log, DateOnly day, DriftAggregation? options = null, CancellationToken cancellationToken = default) =>
        (await AggregateAsync(log, day, day, options, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Counts several days in one reading, for a monitor that begins on a log that has been written for a while.</summary>
    /// <param name="log">The log.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    /// <param name="options">Bounds; <see langword="null"/> = the default ones. Those of runs are for all days together.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Every day from first to last in order, those without calls too.</returns>
    public static async Task<ImmutableArray<DriftDay>> AggregateAsync(
        IAuditLog log, DateOnly first, DateOnly last, DriftAggregation? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        options ??= new DriftAggregation();
        var (from, to) = (StartOf(first), StartOf(last.AddDays(1)));

        var scores = new ScoreSample(options.MaxScoredRuns);
        await foreach (var record in log.ReadAsync(new AuditQuery { Kind = AuditKind.Scored, From = from, To = to }, cancellationToken).ConfigureAwait(false))
        {
            scores.Add(record);
        }

        var book = new DriftBook(first, last, scores, options);
        await foreach (var record in log.ReadAsync(new AuditQuery { From = from - options.Lookback, To = to }, cancellationToken).ConfigureAwait(false))
        {
            book.Add(record, counted: record.Time >= from);
        }

        return book.Days();
    }

    internal static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
