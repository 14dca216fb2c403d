using Microsoft.Extensions.Logging;

namespace Orchestration.Evals.Drift;

/// <summary>Writes each alert to the application's log as a warning, with its hints and runs.</summary>
/// <param name="logger">The log.</param>
public sealed class LogDriftSink(ILogger logger) : IDriftSink
{
    private static readonly Action<ILogger, string, string, string, Exception?> Alerted = LoggerMessage.Define<string, string, string>(
        LogLevel.Warning, new EventId(1, "Drift"), "{Alert} Likely causes: {Hints} Runs: {Runs}");

    /// <inheritdoc/>
    public Task SendAsync(DriftReport report, CancellationToken cancellationToken)
    {
        foreach (var alert in report.Alerts)
        {
            Alerted(logger, alert.Message, alert.Hints.IsEmpty ? "none seen." : string.Join(' ', alert.Hints), string.Join(", ", alert.Examples.Select(static example => example.Run.ToString())), null);
        }

        return Task.CompletedTask;
    }
}
