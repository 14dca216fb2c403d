using System.Net;
using System.Text;
using System.Text.Json;
using Orchestration.Providers.OpenAI;

namespace Orchestration.Providers.Tests.OpenAI;

/// <summary>Answers every request with the same body, and keeps what was asked last.</summary>
internal sealed class ResponsesServer(string answer) : HttpMessageHandler
{
    public JsonElement Asked { get; private set; }

    public Uri? Address { get; private set; }

    /// <summary>A stream of the given events.</summary>
    public static ResponsesServer Streaming(params IEnumerable<string> events) => new(string.Concat(events.Select(static data => $"data: {data}\n\n")));

    /// <summary>A whole response with the given items.</summary>
    public static ResponsesServer Whole(string output) => new($$"""{"id":"resp_1","object":"response","status":"completed","store":true,"output":{{output}}}""");

    public OpenAIResponsesClient Client(OpenAIOptions? options = null) => new(new HttpClient(this), options ?? new OpenAIOptions { ApiKey = "sk-test" }, "gpt-test");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        (Asked, Address) = (body.RootElement.Clone(), request.RequestUri);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8), Headers = { { "x-request-id", "req_1" } } };
    }
}
