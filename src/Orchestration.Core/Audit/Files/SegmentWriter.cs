namespace Orchestration.Audit.Files;

/// <summary>Writes lines to the newest segment and begins the next when it is full. Belongs to one thread.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly FileAuditLogOptions _options;
    private readonly Func<string, FileStream> _open;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private FileStream _file;
    private int _buffered;

    public SegmentWriter(FileAuditLogOptions options, Segment segment, Func<string, FileStream> open)
    {
        (_options, _open, Segment) = (options, open, segment);
        _file = Open(segment);
    }

    /// <summary>The newest segment; its length is what was flushed.</summary>
    public Segment Segment { get; private set; }

    /// <summary>Whether the next flush ends the segment.</summary>
    public bool IsFull => _file.Position + _buffered >= _options.SegmentBytes;

    public void Write(ReadOnlySpan<byte> line)
    {
        if (line.Length >= BufferSize - _buffered)
        {
            WriteBuffered();
            if (line.Length >= BufferSize)
            {
                _file.Write(line);
                line = default;
            }
        }

        line.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += line.Length;
        _buffer[_buffered++] = (byte)'\n';
    }

    /// <summary>Brings all lines to the disk, or to the operating system if that is all that was asked for; ends the segment if it is full.</summary>
    public void Flush()
    {
        WriteBuffered();
        if (_options.Durability == AuditDurability.Fsync)
        {
            _file.Flush(flushToDisk: true);
        }

        Segment = Segment with { Length = _file.Position };
        if (Segment.Length >= _options.SegmentBytes)
        {
            BeginNext();
        }
    }

    public void Dispose() => _file.Dispose();

    private void WriteBuffered()
    {
        _file.Write(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }

    private void BeginNext()
    {
        // Whatever the durability: only a last segment may have a torn tail.
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        var number = Segment.Number + 1;
        Segment = new Segment(SegmentFolder.PathOf(_options.Folder, number), number, 0);
        _file = Open(Segment);
    }

    private FileStream Open(Segment segment)
    {
        var file = _open(segment.Path);
        if (segment.Length == 0)
        {
            SegmentFolder.Flush(_options.Folder);
        }

        file.Position = segment.Length;
        return file;
    }
}
