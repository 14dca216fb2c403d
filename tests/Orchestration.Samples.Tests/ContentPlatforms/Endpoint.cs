using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestration.Samples.Tests.ContentPlatforms;

/// <summary>A server on this machine that gives the answers it was told to, in order, and keeps what it was asked.</summary>
internal sealed class Endpoint : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<string> _answers;
    private readonly Task _serving;

    public Endpoint(params string[] answers)
    {
        _answers = new Queue<string>(answers);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    public List<string> Requests { get; } = [];

    /// <summary>An answer as a provider streams it.</summary>
    public static string Stream(params string[] events) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n{string.Concat(events.Select(static data => $"data: {data}\n\n"))}";

    public static string Error(string status, string headers, string body) => $"HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync()
    {
        while (_answers.TryDequeue(out var answer))
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            Requests.Add(await ReadAsync(stream));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        const string Length = "Content-Length: ";
        var (text, buffer) = (string.Empty, new byte[64 * 1024]);
        while (true)
        {
            text += Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer));
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var at = text.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
            if (end > 0 && at > 0 && text.Length - end - 4 >= int.Parse(text[(at + Length.Length)..text.IndexOf('\r', at)], System.Globalization.CultureInfo.InvariantCulture))
            {
                return text;
            }
        }
    }
}
