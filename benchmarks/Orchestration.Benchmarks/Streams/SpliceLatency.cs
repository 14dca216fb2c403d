using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;

namespace Orchestration.Benchmarks.Streams;

/// <summary>From the death of the first model to the first released character of the second, less what the second takes to its own first token.</summary>
internal static class SpliceLatency
{
    private const int Answers = 2_000;
    private const int WarmUp = 300;

    private static readonly string[] Answer =
    [
        .. Enumerable.Range(0, 60).SelectMany(static i => $"Sentence {i} of the answer tells of harbour number {i * 7}, its cranes and its tides.".Split(' ').Select(static word => word + " ")),
    ];

    public static async Task MeasureAsync()
    {
        var (dying, steady) = (new DyingClient(), new ContinuingClient());
        await using var provider = new ServiceCollection().AddOrchestration()
            .AddModel("dying", dying, Runtime.Profile).AddModel("steady", steady, Runtime.Profile)
            .UseAuditLog(static _ => new DiscardingAuditLog()).UseEndpointHealth(static _ => new AlwaysHealthy()).Services.BuildServiceProvider();
        var orchestrator = provider.GetRequiredService<IOrchestrator>();
        var graph = Graph.Define("ask", version: 1, static (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static text => Prompt.Text(text), new StepPolicy()));
        var (asked, released, whole) = (new List<double>(), new List<double>(), 0);
        var expected = string.Concat(Answer);
        for (var i = -WarmUp; i < Answers; i++)
        {
            dying.Words = 40 + (i & 0xFF);
            long? first = null;
            var text = new System.Text.StringBuilder();
            await foreach (var e in orchestrator.StreamAsync(graph, "Describe the harbours."))
            {
                if (e is TextDelta delta)
                {
                    text.Append(delta.Text);
                    first ??= delta.Attempt == 2 ? Stopwatch.GetTimestamp() : null;
                }
            }

            whole += i >= 0 && text.ToString() == expected ? 1 : 0;
            if (i >= 0 && first is { } at)
            {
                asked.Add(Stopwatch.GetElapsedTime(dying.DiedAt, steady.AskedAt).TotalMilliseconds);
                released.Add(Stopwatch.GetElapsedTime(steady.FirstTokenAt, at).TotalMilliseconds);
            }
        }

        Tell("death to the second request", asked);
        Tell("second's first token to its first character released", released);
        Tell("both", [.. asked.Zip(released, static (one, other) => one + other)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unbroken texts: {whole} of {Answers}"));
    }

    private static void Tell(string what, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} | median {milliseconds[milliseconds.Count / 2]:0.000} ms | p99 {milliseconds[milliseconds.Count * 99 / 100]:0.000} ms"));
    }

    private sealed class DyingClient : MemoryStream
    {
        public int Words { get; set; }

        public long DiedAt { get; private set; }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            for (var i = 0; i < Words; i++)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, Answer[i]);
            }

            DiedAt = Stopwatch.GetTimestamp();
            throw new IOException("the connection broke");
        }
    }

    /// <summary>Repeats the last words, as it is asked to, and goes on.</summary>
    private sealed class ContinuingClient : MemoryStream
    {
        public long AskedAt { get; private set; }

        public long FirstTokenAt { get; private set; }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            AskedAt = Stopwatch.GetTimestamp();
            await Task.CompletedTask;
            var kept = messages.Last(static message => message.Role == ChatRole.Assistant).Text.Split(' ').Length;
            FirstTokenAt = Stopwatch.GetTimestamp();
            for (var i = Math.Max(0, kept - 16); i < Answer.Length; i++)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, Answer[i]);
            }
        }
    }

    private abstract class MemoryStream : IChatClient
    {
        public abstract IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default);

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    /// <summary>The first model dies each time, and is asked each time.</summary>
    private sealed class AlwaysHealthy : Routing.IEndpointHealth
    {
        public bool TryEnter(string endpoint, bool asLastResort, out TimeSpan retryAfter)
        {
            retryAfter = TimeSpan.Zero;
            return true;
        }

        public void Report(string endpoint, in Routing.RequestEnd end)
        {
        }
    }
}
