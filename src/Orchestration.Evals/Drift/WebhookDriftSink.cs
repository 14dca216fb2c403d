using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Orchestration.Evals.Drift;

/// <summary>Posts alerts as JSON: <c>text</c>, as most chats show it, and <c>report</c>, the whole.</summary>
/// <remarks>
/// Tried four times, with 1, 2 and 4 seconds between, if the other side cannot be reached, answers 408, 429 or 5xx, or takes too long. Of the address only the host is ever told: the rest of a
/// webhook's address is its password.
/// </remarks>
/// <param name="client">Sends the request. It stays the caller's to dispose.</param>
/// <param name="address">Where to.</param>
/// <param name="time">Times out and waits.</param>
public sealed class WebhookDriftSink(HttpClient client, Uri address, TimeProvider time) : IDriftSink
{
    private const int MostTries = 4;

    /// <summary>How long one try may take.</summary>
    /// <value>10 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The alerts could not be delivered.</exception>
    public async Task SendAsync(DriftReport report, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new DriftMessage(string.Join('\n', report.Alerts.Select(static alert => alert.Message)), report), DriftJson.Default.DriftMessage);
        for (var attempt = 1; ; attempt++)
        {
            var (problem, final) = await TryAsync(body, cancellationToken).ConfigureAwait(false);
            if (problem is null)
            {
                return;
            }

            if (final || attempt == MostTries)
            {
                throw new HttpRequestException($"The webhook at '{address.Host}' did not take the drift alerts of {report.Day:O}: {problem}.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1 << (attempt - 1)), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(string? Problem, bool Final)> TryAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var passing = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
            return response.IsSuccessStatusCode ? (null, true) : ($"HTTP {(int)response.StatusCode}", !passing);
        }
        catch (HttpRequestException exception)
        {
            return ($"it could not be reached ({exception.HttpRequestError})", false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ("no answer in time", false);
        }
    }
}
