using System.Runtime.CompilerServices;
using Orchestration.Audit;
using Orchestration.Audit.Files;

namespace Orchestration.Cli.Logs;

/// <summary>Gives the records of a folder's log as they come, by looking again and again. It reads what has been added and nothing twice.</summary>
internal sealed class LogFollower(AuditFolder log, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<int, long> _read = [];

    /// <summary>Passes over what is there now.</summary>
    public void SkipToEnd()
    {
        foreach (var segment in SegmentFolder.List(log.Path))
        {
            // The last line may be half written; its beginning is found by reading back from the end.
            _read[segment.Number] = EndOfLines(segment);
        }
    }

    /// <summary>Never ends but by cancellation.</summary>
    public async IAsyncEnumerable<AuditRecord> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var segment in SegmentFolder.List(log.Path))
            {
                foreach (var record in Added(segment))
                {
                    yield return record;
                }
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private List<AuditRecord> Added(Segment segment)
    {
        var start = _read.GetValueOrDefault(segment.Number);
        var records = new List<AuditRecord>();
        if (segment.Length <= start)
        {
            return records;
        }

        var bytes = Read(segment, start);
        var taken = 0;
        while (bytes.AsSpan(taken).IndexOf((byte)'\n') is var length and >= 0)
        {
            var record = AuditRecord.Parse(bytes.AsMemory(taken, length));
            taken += length + 1;
            if (log.Rights.Allow(record.Tenant))
            {
                records.Add(record);
            }
        }

        _read[segment.Number] = start + taken;
        return records;
    }

    private static byte[] Read(Segment segment, long start)
    {
        // What does not fit is read at the next look.
        const int Most = 64 << 20;
        var bytes = new byte[(int)Math.Min(Most, segment.Length - start)];
        using var file = SegmentFolder.OpenRead(segment.Path);
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), start + read) is var count and > 0)
        {
            read += count;
        }

        return read == bytes.Length ? bytes : bytes[..read];
    }

    private static long EndOfLines(Segment segment)
    {
        const int Step = 1 << 16;
        for (var end = segment.Length; end > 0;)
        {
            var start = Math.Max(0, end - Step);
            if (Read(segment with { Length = end }, start).AsSpan().LastIndexOf((byte)'\n') is var found and >= 0)
            {
                return start + found + 1;
            }

            end = start;
        }

        return 0;
    }
}
