using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>A model of Google's Gemini API (<c>generateContent</c>, <c>streamGenerateContent</c>), at Google AI Studio or Vertex AI.</summary>
/// <remarks>
/// <para>An entry of <see cref="ChatOptions.AdditionalProperties"/> is a field of the request's body, as <c>safetySettings</c>, <c>cachedContent</c> or <c>labels</c>;
/// <c>generationConfig</c> and <c>toolConfig</c> are joined with what the options say, the entry winning.</para>
/// <para>A part's <c>thoughtSignature</c>, which Gemini 3 wants back, stands in the content's <c>AdditionalProperties</c> (for thoughts in
/// <see cref="TextReasoningContent.ProtectedData"/>): add the answer's messages to the next request as they are. Calls that the model gave no id have one that
/// begins with <c>no-id/</c> and is not sent back.</para>
/// <para>A blocked prompt is an answer without content that finishes with <see cref="ChatFinishReason.ContentFilter"/>. Safe for many threads; does not retry.
/// Source: https://ai.google.dev/api/generate-content (2026).</para>
/// </remarks>
public sealed class GeminiChatClient : IChatClient
{
    private readonly GeminiEndpoint _endpoint;
    private readonly ChatClientMetadata _metadata;
    private readonly string _model;

    /// <param name="http">Sends the requests. The caller's to dispose. Its timeout should be infinite, for it cuts streams too.</param>
    /// <param name="options">Where and with which key. Read once.</param>
    /// <param name="model">The model, as <c>gemini-2.5-flash</c>, unless <see cref="ChatOptions.ModelId"/> names another.</param>
    /// <exception cref="InvalidOperationException">A key is needed and is neither in the options nor in the environment.</exception>
    public GeminiChatClient(HttpClient http, GeminiOptions options, string model)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        (_endpoint, _model) = (new GeminiEndpoint(http, options), model);
        _metadata = new ChatClientMetadata(_endpoint.ProviderName, options.BaseAddress, model);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (connection, response) = await SendAsync(messages, options, "generateContent", isStream: false, cancellationToken).ConfigureAwait(false);
        using (response)
        {
            var body = await ProviderConnection.ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return GeminiResponse.Read(body, response, connection);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (connection, response) = await SendAsync(messages, options, "streamGenerateContent?alt=sse", isStream: true, cancellationToken).ConfigureAwait(false);
        var decoder = new GeminiStreamDecoder(connection, response);
        await foreach (var update in UpdateStream.ReadAsync(response, EventFraming.ServerSentEvents, decoder, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: the HTTP client is the caller's.</summary>
    public void Dispose()
    {
    }

    private async Task<(ProviderConnection Connection, HttpResponseMessage Response)> SendAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, string method, bool isStream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var model = options?.ModelId ?? _model;
        using var body = new RequestBody(options?.AdditionalProperties);
        GeminiRequest.Write(body, messages, options ?? new ChatOptions(), model, _endpoint);
        var connection = await _endpoint.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return (connection, await connection.PostAsync(_endpoint.AddressOf(model, method), body, isStream, cancellationToken).ConfigureAwait(false));
    }
}
