using System.Collections.Immutable;
using Orchestration.Audit;

namespace Orchestration.Evals.Drift;

/// <summary>The whole of it: counts the days that were not counted yet, compares, keeps the report, and tells of alerts. What <c>orchestration drift</c> and the hosted service run.</summary>
/// <param name="store">Keeps figures and reports.</param>
/// <param name="options">When a change is an alert; <see langword="null"/> = the defaults.</param>
/// <param name="sinks">Where alerts go; <see langword="null"/> for nowhere: the report has them.</param>
/// <param name="aggregation">Bounds of memory; <see langword="null"/> = the defaults.</param>
public sealed class DriftMonitor(DriftStore store, DriftOptions? options = null, IEnumerable<IDriftSink>? sinks = null, DriftAggregation? aggregation = null)
{
    // An alert that stays is told again each week, not each day.
    private const int DaysToReminder = 7;

    private readonly DriftOptions _options = options ?? new DriftOptions();
    private readonly ImmutableArray<IDriftSink> _sinks = [.. sinks ?? []];

    /// <summary>Compares a day with those before it.</summary>
    /// <remarks>
    /// The day is always counted anew from the log; days before it only if the store lacks them, all in one reading: the first time takes long on a large log. Sinks are told of an alert on its first
    /// day and every seventh after; the report has it every day. A sink that fails keeps none of the others from being told.
    /// </remarks>
    /// <param name="log">The log. Only read.</param>
    /// <param name="day">The day, in UTC; it should be over.</param>
    /// <param name="cancellationToken">Ends the work. What was counted stays in the store.</param>
    /// <returns>The report; <see cref="DriftReport.Undelivered"/> says which sinks failed.</returns>
    public async Task<DriftReport> RunAsync(IAuditLog log, DateOnly day, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        _options.Check(nameof(options));
        var days = await DaysAsync(log, day, cancellationToken).ConfigureAwait(false);
        var earlier = new List<DriftReport>();
        for (var before = day.AddDays(-_options.ReferenceFrom); before < day; before = before.AddDays(1))
        {
            if (await store.LoadReportAsync(before, cancellationToken).ConfigureAwait(false) is { } report)
            {
                earlier.Add(report);
            }
        }

        var found = DriftDetector.Compare(day, days, earlier, _options);
        await store.SaveAsync(found, cancellationToken).ConfigureAwait(false);
        var told = found with { Alerts = [.. found.Alerts.Where(static alert => (alert.Day.DayNumber - alert.Since.DayNumber) % DaysToReminder == 0)] };
        return told.Alerts.IsEmpty ? found : found with { Undelivered = await TellAsync(told, cancellationToken).ConfigureAwait(false) };
    }

    private async Task<List<DriftDay>> DaysAsync(IAuditLog log, DateOnly day, CancellationToken cancellationToken)
    {
        var days = new List<DriftDay>();
        var first = day;
        for (var before = day.AddDays(-_options.ReferenceFrom); before < day; before = before.AddDays(1))
        {
            if (before < _options.ReferenceSince || (before > day.AddDays(-_options.ReferenceTo) && before <= day.AddDays(-_options.WindowDays)))
            {
                continue;
            }

            if (await store.LoadAsync(before, cancellationToken).ConfigureAwait(false) is { } kept)
            {
                days.Add(kept);
            }
            else if (before < first)
            {
                first = before;
            }
        }

        foreach (var counted in await DriftAggregator.AggregateAsync(log, first, day, aggregation, cancellationToken).ConfigureAwait(false))
        {
            if (counted.Day == day || days.TrueForAll(kept => kept.Day != counted.Day))
            {
                await store.SaveAsync(counted, cancellationToken).ConfigureAwait(false);
                days.Add(counted);
            }
        }

        return days;
    }

    private async Task<ImmutableArray<string>> TellAsync(DriftReport report, CancellationToken cancellationToken)
    {
        var failed = ImmutableArray.CreateBuilder<string>();
        foreach (var sink in _sinks)
        {
            try
            {
                await sink.SendAsync(report, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A sink is the application's code, and may fail in any way: the others must be told all the same.
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failed.Add($"{sink.GetType().Name}: {exception.Message}");
            }
        }

        return failed.ToImmutable();
    }
}
