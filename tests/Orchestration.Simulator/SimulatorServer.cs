using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestration.Simulator.Serving;

namespace Orchestration.Simulator;

/// <summary>A server on the loopback address that answers, and fails, like OpenAI, Anthropic, Gemini, Ollama and llama.cpp, as its script says.</summary>
/// <remarks>
/// All protocols share one address; what stands before <c>/v1</c>, <c>/v1beta</c> or <c>/api</c> in a path is free, so that one server can play several endpoints.
/// <c>GET /simulator/requests</c> gives the log as JSON, <c>POST /simulator/reset</c> empties it.
/// </remarks>
/// <example><code>
/// await using var simulator = await SimulatorServer.StartAsync(SimulatorScript.For(new() { Faults = [new RateLimited().EveryNth(3)] }));
/// </code></example>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly SimulatorOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private Play _play;

    private SimulatorServer(WebApplication server, SimulatorScript script, SimulatorOptions options) =>
        (_server, _options, _play) = (server, options, new Play(script, options));

    /// <summary>Where it listens; no path.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The requests served so far, in the order in which their responses ended.</summary>
    /// <remarks>
    /// A client that has read a response to the end of its HTTP body finds it here. Many stop at a stream's last event: wait for these, as for those that were
    /// broken off, by <see cref="WaitForAsync"/>.
    /// </remarks>
    public IReadOnlyList<ServedRequest> Requests => _play.Log.Snapshot();

    /// <summary>Requests whose response is not over.</summary>
    public int InFlight => _play.Log.InFlight;

    /// <summary>What the requests served so far came to, a row a model.</summary>
    public IReadOnlyList<ModelTotals> Totals => ModelTotals.Of(Requests);

    /// <summary>Starts a server.</summary>
    /// <param name="script">What it plays; <see langword="null"/> = any model answers at once, for nothing.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">A value of the script is out of its range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorScript? script = null, SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        (script, options) = (script ?? new SimulatorScript(), options ?? new SimulatorOptions());
        script.Validate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}").ConfigureKestrel(static kestrel =>
        {
            (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, null);

            // A stalled or slow response is meant.
            (kestrel.Limits.MinResponseDataRate, kestrel.Limits.MinRequestBodyDataRate) = (null, null);
        });

        // A flush then ends when the socket has the bytes: what the log calls sent was sent, and a reset comes after it.
        builder.WebHost.UseSockets(static sockets => sockets.MaxWriteBufferSize = 1);
        var server = new SimulatorServer(builder.Build(), script, options);
        server._server.Run(server.ServeAsync);
        await server._server.StartAsync(cancellationToken);
        server.Address = new Uri(server._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    /// <summary>Completes when so many requests have been served since the start or the last reset.</summary>
    public Task WaitForAsync(int count, CancellationToken cancellationToken = default) => _play.Log.WaitForAsync(count, cancellationToken);

    /// <summary>Begins anew: an empty log, counters at zero, no prompt cached, the calendar of outages at its start.</summary>
    /// <remarks>Responses under way go on, but are not logged any more.</remarks>
    public void Reset() => Reset(_play.Script);

    /// <summary>Begins anew with another script.</summary>
    /// <exception cref="ArgumentException">A value of the script is out of its range.</exception>
    public void Reset(SimulatorScript script)
    {
        script.Validate();
        Volatile.Write(ref _play, new Play(script, _options));
    }

    /// <summary>Stops; responses under way are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.StopAsync();
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var (play, path, isGet) = (_play, context.Request.Path.Value ?? "", HttpMethods.IsGet(context.Request.Method));
        switch (path)
        {
            case "/simulator/requests" when isGet:
                await Control.WriteRequestsAsync(context, play);
                return;
            case "/simulator/reset" when !isGet:
                Reset();
                return;
            case var _ when isGet && path.EndsWith("/api/tags", StringComparison.Ordinal):
                await Control.WriteTagsAsync(context, play);
                return;
            case var _ when isGet && path.EndsWith("/v1/models", StringComparison.Ordinal):
                await Control.WriteModelsAsync(context, play);
                return;
        }

        if (isGet || Routes.Find(path) is not { } protocol)
        {
            await Control.WriteUnknownAsync(context);
            return;
        }

        var body = await ReadAsync(context);
        var served = await new Call(context, protocol, play, _options.TimeProvider).ServeAsync(body, _options.KeepBodies, _stopping.Token);
        play.Log.Add(served);
        _options.OnServed?.Invoke(served);
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
