using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestration.Cli.Tests;

/// <summary>A server on this machine that takes posts and answers all alike.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly HttpStatusCode _status;
    private readonly Task _serving;

    public Loopback(HttpStatusCode status)
    {
        _status = status;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook/s3cret";

    public List<string> Bodies { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            await using var stream = client.GetStream();
            Bodies.Add(await ReadAsync(stream));
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(int)_status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _end.Token);
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var length = 0;
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
        {
            length = line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(line.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture) : length;
        }

        // The report is ASCII by its encoder, so bytes are characters.
        var body = new char[length];
        await reader.ReadBlockAsync(body, _end.Token);
        return new string(body);
    }
}
