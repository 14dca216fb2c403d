using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orchestration.WireCases;

/// <summary>A request as the server got it.</summary>
internal sealed record SentRequest(string Method, string Path, IHeaderDictionary Headers, byte[] Body);

/// <summary>A loopback server that answers each request with the recorded response of the case that the request names, in the pieces that it names.</summary>
internal sealed class RecordedServer : IAsyncDisposable
{
    private const string CaseHeader = "x-wire-case";

    // A flush of the socket for each byte of a long body takes minutes; the reader's own stream is cut to the byte anyway.
    private const int FlushedPieces = 256;

    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, (WireCase Case, Pieces Pieces)> _served = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SentRequest> _sent = new(StringComparer.Ordinal);

    private RecordedServer(WebApplication server) => _server = server;

    public Uri Address { get; private set; } = null!;

    public static async Task<RecordedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options => options.Limits.MaxRequestBodySize = null);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new RecordedServer(builder.Build());
        server._server.Run(server.AnswerAsync);
        await server._server.StartAsync();
        server.Address = new Uri(server._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    /// <summary>A client whose every request is answered with the case's response, and whose response streams are cut as the pieces say.</summary>
    public HttpClient ClientFor(WireCase @case, Pieces pieces)
    {
        var key = $"{@case.Provider}/{@case.Id}|{pieces}";
        _served[key] = (@case, pieces);
        var client = new HttpClient(new CutReads(pieces) { InnerHandler = new SocketsHttpHandler { UseProxy = false } }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.TryAddWithoutValidation(CaseHeader, WebUtility.UrlEncode(key));
        return client;
    }

    /// <summary>The last request that came for a case.</summary>
    public SentRequest? SentFor(WireCase @case, Pieces pieces) => _sent.GetValueOrDefault($"{@case.Provider}/{@case.Id}|{pieces}");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var key = WebUtility.UrlDecode(context.Request.Headers[CaseHeader].ToString());
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _sent[key] = new SentRequest(
            context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget, new HeaderDictionary(context.Request.Headers.ToDictionary()), body.ToArray());

        var (@case, pieces) = _served[key];
        context.Response.StatusCode = @case.Status;
        foreach (var (name, value) in @case.ResponseHeaders)
        {
            if (!name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("content-length", StringComparison.OrdinalIgnoreCase)
                && !name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("connection", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = value;
            }
        }

        var answer = Encoding.UTF8.GetBytes(@case.Response);
        if (!@case.IsStreaming)
        {
            context.Response.Headers.ContentLength = answer.Length;
        }

        var (start, flushed) = (0, 0);
        foreach (var length in pieces.Cut(answer))
        {
            await context.Response.Body.WriteAsync(answer.AsMemory(start, length));
            start += length;
            if (flushed++ < FlushedPieces)
            {
                await context.Response.Body.FlushAsync();
            }
        }
    }
}
