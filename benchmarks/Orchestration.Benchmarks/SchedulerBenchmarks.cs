using System.Runtime.CompilerServices;
using System.Threading.Tasks.Dataflow;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Graphs;
using Orchestration.Runs;

namespace Orchestration.Benchmarks;

/// <summary>No-op steps, one run at a time, times and bytes per step: hand-written code, TPL Dataflow with prebuilt blocks, and the engine with a prebuilt graph.</summary>
/// <remarks>A step passes a reference on, as steps that ask models do. <see cref="Chain100EngineOfInts"/> shows what a value type costs: its box.</remarks>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class SchedulerBenchmarks
{
    private const int Fan = 100;
    private const int FanSteps = 1 + Fan + 1;

    private static readonly ExecutionDataflowBlockOptions OneProducer = new() { SingleProducerConstrained = true };

    private readonly Graph<string, string> _chain10 = ChainOf<string>(10);
    private readonly Graph<string, string> _chain100 = ChainOf<string>(100);
    private readonly Graph<int, int> _ints100 = ChainOf<int>(100);
    private readonly Graph<string, int> _fan = FanGraph();
    private readonly (ITargetBlock<string> First, IReceivableSourceBlock<string> Last) _blocks10 = BlocksOf(10);
    private readonly (ITargetBlock<string> First, IReceivableSourceBlock<string> Last) _blocks100 = BlocksOf(100);
    private readonly (ITargetBlock<string> First, IReceivableSourceBlock<int> Last) _fanBlocks = FanBlocks();
    private ServiceProvider _provider = null!;
    private IOrchestrator _orchestrator = null!;

    [GlobalSetup]
    public void Start()
    {
        _provider = Runtime.Create(new MemoryClient());
        _orchestrator = _provider.Orchestrator();
    }

    [GlobalCleanup]
    public void Stop() => _provider.Dispose();

    [Benchmark(OperationsPerInvoke = 10), BenchmarkCategory("chain of 10")]
    public Task<string> Chain10Tasks() => CallAsync(10);

    [Benchmark(OperationsPerInvoke = 10, Baseline = true), BenchmarkCategory("chain of 10")]
    public Task<string> Chain10Dataflow() => SendAsync(_blocks10);

    [Benchmark(OperationsPerInvoke = 10), BenchmarkCategory("chain of 10")]
    public Task<string> Chain10Engine() => RunAsync(_chain10, "x");

    [Benchmark(OperationsPerInvoke = 100), BenchmarkCategory("chain of 100")]
    public Task<string> Chain100Tasks() => CallAsync(100);

    [Benchmark(OperationsPerInvoke = 100, Baseline = true), BenchmarkCategory("chain of 100")]
    public Task<string> Chain100Dataflow() => SendAsync(_blocks100);

    [Benchmark(OperationsPerInvoke = 100), BenchmarkCategory("chain of 100")]
    public Task<string> Chain100Engine() => RunAsync(_chain100, "x");

    [Benchmark(OperationsPerInvoke = 100), BenchmarkCategory("chain of 100")]
    public Task<int> Chain100EngineOfInts() => RunAsync(_ints100, 1);

    [Benchmark(OperationsPerInvoke = FanSteps), BenchmarkCategory("1 -> 100 -> 1")]
    public async Task<int> FanTasks()
    {
        var value = await StepAsync("x");
        var branches = new Task<string>[Fan];
        for (var i = 0; i < branches.Length; i++)
        {
            branches[i] = StepAsync(value);
        }

        return TotalLength(await Task.WhenAll(branches));
    }

    [Benchmark(OperationsPerInvoke = FanSteps, Baseline = true), BenchmarkCategory("1 -> 100 -> 1")]
    public Task<int> FanDataflow() => SendAsync(_fanBlocks);

    [Benchmark(OperationsPerInvoke = FanSteps), BenchmarkCategory("1 -> 100 -> 1")]
    public Task<int> FanEngine() => RunAsync(_fan, "x");

    private static async Task<string> CallAsync(int steps)
    {
        var value = "x";
        for (var i = 0; i < steps; i++)
        {
            value = await StepAsync(value);
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<string> StepAsync(string value) => Task.FromResult(value);

    private static async Task<T> SendAsync<T>((ITargetBlock<string> First, IReceivableSourceBlock<T> Last) blocks)
    {
        blocks.First.Post("x");
        return await blocks.Last.ReceiveAsync();
    }

    private async Task<TOut> RunAsync<TIn, TOut>(Graph<TIn, TOut> graph, TIn input) => (await _orchestrator.RunAsync(graph, input)).Value;

    private static Graph<T, T> ChainOf<T>(int steps) => Graph.Define($"chain-{steps}", version: 1, (GraphBuilder g, Step<T> input) =>
    {
        for (var i = 0; i < steps; i++)
        {
            input = g.Compute($"step-{i}", input, static value => value);
        }

        return input;
    });

    private static Graph<string, int> FanGraph() => Graph.Define("fan", version: 1, static (GraphBuilder g, Step<string> input) =>
    {
        var first = g.Compute("first", input, static value => value);
        var branches = new Step<string>[Fan];
        for (var i = 0; i < branches.Length; i++)
        {
            branches[i] = g.Compute($"branch-{i}", first, static value => value);
        }

        return g.Compute("last", branches, TotalLength);
    });

    private static (ITargetBlock<string> First, IReceivableSourceBlock<string> Last) BlocksOf(int steps)
    {
        var first = new TransformBlock<string, string>(static value => value, OneProducer);
        var last = first;
        for (var i = 1; i < steps; i++)
        {
            var next = new TransformBlock<string, string>(static value => value, OneProducer);
            last.LinkTo(next);
            last = next;
        }

        return (first, last);
    }

    private static (ITargetBlock<string> First, IReceivableSourceBlock<int> Last) FanBlocks()
    {
        var first = new BroadcastBlock<string>(cloningFunction: null);
        var batch = new BatchBlock<string>(Fan);
        for (var i = 0; i < Fan; i++)
        {
            var branch = new TransformBlock<string, string>(static value => value, OneProducer);
            first.LinkTo(branch);
            branch.LinkTo(batch);
        }

        var last = new TransformBlock<string[], int>(TotalLength, OneProducer);
        batch.LinkTo(last);
        return (first, last);
    }

    private static int TotalLength(IReadOnlyList<string> values)
    {
        var length = 0;
        for (var i = 0; i < values.Count; i++)
        {
            length += values[i].Length;
        }

        return length;
    }
}
