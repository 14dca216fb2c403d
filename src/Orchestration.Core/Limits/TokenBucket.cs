namespace Orchestration.Limits;

/// <summary>A bucket of units that refills evenly, one minute's worth deep. Exact: nothing is lost to rounding, however often it is asked.</summary>
/// <remarks>
/// The level is counted in six-hundred-millionths of a unit. A minute has as many ticks of 100 ns, so that each tick adds an integer: the rate.
/// Asking changes nothing but the time of the last refill; only <see cref="Take"/> lowers the level. Not for use by many threads.
/// </remarks>
internal struct TokenBucket(int perMinute, long nowTicks)
{
    private const long Scale = TimeSpan.TicksPerMinute;

    private readonly Int128 _capacity = (Int128)perMinute * Scale;
    private Int128 _level = (Int128)perMinute * Scale;
    private long _refilledAt = nowTicks;

    /// <summary>Ticks until that many units can be taken after those that wait before them; 0 = now.</summary>
    /// <remarks>More units than the bucket holds are let through when it is full.</remarks>
    public long TicksUntil(long units, long waitingBefore, long nowTicks)
    {
        Refill(nowTicks);
        var lacking = Int128.Min((Int128)units * Scale, _capacity) + ((Int128)waitingBefore * Scale) - _level;
        return lacking <= 0 ? 0 : (long)Int128.Min((lacking + perMinute - 1) / perMinute, long.MaxValue / 2);
    }

    /// <summary>Lowers the level; below zero it is a debt that the next ones wait for.</summary>
    public void Take(long units) => _level -= (Int128)units * Scale;

    /// <summary>Corrects what was taken by what was used.</summary>
    public void Return(long units) => _level = Int128.Min(_level + ((Int128)units * Scale), _capacity);

    private void Refill(long nowTicks)
    {
        if (nowTicks > _refilledAt)
        {
            _level = Int128.Min(_level + ((Int128)(nowTicks - _refilledAt) * perMinute), _capacity);
            _refilledAt = nowTicks;
        }
    }
}
