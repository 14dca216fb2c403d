using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>A model behind OpenAI's Chat Completions, which many servers speak: OpenAI, Azure, Groq, Mistral, DeepSeek, OpenRouter, xAI, vLLM, llama.cpp and others. Safe for many threads.</summary>
/// <remarks>
/// It does not retry. A field of the request that no option covers is given in <see cref="ChatOptions.AdditionalProperties"/> under its own name. With more than
/// one choice (<c>n</c>), each is a message of the response; a stream gives them one after the other.
/// </remarks>
public sealed class OpenAIChatClient : IChatClient
{
    private const string Operation = "chat/completions";

    private readonly OpenAIEndpoint _endpoint;
    private readonly string _model;
    private readonly ChatClientMetadata _metadata;

    /// <param name="http">Sends the requests. The caller's to dispose; its timeout should be infinite, for it would cut streams too.</param>
    /// <param name="options">Read once, here.</param>
    /// <param name="model">The model unless a request names another; at Azure the deployment.</param>
    /// <exception cref="InvalidOperationException">A key or an address is needed and is neither in the options nor in the environment.</exception>
    public OpenAIChatClient(HttpClient http, OpenAIOptions options, string model)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        _endpoint = new OpenAIEndpoint(http, options);
        _model = model;
        _metadata = new ChatClientMetadata(_endpoint.Dialect.ProviderName, _endpoint.Address, model);
    }

    /// <inheritdoc/>
    /// <exception cref="ModelCallException">The provider could not be reached, or failed.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(messages, options, isStream: false, cancellationToken).ConfigureAwait(false);
        var body = await ProviderConnection.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        var decoder = DecoderOf(response);
        var updates = new List<ChatResponseUpdate>();
        JsonElement json;
        try
        {
            json = JsonElement.Parse(body.Span);
        }
        catch (JsonException e)
        {
            throw new ModelCallException(FailureReason.ServerError, "The response is not JSON.", e);
        }

        decoder.Read(default, json, updates);
        if (!decoder.HasAnswer)
        {
            throw new ModelCallException(FailureReason.ServerError, "The response holds no choice.");
        }

        decoder.Flush(updates);
        var answer = updates.ToChatResponse();
        answer.RawRepresentation = json;
        return answer;
    }

    /// <inheritdoc/>
    /// <exception cref="ModelCallException">The provider could not be reached, or failed; or the stream ended before the answer did.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await SendAsync(messages, options, isStream: true, cancellationToken).ConfigureAwait(false);
        await foreach (var update in UpdateStream.ReadAsync(response, EventFraming.ServerSentEvents, DecoderOf(response), cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the HTTP client is the caller's.</summary>
    public void Dispose()
    {
    }

    private async Task<HttpResponseMessage> SendAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var model = options?.ModelId ?? _model;
        using var body = ChatRequest.Write(_endpoint.Dialect, model, messages, options, isStream);
        return await _endpoint.Connection.PostAsync(_endpoint.AddressOf(Operation, model), body, isStream, cancellationToken).ConfigureAwait(false);
    }

    private ChatStreamDecoder DecoderOf(HttpResponseMessage response) =>
        new(_endpoint.Dialect, ResponseFacts.Of(response), error => _endpoint.Connection.Failure(error, response));
}
