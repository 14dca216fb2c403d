using System.Runtime.InteropServices;

namespace Orchestration.Simulator.Answers;

/// <summary>Numbers that look like chance and follow from what they are made of, on every machine.</summary>
internal static class Mix
{
    /// <summary>FNV-1a over the text's UTF-16, stirred.</summary>
    public static ulong Of(ReadOnlySpan<char> text) => Of(MemoryMarshal.AsBytes(text));

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return Stir(hash);
    }

    public static ulong Of(ulong first, ulong second) => Stir(first + (Stir(second) * 3));

    public static ulong Of(ulong first, ulong second, ulong third) => Of(Of(first, second), third);

    /// <summary>In [0, 1).</summary>
    public static double Unit(ulong mixed) => (mixed >> 11) * (1.0 / (1UL << 53));

    /// <summary>The step of SplitMix64: different numbers stay different.</summary>
    public static ulong Stir(ulong number)
    {
        number += 0x9E3779B97F4A7C15UL;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9UL;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EBUL;
        return number ^ (number >> 31);
    }
}
