using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;
using Orchestration.Evals.Drift;

namespace Orchestration.Cli.Commands.Drift;

/// <summary>Counts what is not counted yet and compares a day, and shows how far it is.</summary>
internal sealed class DriftLook(AuditFolder folder, DriftStore store, DriftOptions options, IReadOnlyList<IDriftSink> sinks) : IProgress<DateOnly>
{
    private Action<string>? _say;

    public required DateOnly Day { get; init; }

    /// <summary>How many days before it are compared too.</summary>
    public int Backfill { get; init; }

    /// <summary>Days whose figures came into the store.</summary>
    public int Counted { get; private set; }

    /// <returns><see langword="null"/> when it was cancelled: the days that were counted are kept.</returns>
    public async Task<DriftReport?> RunAsync(Tool tool, CancellationToken cancellationToken)
    {
        try
        {
            var log = await folder.LookAsync("drift", cancellationToken).ConfigureAwait(false);
            var monitor = new DriftMonitor(store, options, sinks) { Progress = this };
            return await Work.ShowAsync(tool.Screen, "Reading the log", async say =>
            {
                _say = say;
                if (Backfill > 0)
                {
                    await monitor.BackfillAsync(log, Day.AddDays(-Backfill), Day.AddDays(-1), cancellationToken).ConfigureAwait(false);
                }

                return await monitor.RunAsync(log, Day, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    void IProgress<DateOnly>.Report(DateOnly value)
    {
        Counted++;
        _say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Reading the log: counted up to {value:yyyy-MM-dd}"));
    }
}
