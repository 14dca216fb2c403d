using System.Net;
using System.Text;
using System.Text.Json;
using Orchestration.Providers.Gemini;

namespace Orchestration.Providers.Tests.Gemini;

/// <summary>Answers each request with the next of its answers, in pieces of any length, and keeps what it was sent.</summary>
internal sealed class GeminiServer(params string[] answers) : HttpMessageHandler
{
    private int _next;

    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    public int PieceLength { get; init; } = 7;

    public List<Uri> Addresses { get; } = [];

    public List<JsonElement> Bodies { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    /// <summary>How much of the last answer has been read.</summary>
    public long BytesRead { get; private set; }

    public GeminiChatClient Client(string model = "gemini-2.5-flash") => new(new HttpClient(this), new GeminiOptions { ApiKey = "AIza-secret" }, model);

    /// <summary>Events as Gemini frames them.</summary>
    public static string Events(params string[] events) => string.Concat(events.Select(static data => $"data: {data}\r\n\r\n"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Addresses.Add(request.RequestUri!);
        Requests.Add(request);
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        Bodies.Add(body.RootElement.Clone());
        BytesRead = 0;
        return new HttpResponseMessage(Status) { Content = new StreamContent(new Pieces(this, Encoding.UTF8.GetBytes(answers[_next++]))) };
    }

    private sealed class Pieces(GeminiServer server, byte[] body) : MemoryStream(body)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer[..Math.Min(buffer.Length, server.PieceLength)], cancellationToken);
            server.BytesRead += read;
            return read;
        }
    }
}
