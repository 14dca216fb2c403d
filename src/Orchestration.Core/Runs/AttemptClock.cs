using Orchestration.Policies;

namespace Orchestration.Runs;

/// <summary>The time limits of one attempt, and the token that ends it: for the run's end or for a limit that passed.</summary>
/// <remarks>The clock stands still while the stream's reader is being waited for: that time is the reader's.</remarks>
internal sealed class AttemptClock : IDisposable
{
    // Neither is there when no limit is: only the run's end ends such an attempt.
    private readonly CancellationTokenSource? _source;
    private readonly ITimer? _timer;

    private readonly CancellationToken _run;
    private readonly TimeProvider _time;
    private readonly Timeouts _limits;
    private readonly TimeSpan? _rest;
    private readonly long _started;
    private readonly Lock _gate = new();
    private long _pausedAt;
    private TimeSpan _paused;
    private TimeSpan? _lastToken;
    private volatile bool _timedOut;

    // Guarded by the gate, in terms of Elapsed. The timer is not set anew with every piece: it goes off at the earliest time that was ever due, looks, and goes to sleep again.
    private TimeSpan? _due;
    private TimeSpan _setFor = TimeSpan.MaxValue;
    private (string Words, TimeSpan? Limit) _limit;

    /// <param name="time">The time.</param>
    /// <param name="limits">The policy's limits.</param>
    /// <param name="rest">What is left of the step's total.</param>
    /// <param name="run">Cancelled when the run is over.</param>
    public AttemptClock(TimeProvider time, Timeouts limits, TimeSpan? rest, CancellationToken run)
    {
        (_time, _limits, _rest, _run) = (time, limits, rest, run);
        _started = time.GetTimestamp();
        if (rest is not null || limits is not { FirstToken: null, Idle: null, Attempt: null })
        {
            _source = CancellationTokenSource.CreateLinkedTokenSource(run);
            _timer = time.CreateTimer(static clock => ((AttemptClock)clock!).Pass(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public CancellationToken Token => _source?.Token ?? _run;

    /// <summary>Which limit has passed, in words; <see langword="null"/> when none has.</summary>
    public string? TimedOut => _timedOut ? FormattableString.Invariant($"{_limit.Words} {_limit.Limit?.TotalSeconds:0.###} s") : null;

    /// <summary>Time since the request was sent, without the reader's.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started) - _paused;

    /// <summary>A part of the answer has come. What comes without one, as a provider's sign of life, is no reason to wait longer.</summary>
    /// <param name="at">When, by <see cref="Elapsed"/>.</param>
    public void TokenCame(TimeSpan at) => _lastToken = at;

    /// <summary>The model is waited for: for its first token, or for the next one.</summary>
    public void WaitForModel()
    {
        if (_timer is null)
        {
            return;
        }

        var elapsed = Elapsed;
        TimeSpan? least = null;
        (string, TimeSpan?) limit = default;
        if (_lastToken is { } last)
        {
            Consider(_limits.Idle - (elapsed - last), "no further token came within", _limits.Idle);
        }
        else
        {
            Consider(_limits.FirstToken - elapsed, "no first token came within", _limits.FirstToken);
        }

        Consider(_limits.Attempt - elapsed, "the attempt took longer than", _limits.Attempt);
        Consider(_rest - elapsed, "the step took longer than", _limits.Total);
        lock (_gate)
        {
            (_due, _limit) = (elapsed + least, limit);
            if (_due < _setFor)
            {
                SetFor(_due.Value, elapsed);
            }
        }

        void Consider(TimeSpan? left, string words, TimeSpan? of)
        {
            if (left is { } time && (least is null || time < least))
            {
                (least, limit) = (time, (words, of));
            }
        }
    }

    /// <summary>The reader is waited for.</summary>
    public void WaitForReader()
    {
        if (_timer is not null)
        {
            lock (_gate)
            {
                _due = null;
            }
        }

        _pausedAt = _time.GetTimestamp();
    }

    /// <summary>The reader has taken what it was given.</summary>
    public void ReaderCame() => _paused += _time.GetElapsedTime(_pausedAt);

    public void Dispose()
    {
        _timer?.Dispose();
        _source?.Dispose();
    }

    private void SetFor(TimeSpan due, TimeSpan elapsed)
    {
        _setFor = due;
        _timer!.Change(due > elapsed ? due - elapsed : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Pass()
    {
        lock (_gate)
        {
            _setFor = TimeSpan.MaxValue;
            if (_due is not { } due)
            {
                return;
            }

            if (Elapsed is var elapsed && elapsed < due)
            {
                SetFor(due, elapsed);
                return;
            }

            _timedOut = true;
        }

        _source!.CancelQuietly();
    }
}
