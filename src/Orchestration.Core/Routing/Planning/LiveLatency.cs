namespace Orchestration.Routing.Planning;

/// <summary>How long a model takes of late, at the quantile that routes judge by. Reading it costs nothing. Safe for many threads.</summary>
internal sealed class LiveLatency
{
    /// <summary>The share of answers that must keep a target.</summary>
    public const double Share = 0.95;

    /// <summary>How many durations must be known before a model is judged by them.</summary>
    public const int Enough = 5;

    /// <summary>A model that was found slow and has not been asked for so long is asked again, by one call.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly DecayingQuantiles _durations = new(HalfLife);
    private int _known;
    private bool _probed;
    private long _ticks;
    private long _quietFrom;

    /// <summary>Ticks at the quantile; 0 while too little is known.</summary>
    public long Ticks => Volatile.Read(ref _ticks);

    public TimeSpan? AtQuantile => Ticks is var ticks && ticks > 0 ? TimeSpan.FromTicks(ticks) : null;

    public void Add(TimeSpan duration, TimeSpan now)
    {
        lock (_gate)
        {
            if (_probed)
            {
                // What it was like before it was left alone does not matter any more: it is judged by the probe.
                _durations.Clear();
                (_probed, _known) = (false, Enough);
            }

            _durations.Add(duration, now);
            _known = Math.Min(_known + 1, Enough);
            if (_known == Enough)
            {
                Volatile.Write(ref _ticks, Math.Max(1, _durations.Quantile(Share, now)?.Ticks ?? 0));
            }

            Volatile.Write(ref _quietFrom, (now + Quiet).Ticks);
        }
    }

    /// <summary>Takes note of a wait that was given up: what was waited for would have taken longer.</summary>
    public void AddAtLeast(TimeSpan duration, TimeSpan now)
    {
        if (duration.Ticks > Ticks)
        {
            Add(duration, now);
        }
    }

    /// <summary>Whether the caller may ask the model although it is slow. True for one caller in each quiet spell.</summary>
    public bool TakesProbe(TimeSpan now)
    {
        var from = Volatile.Read(ref _quietFrom);
        if (now.Ticks < from || Interlocked.CompareExchange(ref _quietFrom, (now + Quiet).Ticks, from) != from)
        {
            return false;
        }

        lock (_gate)
        {
            _probed = _known == Enough;
        }

        return true;
    }
}
