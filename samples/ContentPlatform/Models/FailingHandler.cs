using System.Net;
using System.Text;

namespace ContentPlatform.Models;

/// <summary>Lets the calls of providers fail on purpose, on the wire, in the ways that real ones do.</summary>
internal sealed class FailingHandler(PlannedFailures failures) : DelegatingHandler
{
    private const int BytesBeforeTheBreak = 2_000;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var left = failures.Take(await request.Content!.ReadAsStringAsync(cancellationToken));
        if (left > 0 && left % 3 != 1)
        {
            var status = left % 3 == 2 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.InternalServerError;
            return new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent("""{"error":{"message":"Failed on purpose."}}""", Encoding.UTF8, "application/json") };
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (left > 0)
        {
            var whole = response.Content;
            response.Content = new StreamContent(new BreakingStream(await whole.ReadAsStreamAsync(cancellationToken)));
            response.Content.Headers.ContentType = whole.Headers.ContentType;
        }

        return response;
    }

    /// <summary>Breaks in the middle, as a connection does.</summary>
    private sealed class BreakingStream(Stream inner) : Stream
    {
        private int _left = BytesBeforeTheBreak;

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
            var read = _left > 0 ? await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken) : 0;
            _left -= read;
            return read > 0 ? read : throw new IOException("Failed on purpose: the connection broke in mid-answer.");
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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
