namespace Orchestration.Routing.Health;

/// <summary>Where an endpoint's circuit stands.</summary>
internal enum CircuitPhase
{
    /// <summary>Requests pass.</summary>
    Closed,

    /// <summary>None passes but a last resort.</summary>
    Open,

    /// <summary>The break is over; some pass as probes.</summary>
    HalfOpen,
}

/// <summary>Why an endpoint is left alone.</summary>
internal enum BreakReason
{
    Failures,
    Latency,
    Quota,
    Authentication,
    RateLimit,
}

/// <summary>What is known of an endpoint at an instant.</summary>
/// <param name="Phase">Where its circuit stands.</param>
/// <param name="Reason">Why it is not closed; <see langword="null"/> when it is.</param>
/// <param name="OpenFor">How long until it may be probed or used; zero when it may be now.</param>
/// <param name="FailureRatio">The share of failures of late; 0 when nothing has ended.</param>
/// <param name="RecentFirstToken">The time to first token of late; <see langword="null"/> when too few were seen.</param>
/// <param name="UsualFirstToken">The time to first token as usual; <see langword="null"/> when too few were seen.</param>
internal readonly record struct EndpointState(
    CircuitPhase Phase, BreakReason? Reason, TimeSpan OpenFor, double FailureRatio, TimeSpan? RecentFirstToken, TimeSpan? UsualFirstToken);
