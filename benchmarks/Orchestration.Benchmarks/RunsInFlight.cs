using System.Globalization;
using Orchestration.Graphs;
using Orchestration.Prompts;

namespace Orchestration.Benchmarks;

/// <summary>The memory of 10,000 runs in flight, each waiting on a model with a prompt of its own.</summary>
internal static class RunsInFlight
{
    private const int Runs = 10_000;

    private static readonly Graph<string, string> Ask = Graph.Define("ask", version: 1, static (GraphBuilder g, Step<string> input) =>
        g.Ask("ask", input, static text => Prompt.Text($"Answer this: {text}")));

    public static async Task MeasureAsync(bool keepsLog)
    {
        foreach (var characters in (int[])[100, 2_048])
        {
            Console.WriteLine(await MeasureAsync(keepsLog, characters));
        }
    }

    private static async Task<string> MeasureAsync(bool keepsLog, int characters)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = 0;
        var client = new MemoryClient(_ =>
        {
            Interlocked.Increment(ref waiting);
            return answer.Task;
        });
        await using var provider = Runtime.Create(client, keepsLog ? null : new DiscardingAuditLog());
        var orchestrator = provider.Orchestrator();
        var input = Texts.English(characters);
        var runs = new Task[Runs];

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = orchestrator.RunAsync(Ask, input);
        }

        if (waiting != Runs)
        {
            throw new InvalidOperationException($"Only {waiting} runs wait on the model.");
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Runs;
        answer.SetResult();
        await Task.WhenAll(runs);
        return string.Create(CultureInfo.InvariantCulture, $"prompt of {characters} characters, {(keepsLog ? "log in memory" : "log discarded")} | {bytes}");
    }
}
