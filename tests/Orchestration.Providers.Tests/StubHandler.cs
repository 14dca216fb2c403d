using System.Net;
using System.Text;

namespace Orchestration.Providers.Tests;

/// <summary>Answers every request by a script and keeps what was sent.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(Uri Address, string Body, IReadOnlyDictionary<string, string> Headers)> Sent { get; } = [];

    /// <summary>Answers every request with one body.</summary>
    public static StubHandler Of(string body, HttpStatusCode status = HttpStatusCode.OK, string mediaType = "application/json") =>
        new(_ => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        Sent.Add((request.RequestUri!, body, request.Headers.ToDictionary(static header => header.Key, static header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase)));
        var response = answer(request);
        response.RequestMessage = request;
        return response;
    }
}
