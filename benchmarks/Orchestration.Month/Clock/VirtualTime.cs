namespace Orchestration.Month.Clock;

/// <summary>A clock that stands still until the <see cref="Pump"/> moves it to the next timer that is due. Timers of one instant go off in the order in which they were set.</summary>
/// <remarks>Not safe for several threads, and need not be: the process has one worker.</remarks>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<(Timer Timer, long Setting), (long Due, long Order)> _queue = new();
    private DateTimeOffset _now = start;
    private long _settings;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on to the next timer and lets it go off. False when none is left.</summary>
    public bool FireNext()
    {
        while (_queue.TryDequeue(out var next, out var place))
        {
            if (next.Timer.Setting == next.Setting)
            {
                _now = new DateTimeOffset(Math.Max(place.Due, _now.UtcTicks), TimeSpan.Zero);
                next.Timer.Fire();
                return true;
            }
        }

        return false;
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        // As the system's timers do: what a timer sets off belongs to whoever set it.
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private TimeSpan _period;

        /// <summary>Counts up with every change, so that what was set before no longer counts; 0 when the timer sleeps.</summary>
        public long Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                Setting = 0;
                return true;
            }

            Setting = ++time._settings;
            time._queue.Enqueue((this, Setting), (time._now.UtcTicks + dueTime.Ticks, Setting));
            return true;
        }

        public void Fire()
        {
            Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
            if (_context is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(_context, static timer => ((Timer)timer!).Call(), this);
            }
        }

        public void Dispose() => Setting = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Call() => callback(state);
    }
}
