using System.Net;

namespace Orchestration.WireCases;

/// <summary>Lets a response's stream be read in just the pieces it was cut into: what the network joins again on the way is cut again here.</summary>
internal sealed class CutReads(Pieces pieces) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (pieces != Pieces.Whole)
        {
            response.Content = new CutContent(response.Content, pieces);
        }

        return response;
    }

    private sealed class CutContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly Pieces _pieces;

        public CutContent(HttpContent inner, Pieces pieces)
        {
            (_inner, _pieces) = (inner, pieces);
            foreach (var (name, values) in inner.Headers)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        protected override async Task<Stream> CreateContentReadStreamAsync() => new CutStream(await _inner.ReadAsStreamAsync(), _pieces);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _inner.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class CutStream(Stream inner, Pieces pieces) : Stream
    {
        private readonly byte[] _read = new byte[16 * 1024];
        private int _start;
        private int _end;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.IsEmpty)
            {
                return 0;
            }

            if (_start == _end)
            {
                (_start, _end) = (0, await inner.ReadAsync(_read, cancellationToken));
                if (_end == 0)
                {
                    return 0;
                }
            }

            var held = _read.AsMemory(_start, _end - _start);
            var length = Math.Min(pieces == Pieces.Bytes ? 1 : pieces.Cut(held.Span)[0], buffer.Length);
            held[..length].CopyTo(buffer);
            _start += length;
            return length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
