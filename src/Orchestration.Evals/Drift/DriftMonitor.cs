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

    // More at a time is faster; less is lost when it is ended.
    private const int DaysAReading = 7;

    private readonly DriftOptions _options = options ?? new DriftOptions();
    private readonly ImmutableArray<IDriftSink> _sinks = [.. sinks ?? []];

    /// <summary>Told of each day when its figures are in the store.</summary>
    public IProgress<DateOnly>? Progress { get; init; }

    /// <summary>Compares a day with those before it.</summary>
    /// <remarks>
    /// The day is always counted anew from the log; days before it only if the store lacks them, a week in one reading: the first time takes long on a large log. Sinks are told of an alert on its first
    /// day and every seventh after; the report has it every day. A sink that fails keeps none of the others from being told, and is told with the next report.
    /// </remarks>
    /// <param name="log">The log. Only read.</param>
    /// <param name="day">The day, in UTC; it should be over.</param>
    /// <param name="cancellationToken">Ends the work. What was counted stays in the store.</param>
    /// <returns>The report; <see cref="DriftReport.Undelivered"/> says which sinks failed.</returns>
    public async Task<DriftReport> RunAsync(IAuditLog log, DateOnly day, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        _options.Check(nameof(options));
        await CountAsync(log, day.AddDays(-_options.ReferenceFrom), day, before => before == day || IsNeeded(before, day), anew: day, cancellationToken).ConfigureAwait(false);
        var earlier = await EarlierAsync(day, cancellationToken).ConfigureAwait(false);
        foreach (var report in earlier.Where(static report => !report.Undelivered.IsEmpty))
        {
            await DeliverAsync(report, cancellationToken).ConfigureAwait(false);
        }

        // Saved as told to nobody first: whatever happens to this process then, the next one tells it.
        var found = await CompareAsync(day, earlier, cancellationToken).ConfigureAwait(false);
        found = ToTell(found).Alerts.IsEmpty ? found : found with { Undelivered = [.. _sinks.Select(static sink => $"{NameOf(sink)}: not told yet")] };
        await store.SaveAsync(found, cancellationToken).ConfigureAwait(false);
        return await DeliverAsync(found, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares days that are past and were not compared yet, so that it is known since when a change is there. Tells nobody.</summary>
    /// <param name="log">The log. Only read.</param>
    /// <param name="first">The first day, in UTC.</param>
    /// <param name="last">The last day, in UTC.</param>
    /// <param name="cancellationToken">Ends the work. What was counted and compared stays in the store.</param>
    public async Task BackfillAsync(IAuditLog log, DateOnly first, DateOnly last, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        _options.Check(nameof(options));
        await CountAsync(log, first.AddDays(-_options.ReferenceFrom), last, static _ => true, anew: null, cancellationToken).ConfigureAwait(false);
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (await store.LoadReportAsync(day, cancellationToken).ConfigureAwait(false) is null)
            {
                var earlier = await EarlierAsync(day, cancellationToken).ConfigureAwait(false);
                await store.SaveAsync(await CompareAsync(day, earlier, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tells the sinks of a report that do not know of its alerts yet.</summary>
    internal async Task<DriftReport> DeliverAsync(DriftReport report, CancellationToken cancellationToken)
    {
        if (report.Undelivered.IsEmpty)
        {
            return report;
        }

        // Those that are there no more cannot be told.
        var left = _sinks.Where(sink => report.Undelivered.Any(problem => problem.StartsWith($"{NameOf(sink)}: ", StringComparison.Ordinal)));
        var told = report with { Undelivered = await TellAsync(ToTell(report) with { Undelivered = [] }, left, cancellationToken).ConfigureAwait(false) };
        await store.SaveAsync(told, cancellationToken).ConfigureAwait(false);
        return told;
    }

    private static string NameOf(IDriftSink sink) => sink.GetType().Name;

    private static DriftReport ToTell(DriftReport report) => report with { Alerts = [.. report.Alerts.Where(static alert => (alert.Day.DayNumber - alert.Since.DayNumber) % DaysToReminder == 0)] };

    private bool IsNeeded(DateOnly before, DateOnly day) =>
        !(before < _options.ReferenceSince) && (before <= day.AddDays(-_options.ReferenceTo) || before > day.AddDays(-_options.WindowDays));

    private async Task<List<DriftReport>> EarlierAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var earlier = new List<DriftReport>();
        for (var before = day.AddDays(-_options.ReferenceFrom); before < day; before = before.AddDays(1))
        {
            if (await store.LoadReportAsync(before, cancellationToken).ConfigureAwait(false) is { } report)
            {
                earlier.Add(report);
            }
        }

        return earlier;
    }

    private async Task<DriftReport> CompareAsync(DateOnly day, List<DriftReport> earlier, CancellationToken cancellationToken)
    {
        var days = new List<DriftDay>();
        for (var before = day.AddDays(-_options.ReferenceFrom); before <= day; before = before.AddDays(1))
        {
            if ((before == day || IsNeeded(before, day)) && await store.LoadAsync(before, cancellationToken).ConfigureAwait(false) is { } kept)
            {
                days.Add(kept);
            }
        }

        var accepted = await store.LoadAcceptancesAsync(cancellationToken).ConfigureAwait(false);
        return DriftDetector.Compare(day, days, earlier, _options with { Accepted = [.. _options.Accepted, .. accepted] });
    }

    private async Task CountAsync(IAuditLog log, DateOnly first, DateOnly last, Func<DateOnly, bool> isNeeded, DateOnly? anew, CancellationToken cancellationToken)
    {
        var missing = new SortedSet<DateOnly>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (day == anew || (isNeeded(day) && await store.LoadAsync(day, cancellationToken).ConfigureAwait(false) is null))
            {
                missing.Add(day);
            }
        }

        while (missing.Count > 0)
        {
            var from = missing.Min;
            var to = missing.GetViewBetween(from, from.AddDays(DaysAReading - 1)).Max;
            foreach (var counted in await DriftAggregator.AggregateAsync(log, from, to, aggregation, cancellationToken).ConfigureAwait(false))
            {
                if (missing.Remove(counted.Day))
                {
                    await store.SaveAsync(counted, cancellationToken).ConfigureAwait(false);
                    Progress?.Report(counted.Day);
                }
            }
        }
    }

    private static async Task<ImmutableArray<string>> TellAsync(DriftReport report, IEnumerable<IDriftSink> sinks, CancellationToken cancellationToken)
    {
        var failed = ImmutableArray.CreateBuilder<string>();
        foreach (var sink in sinks)
        {
            try
            {
                await sink.SendAsync(report, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A sink is the application's code, and may fail in any way: the others must be told all the same.
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failed.Add($"{NameOf(sink)}: {exception.Message}");
            }
        }

        return failed.ToImmutable();
    }
}
