namespace Orchestration.Routing.Health;

/// <summary>Compares an endpoint's time to first token of late with what is usual for it. Not safe for several threads.</summary>
/// <remarks>
/// What is usual is learnt while the circuit is closed only, and its clock runs only then: each first token moves it on by the time since the one before, but by no more than the window.
/// So a slow endpoint that is left alone does not become usual, and what is usual is not forgotten in a night or an outage.
/// </remarks>
internal sealed class LatencyWatch(EndpointHealthOptions options)
{
    private readonly DecayingQuantiles _recent = new(options.Window, options.LatencySamples);
    private readonly DecayingQuantiles _usual = new(options.LatencyMemory, options.LatencySamples);

    // The time of use.
    private TimeSpan _used;
    private TimeSpan _learntAt;

    // Since when slow probes count as failures, for the endpoint was ejected; null when it is in use.
    private TimeSpan? _ejectedAt;

    public TimeSpan? Recent(TimeSpan now) => _recent.Quantile(options.LatencyQuantile, now);

    public TimeSpan? Usual => _usual.Quantile(options.LatencyQuantile, _used);

    /// <summary>Learns from a first token while the circuit is closed.</summary>
    /// <returns>Whether the endpoint has become slow.</returns>
    public bool Learn(TimeSpan firstToken, TimeSpan now)
    {
        var gap = now - _learntAt;
        _used += gap < options.Window ? gap : options.Window;
        _learntAt = now;
        _recent.Add(firstToken, now);
        _usual.Add(firstToken, _used);
        if (!IsSlow(firstToken) || !IsSlow(Recent(now)))
        {
            return false;
        }

        _ejectedAt = now;
        return true;
    }

    /// <summary>Whether the probe of an ejected endpoint shows that it is slow still. It does not once that has lasted so long that it must be taken for usual.</summary>
    public bool IsSlowStill(TimeSpan? firstToken, TimeSpan now) => _ejectedAt is { } since && now - since < options.LatencyMemory && IsSlow(firstToken);

    /// <summary>The endpoint is in use again.</summary>
    public void Return(TimeSpan now)
    {
        _recent.Clear();
        if (now - _ejectedAt >= options.LatencyMemory)
        {
            _usual.Clear();
        }

        _ejectedAt = null;
    }

    private bool IsSlow(TimeSpan? firstToken) => firstToken > options.LatencyFloor && Usual is { } usual && firstToken.Value / usual > options.LatencyFactor;
}
