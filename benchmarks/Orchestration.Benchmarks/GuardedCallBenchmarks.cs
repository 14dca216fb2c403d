using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;

namespace Orchestration.Benchmarks;

/// <summary>What it costs to guard a call: a prompt of 2 KB to a model that answers at once, and a cache hit on 20 messages of 1,000 characters. The log is in memory.</summary>
public class GuardedCallBenchmarks
{
    private static readonly MemoryClient Client = new();
    private static readonly Prompt<string> Short = Prompt.Text(Texts.English(2_048));
    private static readonly Prompt<string> Conversation = Texts.Conversation(messages: 20, characters: 1_000);
    private static readonly StepPolicy Uncached = new();
    private static readonly StepPolicy Cached = new() { Cache = CachePolicy.For(TimeSpan.FromDays(1)) };

    private readonly Graph<string, string> _ask = AskGraph(Short, Uncached);
    private readonly Graph<string, string> _askCached = AskGraph(Conversation, Cached);
    private readonly List<ChatMessage> _messages = Short.ToChatMessages();
    private ServiceProvider _provider = null!;
    private IOrchestrator _orchestrator = null!;
    private RunServices _services = null!;
    private GuardedCall _call = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _provider = Runtime.Create(Client);
        _orchestrator = _provider.Orchestrator();
        _services = OrchestrationServiceCollectionExtensions.ServicesOf(_provider);
        _call = new GuardedCall(_services);
        await FillLogAsync();
        await _orchestrator.RunAsync(_askCached, "x");
        var second = await _orchestrator.RunAsync(_askCached, "x");
        if (second.Steps[0].Outcome != StepOutcome.Cached)
        {
            throw new InvalidOperationException("The cache does not serve the conversation.");
        }
    }

    [GlobalCleanup]
    public void Stop() => _provider.Dispose();

    [Benchmark(Baseline = true)]
    public async Task<int> BareClient()
    {
        var length = 0;
        await foreach (var update in Client.GetStreamingResponseAsync(_messages))
        {
            length += update.Text.Length;
        }

        return length;
    }

    [Benchmark]
    public async Task<object?> Call() => await CallAsync(_ask, Short, Uncached);

    [Benchmark]
    public async Task<string> RunOfOneCall() => (await _orchestrator.RunAsync(_ask, "x")).Value;

    [Benchmark]
    public async Task<object?> CacheHit() => await CallAsync(_askCached, Conversation, Cached);

    [Benchmark]
    public async Task<string> RunOfOneCacheHit() => (await _orchestrator.RunAsync(_askCached, "x")).Value;

    /// <summary>The call without the graph around it. A run belongs to it, since a call books its sums there.</summary>
    private async Task<object?> CallAsync(Graph graph, Prompt prompt, StepPolicy policy)
    {
        using var run = new Run(_services, null!, new RunId(_services.Ids.Next()), graph, new RunOptions(), null, RunMode.Live, null, CancellationToken.None);
        return await _call.ExecuteAsync(new Call(run, "ask", prompt, policy));
    }

    /// <summary>A log that is still growing makes the collector copy what it keeps; a process that has run for a while has a full one.</summary>
    private async Task FillLogAsync()
    {
        const int BytesPerRun = 4_096;
        for (var bytes = 0L; bytes < InMemoryAuditLog.DefaultCapacity; bytes += BytesPerRun)
        {
            await _orchestrator.RunAsync(_ask, "x");
        }
    }

    private static Graph<string, string> AskGraph(Prompt<string> prompt, StepPolicy policy) =>
        Graph.Define("ask", version: 1, (GraphBuilder g, Step<string> input) => g.Ask("ask", input, _ => prompt, policy));
}
