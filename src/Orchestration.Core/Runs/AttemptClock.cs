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
    private long _pausedAt;
    private TimeSpan _paused;
    private TimeSpan? _lastToken;
    private string _limit = string.Empty;
    private volatile bool _timedOut;

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
    public string? TimedOut => _timedOut ? _limit : null;

    /// <summary>Time since the request was sent, without the reader's.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started) - _paused;

    /// <summary>A part of the answer has come. What comes without one, as a provider's sign of life, is no reason to wait longer.</summary>
    public void TokenCame() => _lastToken = Elapsed;

    /// <summary>The model is waited for: for its first token, or for the next one.</summary>
    public void WaitForModel()
    {
        if (_timer is null)
        {
            return;
        }

        var elapsed = Elapsed;
        TimeSpan? least = null;
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
        if (least is { } due)
        {
            _timer.Change(due < TimeSpan.Zero ? TimeSpan.Zero : due, Timeout.InfiniteTimeSpan);
        }

        void Consider(TimeSpan? left, string words, TimeSpan? limit)
        {
            if (left is { } time && (least is null || time < least))
            {
                least = time;
                _limit = FormattableString.Invariant($"{words} {limit?.TotalSeconds:0.###} s");
            }
        }
    }

    /// <summary>The reader is waited for.</summary>
    public void WaitForReader()
    {
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _pausedAt = _time.GetTimestamp();
    }

    /// <summary>The reader has taken what it was given.</summary>
    public void ReaderCame() => _paused += _time.GetElapsedTime(_pausedAt);

    public void Dispose()
    {
        _timer?.Dispose();
        _source?.Dispose();
    }

    private void Pass()
    {
        _timedOut = true;
        _source!.CancelQuietly();
    }
}
