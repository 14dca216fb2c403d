using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Orchestration.Simulator.Tests;

/// <summary>How a response ended on the socket.</summary>
internal enum RawEnding
{
    /// <summary>As HTTP says: by its length or its last chunk.</summary>
    Complete,

    /// <summary>The connection was closed before.</summary>
    Closed,

    /// <summary>The connection was reset.</summary>
    Reset,
}

/// <summary>What came over the socket, de-chunked.</summary>
internal sealed record RawResponse(string Head, string Body, RawEnding Ending)
{
    public int Status => Head.Length == 0 ? 0 : int.Parse(Head.Split(' ')[1], CultureInfo.InvariantCulture);
}

/// <summary>An HTTP client of a socket, which sees what others hide: every byte, and how it ends.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _received = [];
    private bool _isOver;
    private RawEnding _ending;

    public static async Task<RawClient> PostAsync(SimulatorServer server, string path, string body)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(server.Address.Host, server.Address.Port);
        var bytes = Encoding.UTF8.GetByteCount(body);
        await client._socket.SendAsync(Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {bytes}\r\n\r\n{body}"));
        return client;
    }

    /// <summary>Sends a request and receives until its end.</summary>
    public static async Task<RawResponse> AskAsync(SimulatorServer server, string path, string body)
    {
        using var client = await PostAsync(server, path, body);
        await client.ReceiveAsync(static _ => false);
        return client.Response;
    }

    public RawResponse Response => Parse() is var (head, body, isComplete) ? new RawResponse(head, Encoding.UTF8.GetString(body), isComplete ? RawEnding.Complete : _ending) : null!;

    /// <summary>Receives until the condition holds or the response is over.</summary>
    public async Task ReceiveAsync(Func<RawResponse, bool> until)
    {
        var buffer = new byte[64 * 1024];
        while (!_isOver && !until(Response))
        {
            try
            {
                var count = await _socket.ReceiveAsync(buffer);
                _received.AddRange(buffer.AsSpan(0, count));
                (_isOver, _ending) = (count == 0 || Parse().IsComplete, RawEnding.Closed);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
            {
                (_isOver, _ending) = (true, RawEnding.Reset);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private (string Head, byte[] Body, bool IsComplete) Parse()
    {
        var all = _received.ToArray().AsSpan();
        var split = all.IndexOf("\r\n\r\n"u8);
        if (split < 0)
        {
            return ("", [], false);
        }

        var head = Encoding.ASCII.GetString(all[..split]);
        var rest = all[(split + 4)..];
        if (head.Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } length)
        {
            return (head, rest.ToArray(), rest.Length >= int.Parse(length["Content-Length:".Length..], CultureInfo.InvariantCulture));
        }

        var body = new List<byte>();
        while (rest.IndexOf("\r\n"u8) is var line and >= 0)
        {
            var size = int.Parse(Encoding.ASCII.GetString(rest[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            rest = rest[(line + 2)..];
            if (size == 0)
            {
                return (head, [.. body], true);
            }

            body.AddRange(rest[..Math.Min(size, rest.Length)]);
            rest = rest.Length >= size + 2 ? rest[(size + 2)..] : [];
        }

        return (head, [.. body], false);
    }
}
