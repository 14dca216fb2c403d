using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orchestration.Diagnostics;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Providers.Local;
using Orchestration.Runs;

namespace TelemetrySample;

/// <summary>Sends the runtime's spans and metrics by OTLP, and prints the spans as a tree, so that there is something to see without a collector.</summary>
internal static class TelemetryApp
{
    private const string Service = "orchestration-telemetry-sample";

    private const string Text =
        "Tea is a drink made from the leaves of Camellia sinensis. Green tea is not oxidized. Black tea is fully oxidized before it is dried. Water for green tea should be below 80 degrees.";

    private static readonly StepPolicy Cached = new() { Cache = new CachePolicy { TimeToLive = TimeSpan.FromHours(1) } };

    private static readonly Graph<string, string> Digest = Graph.Define("digest", version: 1, static (GraphBuilder g, Step<string> text) =>
    {
        var facts = g.Ask("facts", text, static t => Prompt.Text($"List the facts in this text.\n\n{t}"), Cached);
        var title = g.Ask("title", text, static t => Prompt.Text($"Write a title for this text.\n\n{t}"), Cached);
        return g.Compute("digest", title, facts, static (t, f) => $"{t}\n{f}");
    });

    /// <param name="endpoint">A collector's address for OTLP over HTTP, as <c>http://127.0.0.1:4318</c>; <see langword="null"/> = none.</param>
    /// <param name="output">Where the tree is printed.</param>
    public static async Task<int> RunAsync(string? endpoint, TextWriter output)
    {
        var tree = new SpanTree();
        await using var services = new ServiceCollection().AddOrchestration().AddModel("local", new ExtractiveChatClient()).Services.BuildServiceProvider();
        using (var spans = Spans(tree, endpoint))
        using (var metrics = Metrics(endpoint))
        {
            var orchestrator = services.GetRequiredService<IOrchestrator>();
            await orchestrator.RunAsync(Digest, Text);
            await orchestrator.RunAsync(Digest, Text);
        }

        await output.WriteLineAsync("Two runs of the same graph; the second is answered from the cache:\n");
        tree.Print(output);
        await output.WriteLineAsync(endpoint is null
            ? "\nNo collector: set OTEL_EXPORTER_OTLP_ENDPOINT, for instance to http://127.0.0.1:4318, and the spans and metrics go there."
            : $"\nSent to {endpoint}.");
        return 0;
    }

    private static TracerProvider Spans(SpanTree tree, string? endpoint)
    {
        var builder = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(static resource => resource.AddService(Service))
            .AddSource(OrchestrationTelemetry.Name)
            .AddProcessor(tree);
        return (endpoint is null ? builder : builder.AddOtlpExporter(options => Configure(options, endpoint, "v1/traces"))).Build();
    }

    private static MeterProvider? Metrics(string? endpoint) => endpoint is null ? null : Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(static resource => resource.AddService(Service))
        .AddMeter(OrchestrationTelemetry.Name)
        .AddOtlpExporter(options => Configure(options, endpoint, "v1/metrics"))
        .Build();

    private static void Configure(OtlpExporterOptions options, string endpoint, string signal)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{endpoint.TrimEnd('/')}/{signal}");
    }
}
