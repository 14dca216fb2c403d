using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Http.Headers;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Orchestration.Graphs;
using Orchestration.Prompts;
using Orchestration.Providers.Anthropic;
using Orchestration.Providers.OpenAI;
using Orchestration.Runs;

namespace Orchestration.Benchmarks.Streams;

/// <summary>Reading one streamed answer of 500 chunks, per chunk, beside the vendors' own clients over the same bytes.</summary>
public class ClientBenchmarks
{
    private const int Chunks = 500;
    private const string Key = "no-key";

    private static readonly OpenAIChatClient OpenAIOurs = new(Client(Bodies.OpenAI(Chunks)), new OpenAIOptions { ApiKey = Key }, "gpt-4.1-mini");

    private static readonly IOrchestrator Guarded = Runtime.Create(OpenAIOurs).Orchestrator();

    private static readonly Graph<string, string> Ask = Graph.Define("ask", version: 1, static (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static text => Prompt.Text(text)));

    private static readonly OpenAI.Chat.ChatClient OpenAISdk = new(
        "gpt-4.1-mini", new ApiKeyCredential(Key), new OpenAI.OpenAIClientOptions { Transport = new HttpClientPipelineTransport(Client(Bodies.OpenAI(Chunks))) });

    private static readonly AnthropicChatClient AnthropicOurs = new(Client(Bodies.Anthropic(Chunks)), new AnthropicOptions { ApiKey = Key }, "claude-sonnet-4-5");

    private static readonly Anthropic.AnthropicClient AnthropicSdk = new() { ApiKey = Key, HttpClient = Client(Bodies.Anthropic(Chunks)) };

    [Benchmark(OperationsPerInvoke = Chunks)]
    public Task<int> OpenAI_ours() => ReadAsync(OpenAIOurs);

    /// <summary>The same through a graph of one step: route, limits, budget, audit, events.</summary>
    [Benchmark(OperationsPerInvoke = Chunks)]
    public async Task<int> OpenAI_guarded()
    {
        var length = 0;
        await foreach (var e in Guarded.StreamAsync(Ask, "Hello"))
        {
            length += e is TextDelta delta ? delta.Text.Length : 0;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Chunks)]
    public async Task<int> OpenAI_sdk()
    {
        var length = 0;
        await foreach (var update in OpenAISdk.CompleteChatStreamingAsync("Hello"))
        {
            foreach (var part in update.ContentUpdate)
            {
                length += part.Text.Length;
            }
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Chunks)]
    public Task<int> Anthropic_ours() => ReadAsync(AnthropicOurs);

    [Benchmark(OperationsPerInvoke = Chunks)]
    public async Task<int> Anthropic_sdk()
    {
        var length = 0;
        var request = new Anthropic.Models.Messages.MessageCreateParams { Model = "claude-sonnet-4-5", MaxTokens = 1024, Messages = [new Anthropic.Models.Messages.UserMessageParam { Content = "Hello" }] };
        await foreach (var update in AnthropicSdk.Messages.CreateStreaming(request))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text))
            {
                length += text.Text.Length;
            }
        }

        return length;
    }

    private static async Task<int> ReadAsync(IChatClient client)
    {
        var length = 0;
        await foreach (var update in client.GetStreamingResponseAsync("Hello"))
        {
            length += update.Text.Length;
        }

        return length;
    }

    private static HttpClient Client(byte[] body) => new(new MemoryHandler(body)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Answers each request with the same bytes.</summary>
    private sealed class MemoryHandler(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new MemoryStream(body));
            content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
        }
    }
}
