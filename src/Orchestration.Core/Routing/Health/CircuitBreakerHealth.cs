using System.Collections.Concurrent;
using Orchestration.Diagnostics;

namespace Orchestration.Routing.Health;

/// <summary>A circuit per endpoint, for one process.</summary>
/// <remarks>
/// <para>Closed: requests pass. It opens when too many of them fail, when their first tokens come late, and at once when the key or the quota is refused. The door is shut besides
/// until the instant that a provider names when it limits the rate; that is no suspicion, and nothing is probed afterwards.</para>
/// <para>Open: nothing passes but, on mere suspicion, one last resort at a time, whose success ends the break. How other requests end that were sent before only lengthens it.</para>
/// <para>Half-open, when the break is over: some requests pass as probes. So many successes close the circuit, a failure or a late first token opens it again for longer,
/// any other end lets the next one probe.</para>
/// </remarks>
internal sealed class CircuitBreakerHealth : IEndpointHealth
{
    private readonly ConcurrentDictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);
    private readonly EndpointHealthOptions _options;
    private readonly TimeProvider _time;
    private readonly long _epoch;

    /// <exception cref="InvalidOperationException">The options cannot hold.</exception>
    public CircuitBreakerHealth(TimeProvider time, EndpointHealthOptions? options = null)
    {
        _options = options?.Copy() ?? new EndpointHealthOptions();
        _time = time;
        _epoch = time.GetTimestamp();
        if (_options.Fault() is { } fault)
        {
            throw new InvalidOperationException($"OrchestrationOptions.Health cannot hold: {fault}.");
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_epoch);

    public bool TryEnter(string endpoint, bool asLastResort, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        return !_circuits.TryGetValue(endpoint, out var circuit) || circuit.TryEnter(Now, asLastResort, out retryAfter);
    }

    public void Report(string endpoint, in RequestEnd end)
    {
        var circuit = _circuits.GetOrAdd(endpoint, static (_, options) => new Circuit(options), _options);
        if (circuit.Report(Now, end) is { } reason)
        {
            Instruments.CircuitsOpened.Add(1, KeyValuePair.Create(TelemetryNames.RequestModel, (object?)endpoint), KeyValuePair.Create(TelemetryNames.Reason, (object?)NameOf(reason)));
        }
    }

    /// <summary>What is known of an endpoint now.</summary>
    public EndpointState Of(string endpoint) => _circuits.TryGetValue(endpoint, out var circuit) ? circuit.StateAt(Now) : default;

    private static string NameOf(BreakReason reason) => reason switch
    {
        BreakReason.Failures => "failures",
        BreakReason.Latency => "latency",
        BreakReason.Quota => "quota",
        BreakReason.Authentication => "authentication",
        _ => "rate_limit",
    };
}
