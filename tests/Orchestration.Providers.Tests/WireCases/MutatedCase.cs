using System.Net;
using System.Text;
using Orchestration.Providers.Tests.Wire;
using Orchestration.WireCases;
using Orchestration.WireCases.Protocols;

namespace Orchestration.Providers.Tests.WireCases;

/// <summary>A case with a whole answer, streamed or not, and what its adapter makes of bodies that are like its own.</summary>
internal sealed class MutatedCase
{
    private static readonly Uri Server = new("http://provider.test");

    private readonly WireCase _case;
    private readonly Protocol _protocol;

    private MutatedCase(WireCase @case, Protocol protocol, Outcome whole)
    {
        (_case, _protocol, Whole) = (@case, protocol, whole);
        Body = Encoding.UTF8.GetBytes(@case.Response);
        Events = @case.IsStreaming ? StreamEvents.Of(@case) : null;
    }

    public string Id => _case.Id;

    public string Api => _case.Api;

    public bool IsStreaming => _case.IsStreaming;

    public byte[] Body { get; }

    /// <summary><see langword="null"/> when it is no stream, or one that cannot be taken apart.</summary>
    public StreamEvents? Events { get; }

    /// <summary>What comes of the unchanged body.</summary>
    public Outcome Whole { get; }

    /// <summary>The same at every run.</summary>
    public Random NewRandom() => new(Id.Aggregate(17, static (seed, letter) => unchecked((seed * 31) + letter)));

    /// <returns><see langword="null"/> if the case is no whole answer.</returns>
    public static async Task<MutatedCase?> FromAsync(WireCase @case)
    {
        if (@case.Status != 200 || (@case.IsStreaming && !(@case.Expect.TryGetProperty("stream_complete", out var complete) && complete.GetBoolean())))
        {
            return null;
        }

        var protocol = AllProtocols.List.First(protocol => protocol.Owns(@case));
        var whole = await RunAsync(@case, protocol, Encoding.UTF8.GetBytes(@case.Response), null);
        return whole.Failure is null ? new MutatedCase(@case, protocol, whole) : null;
    }

    /// <summary>Runs a body through the adapter.</summary>
    /// <param name="body">The body.</param>
    /// <param name="end">How the connection breaks after it; <see langword="null"/> when it just ends.</param>
    public Task<Outcome> RunAsync(ReadOnlyMemory<byte> body, Exception? end = null) => RunAsync(_case, _protocol, body, end);

    private static async Task<Outcome> RunAsync(WireCase @case, Protocol protocol, ReadOnlyMemory<byte> body, Exception? end)
    {
        using var http = new HttpClient(new Answer(@case, body, end)) { Timeout = Timeout.InfiniteTimeSpan };
        return await protocol.RunAsync(@case, http, Server);
    }

    private sealed class Answer(WireCase @case, ReadOnlyMemory<byte> body, Exception? end) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new PieceStream([body], end)), RequestMessage = request };
            foreach (var (name, value) in @case.ResponseHeaders)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return Task.FromResult(response);
        }
    }
}
