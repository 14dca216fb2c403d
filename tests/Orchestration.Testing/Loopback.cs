using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestration.Testing;

/// <summary>A real server on this machine that takes posts, and answers each with the next status and all further ones with the last.</summary>
public sealed class Loopback : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly CancellationTokenSource _end = new();
    private readonly HttpStatusCode[] _answers;
    private readonly Task _serving;

    public Loopback(params HttpStatusCode[] answers)
    {
        _answers = answers;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook/s3cret";

    /// <summary>What was posted, in its order.</summary>
    public IReadOnlyCollection<string> Bodies => _bodies;

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
            var answer = _answers[Math.Min(_bodies.Count, _answers.Length - 1)];
            _bodies.Enqueue(await ReadAsync(stream));
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(int)answer} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _end.Token);
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
