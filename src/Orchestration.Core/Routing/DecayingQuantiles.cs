namespace Orchestration.Routing;

/// <summary>Quantiles of durations, of which recent ones weigh more: a duration loses half its weight with each half-life. Safe for many threads; allocates nothing after it is made.</summary>
/// <remarks>
/// Durations are counted in buckets, ten to each doubling from 1 ms to 10 minutes. A quantile is the geometric middle of its bucket, at most 3.6 % from the duration that it stands for.
/// What is shorter or longer counts as the shortest or longest. Old weights are not lowered, new ones are raised, and all are scaled back now and then.
/// </remarks>
/// <param name="halfLife">&gt; 0.</param>
/// <param name="minimumWeight">The weight, in durations added just now, below which there is no quantile.</param>
internal sealed class DecayingQuantiles(TimeSpan halfLife, double minimumWeight = 1)
{
    private const int PerDoubling = 10;
    private const int GroupBits = 4;

    // 2^19.2 ms is 10 minutes.
    private const int Buckets = 192;

    // A power of two that leaves room for 2^900 more.
    private const double MostHalfLives = 100;

    // What is lost by adding and scaling numbers that are not exact.
    private const double Rounding = 1e-9;

    private readonly Lock _gate = new();
    private readonly double[] _weights = new double[Buckets];

    // Sums of 16 buckets each, so that a quantile is found in 28 steps instead of 192.
    private readonly double[] _groups = new double[Buckets >> GroupBits];
    private TimeSpan _scaledAt;

    private double Total
    {
        get
        {
            var total = 0.0;
            foreach (var weight in _groups)
            {
                total += weight;
            }

            return total;
        }
    }

    /// <summary>Adds one duration.</summary>
    /// <param name="value">The duration.</param>
    /// <param name="now">The time since any fixed instant, the same one with each use.</param>
    public void Add(TimeSpan value, TimeSpan now)
    {
        var bucket = BucketOf(value);
        lock (_gate)
        {
            var age = HalfLivesSinceScale(now);
            if (age > MostHalfLives)
            {
                Scale(double.Exp2(-age));
                (_scaledAt, age) = (now, 0);
            }

            var weight = double.Exp2(age);
            _weights[bucket] += weight;
            _groups[bucket >> GroupBits] += weight;
        }
    }

    /// <summary>The duration that a share of the weight does not exceed.</summary>
    /// <param name="q">The share, in [0, 1]: 0.5 is the median.</param>
    /// <param name="now">As in <see cref="Add"/>.</param>
    /// <returns><see langword="null"/> when less than the minimum weight is left.</returns>
    public TimeSpan? Quantile(double q, TimeSpan now)
    {
        lock (_gate)
        {
            return WeightAt(now) < minimumWeight * (1 - Rounding) ? null : MiddleOf(BucketAt(q));
        }
    }

    /// <summary>How many durations added just now would weigh as much as all that are in it.</summary>
    public double Weight(TimeSpan now)
    {
        lock (_gate)
        {
            return WeightAt(now);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Scale(0);
        }
    }

    private double WeightAt(TimeSpan now) => Total * double.Exp2(-HalfLivesSinceScale(now));

    private double HalfLivesSinceScale(TimeSpan now) => (now - _scaledAt) / halfLife;

    private void Scale(double factor)
    {
        foreach (ref var weight in _weights.AsSpan())
        {
            weight *= factor;
        }

        foreach (ref var weight in _groups.AsSpan())
        {
            weight *= factor;
        }
    }

    // The bucket in which the sum of weights, from the shortest duration on, reaches the share. The share is a hair less, so that rounding does not carry it past the last bucket in use,
    // and never nothing, so that it does not end in an empty first one.
    private int BucketAt(double q)
    {
        var target = Math.Max(q, Rounding) * Total * (1 - Rounding);
        var (sum, group) = (0.0, 0);
        while (group < _groups.Length - 1 && sum + _groups[group] < target)
        {
            sum += _groups[group++];
        }

        var bucket = group << GroupBits;
        var last = bucket + (1 << GroupBits) - 1;
        while (bucket < last && sum + _weights[bucket] < target)
        {
            sum += _weights[bucket++];
        }

        return bucket;
    }

    private static int BucketOf(TimeSpan value) => (int)Math.Clamp(Math.Log2(Math.Max(1, value.TotalMilliseconds)) * PerDoubling, 0, Buckets - 1);

    private static TimeSpan MiddleOf(int bucket) => TimeSpan.FromMilliseconds(double.Exp2((bucket + 0.5) / PerDoubling));
}
