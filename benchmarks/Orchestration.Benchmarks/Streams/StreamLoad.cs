using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Providers.OpenAI;
using Orchestration.Runs;

namespace Orchestration.Benchmarks.Streams;

/// <summary>Many streams at once from the simulator in another process: this process's processor time and bytes per chunk, and the time to the first piece.</summary>
internal static class StreamLoad
{
    private const int Chunks = 200;

    // What is compiled and grown in the first of these would else be counted to the chunks after it.
    private const int WarmUpChunks = 600_000;
    private const int MeasuredChunks = 1_000_000;

    private const string Body = """{"model":"gpt","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Tell me about whales."}]}""";

    private static readonly Graph<string, string> Ask = Graph.Define("ask", version: 1, static (GraphBuilder g, Step<string> input) =>
        g.Ask("ask", input, static text => Prompt.Text(text), new StepPolicy { Retry = Retry.Never }));

    /// <param name="kind"><c>bytes</c> reads what comes and does not look at it, <c>adapter</c> makes updates of it, <c>guarded</c> runs a graph with its audit.</param>
    /// <param name="streams">How many at once.</param>
    /// <param name="chunksPerSecond">The pace of each; 0 = as fast as it goes.</param>
    public static async Task MeasureAsync(string kind, int streams, int chunksPerSecond)
    {
        var pace = chunksPerSecond == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", \"pace\": {{ \"tokensPerSecond\": {chunksPerSecond} }}");
        using var simulator = await SimulatorProcess.StartAsync($$"""{ "models": [{ "model": "gpt", "answer": { "kind": "generated", "tokens": {{Chunks}} }{{pace}} }] }""");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var client = new OpenAIChatClient(http, new OpenAIOptions { ApiKey = "no-key", BaseAddress = new Uri(simulator.Address, "/v1") }, "gpt");
        await using var provider = Runtime.Create(client);
        var orchestrator = provider.Orchestrator();
        Func<Task<TimeSpan>> read = kind switch
        {
            "bytes" => () => ReadBytesAsync(http, new Uri(simulator.Address, "/v1/chat/completions")),
            "adapter" => () => ReadUpdatesAsync(client),
            "guarded" => () => RunAsync(orchestrator),
            _ => throw new ArgumentException($"There is no kind '{kind}'; there are bytes, adapter and guarded.", nameof(kind)),
        };

        var paced = chunksPerSecond > 0;
        for (var i = 0; i < (paced ? 2 : WarmUpChunks / (streams * Chunks)); i++)
        {
            await RoundAsync(read, streams);
        }

        var rounds = paced ? 5 : MeasuredChunks / (streams * Chunks);
        var first = new List<double>();
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < rounds; i++)
        {
            first.AddRange(await RoundAsync(read, streams));
        }

        var chunks = (double)rounds * streams * Chunks;
        first.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind} | {streams} | {(chunksPerSecond == 0 ? "none" : $"{chunksPerSecond}/s")} | {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / chunks:0.00} | {(GC.GetTotalAllocatedBytes() - bytes) / chunks:0} | {first[first.Count / 2]:0.0} | {first[first.Count * 99 / 100]:0.0} | {chunks / clock.Elapsed.TotalSeconds:0}"));
    }

    private static async Task<double[]> RoundAsync(Func<Task<TimeSpan>> read, int streams) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => Task.Run(read)))).Select(static first => first.TotalMilliseconds)];

    private static async Task<TimeSpan> ReadBytesAsync(HttpClient http, Uri address)
    {
        var started = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(Body, null, "application/json") };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[16 * 1024];
        TimeSpan? first = null;
        while (await stream.ReadAsync(buffer) > 0)
        {
            first ??= Stopwatch.GetElapsedTime(started);
        }

        return first!.Value;
    }

    private static async Task<TimeSpan> ReadUpdatesAsync(OpenAIChatClient client)
    {
        var started = Stopwatch.GetTimestamp();
        TimeSpan? first = null;
        await foreach (var update in client.GetStreamingResponseAsync("Tell me about whales."))
        {
            first ??= update.Text.Length > 0 ? Stopwatch.GetElapsedTime(started) : null;
        }

        return first!.Value;
    }

    private static async Task<TimeSpan> RunAsync(IOrchestrator orchestrator)
    {
        var started = Stopwatch.GetTimestamp();
        TimeSpan? first = null;
        await foreach (var e in orchestrator.StreamAsync(Ask, "Tell me about whales."))
        {
            first ??= e is TextDelta ? Stopwatch.GetElapsedTime(started) : null;
        }

        return first!.Value;
    }
}
