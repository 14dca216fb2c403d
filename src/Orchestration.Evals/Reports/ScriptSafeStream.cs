namespace Orchestration.Evals.Reports;

/// <summary>Passes JSON on with each <c>&lt;</c> as <c>\u003c</c>. JSON has that sign only within strings, so the meaning stays; and no text can end the script element that it stands in, nor begin a comment.</summary>
internal sealed class ScriptSafeStream(Stream inner) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (var next = buffer.IndexOf((byte)'<'); next >= 0; next = buffer.IndexOf((byte)'<'))
        {
            inner.Write(buffer[..next]);
            inner.Write("\\u003c"u8);
            buffer = buffer[(next + 1)..];
        }

        inner.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var next = buffer.Span.IndexOf((byte)'<'); next >= 0; next = buffer.Span.IndexOf((byte)'<'))
        {
            await inner.WriteAsync(buffer[..next], cancellationToken).ConfigureAwait(false);
            await inner.WriteAsync("\\u003c"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            buffer = buffer[(next + 1)..];
        }

        await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
