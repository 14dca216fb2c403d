using System.Buffers.Binary;

namespace Orchestration.Audit;

/// <summary>Makes the ids of runs and records: version 7 UUIDs that never go backwards within a process, also inside one millisecond.</summary>
/// <remarks>
/// Layout of RFC 9562 section 5.7 with method 1 of section 6.2: 48 bits of Unix milliseconds, a 12-bit counter that restarts with each
/// millisecond (and borrows the next one when it overflows), 62 random bits: SplitMix64 from a random start. Safe for use by many threads, without a lock.
/// </remarks>
internal sealed class RecordIds(TimeProvider time, Random random)
{
    private ulong _state = unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue));
    private long _lastTick;

    public Guid Next()
    {
        var tick = NextTick();
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (tick >> 12 << 16) | 0x7000 | (tick & 0xFFF));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (NextRandom() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }

    // The low 12 bits count within the millisecond that the upper ones name.
    private long NextTick()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() << 12;
        while (true)
        {
            var last = Volatile.Read(ref _lastTick);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _lastTick, next, last) == last)
            {
                return next;
            }
        }
    }

    private ulong NextRandom()
    {
        unchecked
        {
            var mixed = Interlocked.Add(ref _state, 0x9E37_79B9_7F4A_7C15);
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
