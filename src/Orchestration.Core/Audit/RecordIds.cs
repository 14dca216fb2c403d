using System.Buffers.Binary;

namespace Orchestration.Audit;

/// <summary>Makes the ids of runs and records: version 7 UUIDs that never go backwards within a process, also inside one millisecond.</summary>
/// <remarks>
/// Layout of RFC 9562 section 5.7 with method 1 of section 6.2: 48 bits of Unix milliseconds, a 12-bit counter that restarts with each
/// millisecond (and borrows the next one when it overflows), 62 random bits. Safe for use by many threads.
/// </remarks>
internal sealed class RecordIds(TimeProvider time, Random random)
{
    private readonly Lock _gate = new();
    private long _lastTick;

    public Guid Next()
    {
        long tick;
        long tail;
        lock (_gate)
        {
            // The low 12 bits count within the millisecond that the upper ones name.
            var now = time.GetUtcNow().ToUnixTimeMilliseconds() << 12;
            tick = _lastTick = Math.Max(now, _lastTick + 1);
            tail = random.NextInt64();
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (tick >> 12 << 16) | 0x7000 | (tick & 0xFFF));
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], (tail & 0x3FFF_FFFF_FFFF_FFFF) | unchecked((long)0x8000_0000_0000_0000));
        return new Guid(bytes, bigEndian: true);
    }
}
