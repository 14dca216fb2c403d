using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.OpenAI;

namespace Orchestration.Providers.Tests.OpenAI;

/// <summary>Answers every request with one body, and keeps what was sent.</summary>
internal sealed class StubServer(string body, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
{
    public Uri? Address { get; private set; }

    public JsonElement Sent { get; private set; }

    /// <summary>A stream of chunks that each hold this one choice.</summary>
    public static StubServer Streaming(params string[] choices) =>
        new(string.Concat(choices.Select(static choice => choice.StartsWith('{') ? $"data: {{\"id\":\"a\",\"choices\":[{choice}]}}\n\n" : $"{choice}\n\n")));

    public OpenAIChatClient Client(OpenAIDialect? dialect = null) =>
        new(new HttpClient(this), new OpenAIOptions { ApiKey = "a-key-of-this-test", Dialect = dialect ?? OpenAIDialect.OpenAI }, "a-model");

    /// <summary>Asks for a stream and gives what came of it, with the failure that ended it.</summary>
    public async Task<(ChatResponse Response, ModelCallException? Failure)> StreamAsync(OpenAIDialect? dialect = null)
    {
        var updates = new List<ChatResponseUpdate>();
        try
        {
            await foreach (var update in Client(dialect).GetStreamingResponseAsync("Hello", cancellationToken: TestContext.Current.CancellationToken))
            {
                updates.Add(update);
            }
        }
        catch (ModelCallException e)
        {
            return (updates.ToChatResponse(), e);
        }

        return (updates.ToChatResponse(), null);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Address = request.RequestUri;
        Sent = JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
