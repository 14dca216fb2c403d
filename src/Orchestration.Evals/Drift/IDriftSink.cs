namespace Orchestration.Evals.Drift;

/// <summary>Where alerts go: a webhook, a log, or what the application makes of them.</summary>
public interface IDriftSink
{
    /// <summary>Tells of a day's alerts. Not called on a quiet day.</summary>
    /// <param name="report">The report, with at least one alert.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task SendAsync(DriftReport report, CancellationToken cancellationToken);
}
