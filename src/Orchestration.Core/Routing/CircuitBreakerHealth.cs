using System.Collections.Concurrent;
using Orchestration.Models;

namespace Orchestration.Routing;

/// <summary>A circuit per endpoint, for one process.</summary>
/// <remarks>
/// <para>Closed: requests pass. It opens for <see cref="Break"/> after <see cref="FailuresToOpen"/> failures in a row that speak of the endpoint, for
/// <see cref="HardBreak"/> at once when the key or the quota is refused, and until the stated instant when the provider names one.</para>
/// <para>Open: nothing passes, and how earlier requests end only lengthens the break.</para>
/// <para>Half-open, when the break is over: one request passes as a probe. Success closes the circuit, a failure that speaks of the endpoint opens
/// it again, any other end lets the next one probe. A probe that never reports is given up after <see cref="Break"/>.</para>
/// </remarks>
internal sealed class CircuitBreakerHealth(TimeProvider time) : IEndpointHealth
{
    public const int FailuresToOpen = 5;

    public static readonly TimeSpan Break = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan HardBreak = TimeSpan.FromSeconds(60);

    /// <summary>The longest that a provider's word alone keeps an endpoint out of use; then it is probed.</summary>
    public static readonly TimeSpan LongestBreak = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);
    private readonly long _epoch = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_epoch);

    public bool TryEnter(string endpoint, bool asLastResort, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        return !_circuits.TryGetValue(endpoint, out var circuit) || circuit.TryEnter(Now, out retryAfter);
    }

    public void Report(string endpoint, in RequestEnd end)
    {
        if (end.Failure is { } reason)
        {
            _circuits.GetOrAdd(endpoint, static _ => new Circuit()).Failed(Now, WeightOf(reason, end.RetryAfter), end.RetryAfter);
        }
        else if (_circuits.TryGetValue(endpoint, out var circuit))
        {
            circuit.Succeeded(Now);
        }
    }

    private static Weight WeightOf(FailureReason reason, TimeSpan? retryAfter) => reason switch
    {
        FailureReason.QuotaExhausted or FailureReason.Authentication => Weight.Hard,
        FailureReason.RateLimited when retryAfter > TimeSpan.Zero => Weight.Dated,
        FailureReason.ServerError or FailureReason.Overloaded or FailureReason.Timeout
            or FailureReason.ConnectionLost or FailureReason.StreamInterrupted => Weight.Counted,
        _ => Weight.None,
    };

    private enum Weight
    {
        /// <summary>Says nothing of the endpoint.</summary>
        None,
        Counted,
        Dated,
        Hard,
    }

    private sealed class Circuit
    {
        private readonly Lock _gate = new();
        private int _failures;

        // Null while closed. Once it has passed, the circuit is half-open.
        private TimeSpan? _openUntil;
        private TimeSpan? _probeUntil;

        public bool TryEnter(TimeSpan now, out TimeSpan retryAfter)
        {
            lock (_gate)
            {
                retryAfter = TimeSpan.Zero;
                if (_openUntil is not { } openUntil)
                {
                    return true;
                }

                var until = openUntil > now ? openUntil : _probeUntil;
                if (until > now)
                {
                    retryAfter = until.Value - now;
                    return false;
                }

                _probeUntil = now + Break;
                return true;
            }
        }

        public void Succeeded(TimeSpan now)
        {
            lock (_gate)
            {
                // While open this is a request sent before the break; it does not overrule what ended after it.
                if (!(_openUntil > now))
                {
                    (_failures, _openUntil, _probeUntil) = (0, null, null);
                }
            }
        }

        public void Failed(TimeSpan now, Weight weight, TimeSpan? retryAfter)
        {
            lock (_gate)
            {
                var halfOpen = _openUntil <= now;
                if (halfOpen)
                {
                    _probeUntil = null;
                }

                switch (weight)
                {
                    case Weight.Hard:
                        Open(now, Longer(HardBreak, retryAfter));
                        break;
                    case Weight.Dated:
                        Open(now, retryAfter!.Value);
                        break;
                    case Weight.Counted when halfOpen || (_openUntil is null && ++_failures >= FailuresToOpen):
                        Open(now, Longer(Break, retryAfter));
                        break;
                }
            }
        }

        private void Open(TimeSpan now, TimeSpan duration)
        {
            var until = now + (duration < LongestBreak ? duration : LongestBreak);
            _openUntil = _openUntil > until ? _openUntil : until;
            _failures = 0;
        }

        private static TimeSpan Longer(TimeSpan own, TimeSpan? asked) => asked > own ? asked.Value : own;
    }
}
