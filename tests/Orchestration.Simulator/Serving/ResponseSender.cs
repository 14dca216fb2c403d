using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Wire;

namespace Orchestration.Simulator.Serving;

/// <summary>Writes a body to the socket, at its pace, and breaks it where the plan says.</summary>
internal sealed class ResponseSender(HttpContext context, Pacer pacer, FaultPlan plan, Stamp stamp)
{
    // Nowhere in a stream of events or lines is this valid, and its line ends lay it before the client as an event.
    private static readonly byte[] Noise = [0xFF, 0xFE, 0x00, (byte)'}', (byte)'{', 0x1B, 0xC3, (byte)'\n', (byte)'\n'];

    private readonly PipeWriter _writer = context.Response.BodyWriter;

    public int TokensSent { get; private set; }

    public long BytesSent { get; private set; }

    /// <exception cref="OperationCanceledException">The client left.</exception>
    public Task<Delivery> SendAsync(FrameSet set, CancellationToken cancellationToken) =>
        set.IsStream ? SendStreamAsync(set, cancellationToken) : SendWholeAsync(set.Frames[0], cancellationToken);

    private async Task<Delivery> SendStreamAsync(FrameSet set, CancellationToken cancellationToken)
    {
        var (frames, pending) = (set.Frames, plan.Break);
        for (var i = 0; i < frames.Count; i++)
        {
            var frame = frames[i];
            if (pending is { AtByte: null, AtToken: { } token } && (TokensSent >= token || frame.IsEnd))
            {
                if (pending.Kind != BreakKind.Malformed)
                {
                    return await BreakAsync(pending.Kind, set.Overloaded, cancellationToken);
                }

                await WriteAsync(set.Malformed, cancellationToken);
                pending = null;
            }

            if (frame.Tokens > 0)
            {
                await pacer.TokensAsync(frame.Tokens, cancellationToken);
            }

            if (pending is { AtByte: { } most } && BytesSent + frame.Bytes.Length > most)
            {
                await WriteAsync(Filled(frame).AsMemory(0, (int)(most - BytesSent)), cancellationToken);
                return await BreakAsync(pending.Kind, set.Overloaded, cancellationToken);
            }

            // What stands around tokens goes out with what stands beside it; tokens go out at once.
            await WriteAsync(frame, isFlushed: frame.Tokens > 0 || i == frames.Count - 1 || frames[i + 1].Tokens > 0, cancellationToken);
            TokensSent += frame.Tokens;
        }

        return Delivery.Complete;
    }

    private async Task<Delivery> SendWholeAsync(Frame frame, CancellationToken cancellationToken)
    {
        var body = Filled(frame);
        if (plan.Break is not { } broken)
        {
            // Chunked, as the providers do; and the last chunk, for which a client waits, goes out when the log has its entry.
            await WriteAsync(body, cancellationToken);
            TokensSent = frame.Tokens;
            return Delivery.Complete;
        }

        var share = (double)(broken.AtToken ?? 0) / Math.Max(1, frame.Tokens);
        var length = (int)Math.Min(broken.AtByte ?? (long)(body.Length * share), body.Length - 1);
        await WriteAsync(body.AsMemory(0, length), cancellationToken);
        TokensSent = (int)((long)frame.Tokens * length / body.Length);
        if (broken.Kind != BreakKind.Malformed)
        {
            return await BreakAsync(broken.Kind, null, cancellationToken);
        }

        await WriteAsync("}{]"u8.ToArray(), cancellationToken);
        return Delivery.Complete;
    }

    private async Task<Delivery> BreakAsync(BreakKind kind, Frame? overloaded, CancellationToken cancellationToken)
    {
        // Headers, and what was written without a flush, are out before anything breaks.
        await FlushAsync();
        switch (kind)
        {
            case BreakKind.Reset:
                context.Abort();
                break;
            case BreakKind.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            case BreakKind.Malformed:
                await WriteAsync(Noise, cancellationToken);
                break;
            case BreakKind.Overload:
                await WriteAsync(overloaded!, isFlushed: true, cancellationToken);
                break;
        }

        return Delivery.Cut;
    }

    /// <summary>Not to be cancelled: a client that leaves with the last byte has received it, and one that left before ends the flush by leaving.</summary>
    private ValueTask<FlushResult> FlushAsync() => _writer.FlushAsync(CancellationToken.None);

    private byte[] Filled(Frame frame)
    {
        var bytes = new byte[frame.Bytes.Length];
        frame.CopyTo(bytes, stamp);
        return bytes;
    }

    private async ValueTask WriteAsync(Frame frame, bool isFlushed, CancellationToken cancellationToken)
    {
        if (plan.Drip is not null)
        {
            await WriteAsync(Filled(frame), cancellationToken);
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        frame.CopyTo(_writer.GetSpan(frame.Bytes.Length), stamp);
        _writer.Advance(frame.Bytes.Length);
        if (isFlushed)
        {
            await FlushAsync();
        }

        BytesSent += frame.Bytes.Length;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var atOnce = plan.Drip?.Bytes ?? Math.Max(1, bytes.Length);
        for (var start = 0; start < bytes.Length; start += atOnce)
        {
            var part = bytes[start..Math.Min(bytes.Length, start + atOnce)];
            cancellationToken.ThrowIfCancellationRequested();
            _writer.Write(part.Span);
            await FlushAsync();
            BytesSent += part.Length;
            if (plan.Drip is { } drip)
            {
                await pacer.WaitAsync(drip.Delay, cancellationToken);
            }
        }
    }
}
