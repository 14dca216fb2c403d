using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Llama;

/// <summary>A model on an Ollama server, by its own protocol. Safe for many threads.</summary>
/// <remarks>
/// Fields that <see cref="ChatOptions"/> has no member for go into its <c>AdditionalProperties</c> under Ollama's names, those of the model under <c>options</c>:
/// <c>["options"] = new Dictionary&lt;string, object?&gt; { ["mirostat"] = 2 }</c>. Ollama cannot be made to call a tool: <see cref="ChatToolMode.RequireAny"/> has no effect.
/// The stop reason stays <c>stop</c> when the model calls tools, for so the server says it.
/// </remarks>
public sealed class OllamaChatClient : IChatClient
{
    private readonly OllamaEndpoint _endpoint;
    private readonly string _model;
    private readonly ChatClientMetadata _metadata;

    /// <param name="http">Sends the requests; the caller's to dispose. Its timeout should be infinite, for it would cut streams too.</param>
    /// <param name="options">Where the server is. Read now.</param>
    /// <param name="model">The model, as <c>llama3.3</c> or <c>qwen3:4b</c>, unless a request names another.</param>
    /// <exception cref="ArgumentException">The options are for llama.cpp, which speaks OpenAI's protocol.</exception>
    public OllamaChatClient(HttpClient http, LlamaOptions options, string model)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        _endpoint = new OllamaEndpoint(http, options);
        _model = model;
        _metadata = new ChatClientMetadata("ollama", _endpoint.Address, model);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var body = OllamaRequest.Write(messages, options, _endpoint.Options, _model, isStream: false);
        using var response = await _endpoint.Connection.PostAsync(_endpoint.AddressOf("chat"), body, isStream: false, cancellationToken).ConfigureAwait(false);
        var bytes = await ProviderConnection.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return ReadWhole(bytes.Span, response);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        HttpResponseMessage response;
        using (var body = OllamaRequest.Write(messages, options, _endpoint.Options, _model, isStream: true))
        {
            response = await _endpoint.Connection.PostAsync(_endpoint.AddressOf("chat"), body, isStream: true, cancellationToken).ConfigureAwait(false);
        }

        var decoder = new OllamaStreamDecoder(_endpoint.Connection, response);
        await foreach (var update in UpdateStream.ReadAsync(response, EventFraming.JsonLines, decoder, cancellationToken).ConfigureAwait(false))
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
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the HTTP client is the caller's.</summary>
    public void Dispose()
    {
    }

    // Some servers in between stream although they were not asked to: then there are several values.
    private ChatResponse ReadWhole(ReadOnlySpan<byte> bytes, HttpResponseMessage response)
    {
        var decoder = new OllamaStreamDecoder(_endpoint.Connection, response);
        var updates = new List<ChatResponseUpdate>();
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                using var json = JsonDocument.ParseValue(ref reader);
                decoder.Read(json.RootElement, updates);
            }
        }
        catch (JsonException e)
        {
            throw new ModelCallException(FailureReason.ServerError, "The answer is not JSON.", e);
        }

        if (decoder.IsDone == false || updates.Count == 0)
        {
            throw new ModelCallException(FailureReason.StreamInterrupted, "The answer ended before it was done.");
        }

        decoder.Flush(updates);
        return updates.ToChatResponse();
    }
}
