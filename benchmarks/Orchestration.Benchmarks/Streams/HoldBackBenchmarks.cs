using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Streaming;

namespace Orchestration.Benchmarks.Streams;

/// <summary>What holding text back costs a chunk while the stream is healthy: the window alone, and a streamed run with it and without.</summary>
[MemoryDiagnoser]
public class HoldBackBenchmarks
{
    private const int Chunks = 2_000;

    private static readonly string[] Words = [" the", " harbour", " lies", " in", " the", " north,", " of", " a", " town", "."];

    private readonly Graph<string, string> _held = Ask(new Splice());
    private readonly Graph<string, string> _passed = Ask(Splice.Never);
    private readonly Queue<string> _queue = new();
    private readonly HoldBack _window = new(new Splice());
    private ServiceProvider _provider = null!;
    private IOrchestrator _orchestrator = null!;

    [GlobalSetup]
    public void Start()
    {
        _provider = Runtime.Create(new WordsClient(), new DiscardingAuditLog());
        _orchestrator = _provider.Orchestrator();
    }

    [GlobalCleanup]
    public void Stop() => _provider.Dispose();

    [Benchmark(OperationsPerInvoke = Chunks, Description = "by hand: a queue of 150 pieces")]
    public int Queue()
    {
        var length = 0;
        for (var i = 0; i < Chunks; i++)
        {
            _queue.Enqueue(Words[i % Words.Length]);
            length += _queue.Count > 150 ? _queue.Dequeue().Length : 0;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Chunks, Description = "the window")]
    public int Window()
    {
        var length = 0;
        for (var i = 0; i < Chunks; i++)
        {
            var at = TimeSpan.FromMilliseconds(i * 10);
            _window.Add(Words[i % Words.Length], null, at);
            while (_window.TryRelease(at, out var piece))
            {
                length += piece.Text.Length;
            }
        }

        while (_window.TryFlush(out _))
        {
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Chunks, Baseline = true, Description = "streamed run, Splice.Never")]
    public Task<int> Passed() => ReadAsync(_passed);

    [Benchmark(OperationsPerInvoke = Chunks, Description = "streamed run, held back")]
    public Task<int> Held() => ReadAsync(_held);

    private async Task<int> ReadAsync(Graph<string, string> graph)
    {
        var length = 0;
        await foreach (var e in _orchestrator.StreamAsync(graph, "Describe it."))
        {
            length += e is TextDelta delta ? delta.Text.Length : 0;
        }

        return length;
    }

    private static Graph<string, string> Ask(Splice splice) => Graph.Define(
        "ask", version: 1, (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static text => Prompt.Text(text), new StepPolicy { Splice = splice }));

    private sealed class WordsClient : IChatClient
    {
        private static readonly ChatResponseUpdate[] Updates = [.. Words.Select(static word => new ChatResponseUpdate(ChatRole.Assistant, word))];

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            for (var i = 0; i < Chunks; i++)
            {
                yield return Updates[i % Updates.Length];
            }
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
