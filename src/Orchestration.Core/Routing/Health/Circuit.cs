using Orchestration.Models;

namespace Orchestration.Routing.Health;

/// <summary>The circuit of one endpoint. Safe for use by many threads.</summary>
internal sealed class Circuit(EndpointHealthOptions options)
{
    // What a report's times may be off by, for they are measured by another clock reading than ours.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly FailureWindow _failures = new(options.Window, options.MinimumRequests, options.FailureRatio);
    private readonly LatencyWatch _latency = new(options);
    private readonly Trials _trials = new(options.Probes, options.ProbeTimeout);

    // Null while closed.
    private BreakReason? _reason;

    // The last break. Once its end has passed, the circuit is half-open.
    private TimeSpan _openedAt = TimeSpan.MinValue;
    private TimeSpan _openUntil;

    // Breaks in a row, each but the first after a probe that failed.
    private int _breaks;

    // Probes that have succeeded since the break.
    private int _succeeded;

    // Until when the provider has asked to be left alone. A fact, not a suspicion: nothing passes before, and no probe is needed after.
    private TimeSpan _toldUntil;

    public bool TryEnter(TimeSpan now, bool asLastResort, out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            retryAfter = TimeSpan.Zero;
            if (_toldUntil <= now
                && (_reason is null
                    || (_openUntil <= now && _trials.TryProbe(now))
                    || (asLastResort && _reason is BreakReason.Failures or BreakReason.Latency && _trials.TryLastResort(now))))
            {
                return true;
            }

            retryAfter = FreeAt(now) - now;
            return false;
        }
    }

    /// <summary>Takes note of how a request ended.</summary>
    /// <returns>Why the circuit opened, if it did by this.</returns>
    public BreakReason? Report(TimeSpan now, in RequestEnd end)
    {
        var sent = now - (end.Duration > TimeSpan.Zero ? end.Duration : TimeSpan.Zero) + Slack;
        lock (_gate)
        {
            var isLastResort = _trials.Leave(sent);
            switch (end.Failure)
            {
                case FailureReason.QuotaExhausted:
                    return Refused(now, BreakReason.Quota, end.RetryAfter);
                case FailureReason.Authentication:
                    return Refused(now, BreakReason.Authentication, end.RetryAfter);
                case FailureReason.RateLimited when end.RetryAfter > TimeSpan.Zero:
                    return Told(now, end.RetryAfter.Value) ? BreakReason.RateLimit : null;
            }

            // What was sent before the last break began says nothing of the time after it.
            return sent < _openedAt ? null
                : _reason is null ? ReportClosed(now, end)
                : _openUntil <= now || isLastResort ? ReportTrial(now, end)
                : null;
        }
    }

    public EndpointState StateAt(TimeSpan now)
    {
        lock (_gate)
        {
            var isTold = _toldUntil > now;
            var phase = isTold ? CircuitPhase.Open : _reason is null ? CircuitPhase.Closed : _openUntil > now ? CircuitPhase.Open : CircuitPhase.HalfOpen;
            return new EndpointState(
                phase,
                _reason ?? (isTold ? BreakReason.RateLimit : null),
                phase is CircuitPhase.Open ? Later(_toldUntil, _reason is null ? now : _openUntil) - now : TimeSpan.Zero,
                _failures.Ratio,
                _latency.Recent(now),
                _latency.Usual);
        }
    }

    private BreakReason? ReportClosed(TimeSpan now, in RequestEnd end)
    {
        var failed = IsFailure(end.Failure);
        if (failed || end.Failure is null)
        {
            _failures.Add(failed, now);
        }

        // A first token tells how fast the endpoint is, whatever became of the rest.
        var slow = end.TimeToFirstToken is { } firstToken && _latency.Learn(firstToken, now);
        return failed && _failures.IsOver ? Open(now, BreakReason.Failures, options.Break, end.RetryAfter)
            : slow ? Open(now, BreakReason.Latency, options.Break, null)
            : null;
    }

    private BreakReason? ReportTrial(TimeSpan now, in RequestEnd end)
    {
        var failed = IsFailure(end.Failure);
        var slow = end.Failure is null && _latency.IsSlowStill(end.TimeToFirstToken, now);
        if (_openUntil > now && (failed || slow))
        {
            // A last resort that fails is what was to be expected: the break runs on.
            return null;
        }

        if (failed || slow)
        {
            return Open(now, failed ? BreakReason.Failures : BreakReason.Latency, options.Break, end.RetryAfter);
        }

        if (end.Failure is null)
        {
            // A last resort that succeeds ends the break early.
            _openUntil = _openUntil < now ? _openUntil : now;
            if (++_succeeded >= options.Probes)
            {
                Close(now);
            }
        }

        return null;
    }

    private BreakReason? Refused(TimeSpan now, BreakReason reason, TimeSpan? retryAfter)
    {
        if (_reason is null || _openUntil <= now)
        {
            return Open(now, reason, options.RefusalBreak, retryAfter);
        }

        // Requests that were under way when the circuit opened only lengthen the break. What was suspected is known now, and no last resort overrules it.
        _reason = reason;
        _trials.GiveUpLastResort();
        _openUntil = Later(_openUntil, now + options.RefusalBreak);
        Told(now, retryAfter ?? TimeSpan.Zero);
        return null;
    }

    private BreakReason Open(TimeSpan now, BreakReason reason, TimeSpan first, TimeSpan? retryAfter)
    {
        _breaks = _reason is null ? 0 : _breaks + 1;
        _reason = reason;
        _openedAt = now;
        _openUntil = now + TimeSpan.FromTicks((long)Math.Min(first.Ticks * double.Exp2(_breaks), options.LongestBackoff.Ticks));
        _succeeded = 0;
        _trials.Clear();
        Told(now, retryAfter ?? TimeSpan.Zero);
        return reason;
    }

    private void Close(TimeSpan now)
    {
        _reason = null;
        _trials.Clear();
        _failures.Clear();
        _latency.Return(now);
    }

    // Whether this has shut the door; a shorter word does not open it earlier.
    private bool Told(TimeSpan now, TimeSpan retryAfter)
    {
        var shuts = _toldUntil <= now && retryAfter > TimeSpan.Zero;
        _toldUntil = Later(_toldUntil, now + (retryAfter < options.LongestBreak ? retryAfter : options.LongestBreak));
        return shuts;
    }

    private TimeSpan FreeAt(TimeSpan now) => Later(_toldUntil, _reason is null ? now : _openUntil > now ? _openUntil : _trials.FreeAt());

    private static bool IsFailure(FailureReason? reason) => reason is FailureReason.ServerError or FailureReason.Overloaded or FailureReason.Timeout
        or FailureReason.ConnectionLost or FailureReason.StreamInterrupted;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
