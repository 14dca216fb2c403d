namespace Orchestration.Routing.Canaries;

/// <summary>Draws the part of traffic that a canary takes: by the content of names alone, so every process draws the same.</summary>
internal static class CanaryShare
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>Whether the key is among the first <paramref name="percent"/> of a hundred. Does not allocate.</summary>
    /// <param name="canary">Each canary draws on its own: who is in one is not likelier to be in another.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="key">The run's subject.</param>
    /// <param name="percent">From 0, none, to 100, all. A larger one takes all keys that a smaller one does, and more.</param>
    public static bool Takes(string canary, string tenant, string key, double percent) => PlaceOf(canary, tenant, key) < percent / 100;

    /// <summary>The key's place among all, evenly spread over [0, 1).</summary>
    public static double PlaceOf(string canary, string tenant, string key)
    {
        var hash = Mix(Add(Add(Add(FnvOffset, canary), tenant), key));
        return (hash >> 11) * (1.0 / (1UL << 53));
    }

    // FNV-1a over the length and the UTF-16 code units, so that no two rows of names run together.
    private static ulong Add(ulong hash, string text)
    {
        unchecked
        {
            hash = (hash ^ (uint)text.Length) * FnvPrime;
            foreach (var unit in text)
            {
                hash = (hash ^ (byte)unit) * FnvPrime;
                hash = (hash ^ (byte)(unit >> 8)) * FnvPrime;
            }

            return hash;
        }
    }

    // The high bits of FNV hardly depend on the last characters; the finalizer of SplitMix64 spreads them.
    private static ulong Mix(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
            hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
            return hash ^ (hash >> 31);
        }
    }
}
