using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestration.Audit;

namespace Orchestration.Evals.Drift;

/// <summary>Compares the day before once a day. What fails in it is logged and tried again, and never stops the application.</summary>
internal sealed class DriftService(IAuditLog log, DriftStore store, DriftMonitor monitor, DriftMonitorOptions options, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly Action<ILogger, DateOnly, Exception?> Failed = LoggerMessage.Define<DateOnly>(LogLevel.Error, new EventId(2, "DriftFailed"), "The drift of {Day} could not be looked at.");
    private static readonly Action<ILogger, string, Exception?> Undelivered = LoggerMessage.Define<string>(LogLevel.Error, new EventId(3, "DriftUndelivered"), "A drift alert was not delivered: {Problem}");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host goes on starting meanwhile.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var (day, next) = Due(time.GetUtcNow());
            var done = await TryAsync(day, stoppingToken).ConfigureAwait(false);
            var wait = next - time.GetUtcNow();
            if (!done && options.RetryAfter < wait)
            {
                wait = options.RetryAfter;
            }

            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The last day that is due to be compared, and when the one after it will be.</summary>
    private (DateOnly Day, DateTimeOffset Next) Due(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var at = DriftAggregator.StartOf(today) + options.At.ToTimeSpan();
        return now >= at ? (today.AddDays(-1), at.AddDays(1)) : (today.AddDays(-2), at);
    }

    private async Task<bool> TryAsync(DateOnly day, CancellationToken stoppingToken)
    {
        try
        {
            var report = await store.LoadReportAsync(day, stoppingToken).ConfigureAwait(false) is { } known
                ? await monitor.DeliverAsync(known, stoppingToken).ConfigureAwait(false)
                : await monitor.RunAsync(log, day, stoppingToken).ConfigureAwait(false);
            foreach (var problem in report.Undelivered)
            {
                Undelivered(logger, problem, null);
            }

            return report.Undelivered.IsEmpty;
        }
#pragma warning disable CA1031 // An exception that leaves a background service stops the host.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                Failed(logger, day, exception);
            }

            return false;
        }
    }
}
