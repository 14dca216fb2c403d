using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orchestration.Providers.Anthropic;

namespace Orchestration.Providers.Tests.Anthropic;

/// <summary>Answers each request with the next of the given bodies and keeps what was sent.</summary>
internal sealed class RecordedAnswers(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
{
    public List<JsonObject> Sent { get; } = [];

    public List<string?> Betas { get; } = [];

    public static RecordedAnswers Of(params string[] bodies) => new([.. bodies.Select(static body => (HttpStatusCode.OK, body))]);

    /// <summary>A stream of the given events, each with the name that its type is.</summary>
    public static string Stream(params string[] events) =>
        string.Concat(events.Select(static data => $"event: {JsonNode.Parse(data)!["type"]}\ndata: {data}\n\n"));

    public AnthropicChatClient Client(CacheLifetime? caching = null, string model = "claude-sonnet-4-5") =>
        new(new HttpClient(this), new AnthropicOptions { ApiKey = "test-key", PromptCaching = caching }, model);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Add(JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject());
        Betas.Add(request.Headers.TryGetValues("anthropic-beta", out var values) ? values.Single() : null);
        var (status, body) = answers[Sent.Count - 1];
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json"), Headers = { { "request-id", "req_1" } } };
    }
}
