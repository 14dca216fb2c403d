using System.Text.Json;

namespace Orchestration.Audit.Files;

/// <summary>Brings a folder back to where its last writer stood: cuts off what it was writing when it ended, and finds what is not yet sealed.</summary>
internal static class Recovery
{
    /// <summary>Heals the last segment and tells <paramref name="sealer"/> of every record.</summary>
    /// <returns>The segment to go on with; its length is 0 for a new one.</returns>
    public static Segment Run(string folder, Sealer sealer)
    {
        var segments = SegmentFolder.List(folder);
        if (segments.Count == 0)
        {
            return new Segment(SegmentFolder.PathOf(folder, 1), 1, 0);
        }

        // All but the last segment ended sealed.
        foreach (var segment in segments[..^1])
        {
            Restore(segment, new LineFilter(new AuditQuery { Kind = AuditKind.Seal }), sealer);
        }

        var last = segments[^1];
        var whole = Restore(last, new LineFilter(new AuditQuery()), sealer);
        if (whole < last.Length)
        {
            MoveTail(folder, last, whole);
        }

        return last with { Length = whole };
    }

    /// <summary>Reads a segment as far as the filter lets it; the answer is where its last good record ends.</summary>
    /// <remarks>
    /// A broken line with good ones behind it is no torn tail: an append goes to the end, and the ones behind were acknowledged after it.
    /// It stays where it is, for a verification to name.
    /// </remarks>
    private static long Restore(Segment segment, LineFilter filter, Sealer sealer)
    {
        using var file = SegmentFolder.OpenRead(segment.Path);
        using var lines = new LineReader(file, segment.Length);
        var whole = 0L;
        do
        {
            while (lines.TryTake(out var line))
            {
                if (filter.MaySelect(line.Span) && AuditRecord.EndsWithHash(line.Span) && AuditRecord.HashHoldsOf(line.Span))
                {
                    Restore(line, new AuditPosition(segment.Name, lines.Line), sealer);
                    whole = lines.Position;
                }
            }
        }
        while (lines.Fill());

        return whole;
    }

    // A line that has its hash is not torn, whether or not it can be read: it may be of a later version, and is not ours to cut off.
    private static void Restore(ReadOnlyMemory<byte> line, AuditPosition at, Sealer sealer)
    {
        try
        {
            sealer.Restore(AuditRecord.Parse(line));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The audit log cannot be continued: {at} is whole, but this version cannot read it. Use a newer one.", exception);
        }
    }

    // First the copy, then the cut: a crash between the two leaves the tail twice, never nowhere.
    private static void MoveTail(string folder, Segment segment, long whole)
    {
        using var file = SegmentFolder.OpenWrite(segment.Path);
        using (var torn = new FileStream(segment.Path + ".torn", FileMode.Append, FileAccess.Write))
        {
            file.Position = whole;
            file.CopyTo(torn);
            torn.WriteByte((byte)'\n');
            torn.Flush(flushToDisk: true);
        }

        SegmentFolder.Flush(folder);
        file.SetLength(whole);
        file.Flush(flushToDisk: true);
    }
}
