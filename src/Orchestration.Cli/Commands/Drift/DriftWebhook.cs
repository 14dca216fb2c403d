using Orchestration.Evals.Drift;

namespace Orchestration.Cli.Commands.Drift;

/// <summary>The webhook that was named, if one was.</summary>
internal sealed class DriftWebhook : IDisposable
{
    private readonly HttpClient? _client;

    private DriftWebhook(HttpClient? client, IDriftSink? sink) => (_client, Sinks) = (client, sink is null ? [] : [sink]);

    public IReadOnlyList<IDriftSink> Sinks { get; }

    /// <exception cref="UsageException">It is no address of the web.</exception>
    public static DriftWebhook Of(string? address, TimeProvider time)
    {
        if (address is null)
        {
            return new DriftWebhook(null, null);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw new UsageException("--webhook is no address of the web. Write it in full, with https:// before it.");
        }

        var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        return new DriftWebhook(client, new WebhookDriftSink(client, uri, time));
    }

    public void Dispose() => _client?.Dispose();
}
