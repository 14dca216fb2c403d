namespace Orchestration.Evals.Drift;

/// <summary>How an application watches its own log.</summary>
public sealed class DriftMonitorOptions
{
    /// <summary>The folder of <see cref="DriftStore"/>. Must be given.</summary>
    public string Folder { get; set; } = string.Empty;

    /// <summary>When the day before is compared, in UTC. Late enough for scores that are made after midnight to be counted with the day they are written on.</summary>
    /// <value>02:00 by default.</value>
    public TimeOnly At { get; set; } = new(2, 0);

    /// <summary>A webhook that takes JSON, as chats have; <see langword="null"/> for none. Alerts also go to the application's log and to every <see cref="IDriftSink"/> among its services.</summary>
    public Uri? Webhook { get; set; }

    /// <summary>How long to wait after a failure before the next try, until the next day is due.</summary>
    /// <value>15 minutes by default.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <inheritdoc cref="DriftOptions"/>
    public DriftOptions Detection { get; set; } = new();

    /// <inheritdoc cref="DriftAggregation"/>
    public DriftAggregation Aggregation { get; set; } = new();
}
