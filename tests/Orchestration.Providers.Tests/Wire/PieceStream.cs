namespace Orchestration.Providers.Tests.Wire;

/// <summary>A stream whose reads give its bytes in just these pieces, then what the end is to be.</summary>
internal sealed class PieceStream(IReadOnlyList<ReadOnlyMemory<byte>> pieces, Exception? end = null) : Stream
{
    private int _piece;
    private int _start;

    public bool IsDisposed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Cuts bytes into pieces of these lengths, over and over.</summary>
    public static PieceStream Of(ReadOnlyMemory<byte> bytes, params IReadOnlyList<int> lengths)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; bytes.Length > 0; i++)
        {
            var length = Math.Min(bytes.Length, lengths[i % lengths.Count]);
            pieces.Add(bytes[..length]);
            bytes = bytes[length..];
        }

        return new PieceStream(pieces);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_piece == pieces.Count)
        {
            return end is null ? new ValueTask<int>(0) : ValueTask.FromException<int>(end);
        }

        var left = pieces[_piece][_start..];
        var length = Math.Min(left.Length, buffer.Length);
        left[..length].CopyTo(buffer);
        (_piece, _start) = length == left.Length ? (_piece + 1, 0) : (_piece, _start + length);
        return new ValueTask<int>(length);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
