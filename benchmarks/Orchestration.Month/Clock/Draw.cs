namespace Orchestration.Month.Clock;

/// <summary>
/// A small generator of random numbers (SplitMix64), begun from the facts that a draw is about. What one request draws does not depend on what other requests drew before, so that systems meet the same
/// luck on the same request.
/// </summary>
internal struct Draw
{
    private ulong _state;

    private Draw(ulong state) => _state = state;

    public static Draw Of(ulong seed, string about, long first = 0, long second = 0, long third = 0)
    {
        var hash = seed ^ 0xCBF29CE484222325;
        foreach (var unit in about)
        {
            hash = (hash ^ unit) * 0x100000001B3;
        }

        return new Draw(Mix(Mix(Mix(hash ^ (ulong)first) ^ (ulong)second) ^ (ulong)third));
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>In [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double least, double most) => least + ((most - least) * Unit());

    /// <summary>In [0, <paramref name="count"/>).</summary>
    public int Below(int count) => (int)(Unit() * count);

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    /// <summary>The index of a weight, drawn in proportion to it.</summary>
    public int Weighted(IReadOnlyList<double> weights)
    {
        var rest = Unit() * weights.Sum();
        for (var i = 0; i < weights.Count - 1; i++)
        {
            if ((rest -= weights[i]) < 0)
            {
                return i;
            }
        }

        return weights.Count - 1;
    }

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    public double Lognormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
