using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TelemetrySample;

namespace Orchestration.Samples.Tests.Telemetry;

public sealed class TelemetryAppTests
{
    [Fact]
    public async Task Spans_and_metrics_arrive_at_a_collector_by_OTLP()
    {
        using var collector = new Collector();
        using var output = new StringWriter();

        Assert.Equal(0, await TelemetryApp.RunAsync(collector.Address, output));

        var (traces, metrics) = (collector.Received("/v1/traces"), collector.Received("/v1/metrics"));
        Assert.All(["invoke_workflow digest", "ask facts", "chat local", "gen_ai.usage.input_tokens", "orchestration-telemetry-sample"], name => Assert.Contains(name, traces, StringComparison.Ordinal));
        Assert.All(["gen_ai.client.token.usage", "gen_ai.client.operation.duration", "orchestration.cost", "orchestration.cache.lookups"], name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.DoesNotContain("Camellia", traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_collector_the_tree_is_printed_with_its_parts_under_their_run()
    {
        using var output = new StringWriter();

        await TelemetryApp.RunAsync(endpoint: null, output);

        Assert.Equal(
            ["invoke_workflow digest", "  ask title", "  ask facts"],
            output.ToString().Split('\n').Where(static line => line.Contains(" ms ", StringComparison.Ordinal)).Select(static line => line[..28].TrimEnd()).TakeLast(3).Order(StringComparer.Ordinal).Reverse());
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Takes whatever is posted. The names in OTLP's protocol buffers are plain UTF-8, so they can be looked for without reading the format.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<(string Path, string Body)> _received = new();

        public Collector()
        {
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
            }

            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _ = TakeAsync();
        }

        public string Address { get; }

        public string Received(string path) => string.Concat(_received.Where(each => each.Path == path).Select(static each => each.Body));

        public void Dispose() => _listener.Close();

        private async Task TakeAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                    _received.Enqueue((context.Request.Url!.AbsolutePath, await reader.ReadToEndAsync()));
                    context.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
