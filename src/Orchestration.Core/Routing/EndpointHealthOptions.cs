namespace Orchestration.Routing;

/// <summary>When an endpoint is left alone for a while, and how it comes back. Of no effect with another <see cref="IEndpointHealth"/> than the default one.</summary>
public sealed class EndpointHealthOptions
{
    private const int MostProbes = 100;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>The share of requests that fail, of late, from which on the endpoint is left alone.</summary>
    /// <value>In (0, 1]; 0.5 by default.</value>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>How many requests must have ended, of late, before their ratio counts. As many failures in a row open the circuit too, however far apart they are.</summary>
    /// <value>At least 1; 5 by default.</value>
    public int MinimumRequests { get; set; } = 5;

    /// <summary>What "of late" is: what an endpoint has shown loses half its weight in this time.</summary>
    /// <value>&gt; 0; 30 seconds by default.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an endpoint is left alone for failures or latency. Each probe that fails doubles it, up to <see cref="LongestBackoff"/>.</summary>
    /// <value>&gt; 0; 10 seconds by default.</value>
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an endpoint is left alone when its key or quota is refused. Each probe that is refused doubles it, up to <see cref="LongestBackoff"/>.</summary>
    /// <value>&gt; 0; 60 seconds by default.</value>
    public TimeSpan RefusalBreak { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Where the doubling of breaks ends.</summary>
    /// <value>At least <see cref="Break"/> and <see cref="RefusalBreak"/>; 5 minutes by default.</value>
    public TimeSpan LongestBackoff { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that a provider's Retry-After keeps an endpoint out of use.</summary>
    /// <value>&gt; 0; 1 hour by default.</value>
    public TimeSpan LongestBreak { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many requests may try an endpoint at once after its break, and how many must succeed before all may.</summary>
    /// <value>1 to 100; 3 by default.</value>
    public int Probes { get; set; } = 3;

    /// <summary>After this long without a report, a probe is given up and another takes its place. How it ends counts all the same, should it end.</summary>
    /// <value>&gt; 0; 60 seconds by default.</value>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many times its usual time to first token an endpoint may take, of late, before it is left alone.</summary>
    /// <value>&gt; 1; 3 by default. <see langword="null"/> = latency is not judged.</value>
    public double? LatencyFactor { get; set; } = 3;

    /// <summary>Which quantile of the time to first token is compared, of late and usual.</summary>
    /// <value>In (0, 1); 0.5 by default: half the requests must be slow, since a few slow ones may only have been long prompts.</value>
    public double LatencyQuantile { get; set; } = 0.5;

    /// <summary>A time to first token up to this is never slow, however fast the endpoint usually is.</summary>
    /// <value>At least 0; 1 second by default.</value>
    public TimeSpan LatencyFloor { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many first tokens must have been seen, of late and before, until latency is judged.</summary>
    /// <value>At least 1; 20 by default.</value>
    public int LatencySamples { get; set; } = 20;

    /// <summary>
    /// What "usual" is: a time to first token loses half its weight in this time of use; idle time and time out of use do not count.
    /// An endpoint that has been left alone for its latency for so long is taken as it is: slow probes then succeed, and what is usual is learnt anew.
    /// </summary>
    /// <value>Longer than <see cref="Window"/>; 4 hours by default.</value>
    public TimeSpan LatencyMemory { get; set; } = TimeSpan.FromHours(4);

    internal string? Fault() => this switch
    {
        not { FailureRatio: > 0 and <= 1 } => FormattableString.Invariant($"FailureRatio is {FailureRatio}; it is a share above 0 and at most 1"),
        { MinimumRequests: < 1 } => $"MinimumRequests is {MinimumRequests}; the least is 1",
        { Probes: < 1 or > MostProbes } => $"Probes is {Probes}; it is a number from 1 to {MostProbes}",
        not { LatencyFactor: null or (> 1 and < double.PositiveInfinity) } => FormattableString.Invariant($"LatencyFactor is {LatencyFactor}; it is a number above 1, or null to judge no latency"),
        not { LatencyQuantile: > 0 and < 1 } => FormattableString.Invariant($"LatencyQuantile is {LatencyQuantile}; it is a share between 0 and 1"),
        { LatencySamples: < 1 } => $"LatencySamples is {LatencySamples}; the least is 1",
        { LatencyFloor.Ticks: < 0 } => "LatencyFloor is negative",
        _ => FaultOf(nameof(Window), Window) ?? FaultOf(nameof(Break), Break) ?? FaultOf(nameof(RefusalBreak), RefusalBreak) ?? FaultOf(nameof(LongestBackoff), LongestBackoff)
            ?? FaultOf(nameof(LongestBreak), LongestBreak) ?? FaultOf(nameof(ProbeTimeout), ProbeTimeout) ?? FaultOf(nameof(LatencyMemory), LatencyMemory) ?? FaultOfOrder(),
    };

    internal EndpointHealthOptions Copy() => (EndpointHealthOptions)MemberwiseClone();

    private static string? FaultOf(string name, TimeSpan value) => value > TimeSpan.Zero && value <= Longest ? null : $"{name} is {value:c}; it is a time above 0 and at most 7 days";

    private string? FaultOfOrder() =>
        LongestBackoff < Break ? $"LongestBackoff, {LongestBackoff:c}, is shorter than Break, {Break:c}"
        : LongestBackoff < RefusalBreak ? $"LongestBackoff, {LongestBackoff:c}, is shorter than RefusalBreak, {RefusalBreak:c}"
        : LatencyMemory <= Window ? $"LatencyMemory, {LatencyMemory:c}, is not longer than Window, {Window:c}: what is usual could not be told from what is new"
        : null;
}
