using System.Buffers;
using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using BenchmarkDotNet.Attributes;
using Orchestration.Providers.Wire;

namespace Orchestration.Benchmarks.Streams;

/// <summary>Dividing a streamed body into events, per MiB, beside what .NET has for it.</summary>
public class ReaderBenchmarks
{
    private const int MiB = 1 << 20;
    private const int Size = 4;

    private readonly byte[] _sse = Fill(Bodies.OpenAI(100));
    private readonly byte[] _lines = Fill(Bodies.Ollama(100));

    [Benchmark(OperationsPerInvoke = Size)]
    public Task<long> Sse_EventReader() => ReadAsync(_sse, EventFraming.ServerSentEvents);

    [Benchmark(OperationsPerInvoke = Size)]
    public async Task<long> Sse_SseParser()
    {
        using var stream = new MemoryStream(_sse);
        long bytes = 0;
        await foreach (var item in SseParser.Create(stream, static (_, data) => data.Length).EnumerateAsync())
        {
            bytes += item.Data;
        }

        return bytes;
    }

    [Benchmark(OperationsPerInvoke = Size)]
    public Task<long> Lines_EventReader() => ReadAsync(_lines, EventFraming.JsonLines);

    [Benchmark(OperationsPerInvoke = Size)]
    public async Task<long> Lines_PipeReader()
    {
        var reader = PipeReader.Create(new MemoryStream(_lines));
        long bytes = 0;
        while (true)
        {
            var result = await reader.ReadAsync();
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                bytes += line.Length;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return bytes;
            }
        }
    }

    private static async Task<long> ReadAsync(byte[] body, EventFraming framing)
    {
        using var stream = new MemoryStream(body);
        using var events = new EventReader(stream, framing);
        long bytes = 0;
        while (await events.ReadAsync(default))
        {
            bytes += events.Data.Length;
        }

        return bytes;
    }

    private static byte[] Fill(byte[] piece)
    {
        // Whole events only: the last piece may pass the end by a little.
        using var filled = new MemoryStream();
        while (filled.Length < Size * MiB)
        {
            filled.Write(piece);
        }

        return filled.ToArray();
    }
}
