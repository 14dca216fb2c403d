using System.Net.Http.Headers;
using Orchestration.Models;

namespace Orchestration.Providers.Wire;

/// <summary>Sends requests to one provider's endpoint. Safe for many threads.</summary>
/// <remarks>It does not retry: whoever asks decides that. The client's own timeout should be infinite, for it would cut streams as well.</remarks>
/// <param name="http">The caller's to dispose.</param>
/// <param name="authorize">Adds the key and other headers to each request.</param>
/// <param name="secrets">Keys that must never be seen in a message.</param>
internal sealed class ProviderConnection(HttpClient http, Action<HttpRequestMessage> authorize, params string?[] secrets)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Posts JSON.</summary>
    /// <returns>A successful response, its headers read. The caller's to dispose.</returns>
    /// <exception cref="ModelCallException">The provider could not be reached, or answered with a failure.</exception>
    public async Task<HttpResponseMessage> PostAsync(Uri address, RequestBody body, bool isStream, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body.Written) };
        request.Content.Headers.ContentType = Json;
        authorize(request);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, isStream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new ModelCallException(FailureReason.ConnectionLost, $"{address.Host} could not be reached: {e.HttpRequestError}.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelCallException(FailureReason.Timeout, $"{address.Host} did not answer within the HTTP client's own timeout of {http.Timeout}.", e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await FailureAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The whole body of a successful response, its text made sound.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return SoundText.Of(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ModelCallException(FailureReason.ConnectionLost, "The connection broke before the answer was whole.", e);
        }
    }

    /// <summary>The failure that an error inside of a successful response stands for.</summary>
    public ModelCallException Failure(ProviderError error, HttpResponseMessage? response = null) => new(FailureRules.ReasonOf(error.Status, error), $"An error within the answer: {Safe(error.Message ?? error.Type ?? "no reason given")}")
    {
        ProviderCode = error.Code ?? error.Type,
        RequestId = error.RequestId ?? (response is null ? null : ResponseFacts.RequestIdOf(response)),
        RetryAfter = error.RetryAfter,
    };

    private async Task<ModelCallException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ProviderError? error;
        try
        {
            error = ProviderError.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The status has come, and says most of it.
            error = null;
        }

        var byHeaders = ModelCallException.FromResponse(response, error?.Code ?? error?.Type, error?.Message is { } message ? Safe(message) : null);
        return new ModelCallException(FailureRules.ReasonOf((int)response.StatusCode, error), byHeaders.Message)
        {
            ProviderCode = byHeaders.ProviderCode,
            RequestId = error?.RequestId ?? ResponseFacts.RequestIdOf(response),
            RetryAfter = byHeaders.RetryAfter ?? error?.RetryAfter,
        };
    }

    private string Safe(string message) => ErrorMessages.Safe(message, secrets);
}
