using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks.Dataflow;
using Orchestration.Graphs;
using Orchestration.Prompts;
using Orchestration.Runs;

namespace Orchestration.Benchmarks;

/// <summary>10,000 runs at once of 5 steps in a row that wait 50 ms each: 250 ms if nothing else took time. One kind a process, so that peak memory is its own.</summary>
internal static class ConcurrentRuns
{
    private const int Runs = 10_000;
    private const int WarmUpRuns = 200;

    // Until the code is compiled for good: with a tenth of it, half of the time measured is that of first-tier code.
    private const int WarmUpRounds = 20;
    private const int Steps = 5;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(50);

    public static async Task MeasureAsync(string kind)
    {
        await using var provider = Runtime.Create(new MemoryClient(static token => Task.Delay(Wait, token)), kind.EndsWith("-discard", StringComparison.Ordinal) ? new DiscardingAuditLog() : null);
        var run = RunOf(kind, provider.Orchestrator());
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, WarmUpRuns).Select(_ => run()));
        }

        using var process = Process.GetCurrentProcess();
        var (cpu, before, allocated) = (process.TotalProcessorTime, process.WorkingSet64, GC.GetTotalAllocatedBytes());
        var clock = Stopwatch.StartNew();
        var runs = new Task[Runs];
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = run();
        }

        await Task.WhenAll(runs);
        var wall = clock.ElapsedMilliseconds;
        process.Refresh();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind} | {wall} | {(process.TotalProcessorTime - cpu).TotalMilliseconds:0} | {Mebibytes(process.PeakWorkingSet64)} | {Mebibytes(before)} | {(GC.GetTotalAllocatedBytes() - allocated) / Runs}"));
    }

    private static Func<Task> RunOf(string kind, IOrchestrator orchestrator) => kind switch
    {
        "tasks" => TasksAsync,
        "dataflow" => DataflowAsync,
        "effects" or "effects-discard" => Run(orchestrator, Chain("effects", static (g, name, step) => g.Effect(name, step, WaitAsync))),
        "asks" or "asks-discard" => Run(orchestrator, Chain("asks", static (g, name, step) => g.Ask(name, step, static text => Prompt.Text(text)))),
        _ => throw new ArgumentException($"'{kind}' is not one of tasks, dataflow, effects, effects-discard, asks, asks-discard.", nameof(kind)),
    };

    private static Func<Task> Run(IOrchestrator orchestrator, Graph<string, string> graph) => async () => _ = (await orchestrator.RunAsync(graph, "x")).Value;

    private static Graph<string, string> Chain(string name, Func<GraphBuilder, string, Step<string>, Step<string>> add) =>
        Graph.Define(name, version: 1, (GraphBuilder g, Step<string> step) =>
        {
            for (var i = 0; i < Steps; i++)
            {
                step = add(g, $"step-{i}", step);
            }

            return step;
        });

    private static async ValueTask<string> WaitAsync(string value, EffectContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(Wait, cancellationToken);
        return value;
    }

    private static async Task TasksAsync()
    {
        for (var i = 0; i < Steps; i++)
        {
            await Task.Delay(Wait);
        }
    }

    private static async Task DataflowAsync()
    {
        var first = Block();
        var last = first;
        for (var i = 1; i < Steps; i++)
        {
            var next = Block();
            last.LinkTo(next);
            last = next;
        }

        first.Post("x");
        await last.ReceiveAsync();

        static TransformBlock<string, string> Block() => new(static async value =>
        {
            await Task.Delay(Wait);
            return value;
        });
    }

    private static long Mebibytes(long bytes) => bytes >> 20;
}
