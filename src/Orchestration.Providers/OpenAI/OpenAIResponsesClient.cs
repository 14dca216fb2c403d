using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>A model behind OpenAI's Responses API: at OpenAI, at Azure (also under <c>/openai/v1</c>), and at compatible servers. Safe for many threads.</summary>
/// <remarks>
/// <para>
/// <see cref="ChatOptions.AdditionalProperties"/> are fields of the request's body: <c>store</c>, <c>include</c>, <c>service_tier</c> and whatever comes later. Members of <c>text</c>
/// and <c>reasoning</c> given there stand beside those of <see cref="ChatOptions.ResponseFormat"/> and <see cref="ChatOptions.Reasoning"/>. <c>strict</c> belongs to the response format;
/// unless given, it is true where the schema keeps the rules of strict ones.
/// </para>
/// <para>
/// <see cref="ChatOptions.ConversationId"/> is a conversation (<c>conv_..</c>) or the previous response (<c>previous_response_id</c>). Stop sequences, seeds and top-k are left out: the API has none.
/// </para>
/// <para>
/// What the answer is made of is sent back as it came when its messages come again: ids, encrypted reasoning, calls of tools that OpenAI runs. Reasoning that lost the item it led to is
/// left out, for OpenAI refuses it.
/// </para>
/// <para>Source: https://platform.openai.com/docs/api-reference/responses, and recorded traffic of 2025 and 2026.</para>
/// </remarks>
public sealed class OpenAIResponsesClient : IChatClient
{
    private readonly ProviderConnection _connection;
    private readonly Uri _address;
    private readonly string _model;
    private readonly ChatClientMetadata _metadata;

    /// <param name="http">Sends the requests. The caller's to dispose; its timeout should be infinite, for it would cut long streams.</param>
    /// <param name="options">Where the server is and how to sign in. Read now; later changes do nothing.</param>
    /// <param name="model">The model, unless <see cref="ChatOptions.ModelId"/> names one. At Azure: the deployment.</param>
    /// <exception cref="InvalidOperationException">The options name no address or key where one is needed.</exception>
    public OpenAIResponsesClient(HttpClient http, OpenAIOptions options, string model)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        var endpoint = new OpenAIEndpoint(http, options);
        _connection = endpoint.Connection;
        _model = model;
        _metadata = new ChatClientMetadata(endpoint.Dialect.ProviderName, endpoint.Address, model);

        // Unlike chat completions, Azure's dated interface names no deployment in the path here.
        var version = options.ApiVersion is { } dated ? $"?api-version={Uri.EscapeDataString(dated)}" : string.Empty;
        _address = new Uri($"{endpoint.Address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/responses{version}");
    }

    /// <inheritdoc/>
    /// <exception cref="ModelCallException">The call failed.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var body = ResponsesRequest.Write(messages, options, _model, isStream: false);
        using var response = await _connection.PostAsync(_address, body, isStream: false, cancellationToken).ConfigureAwait(false);
        var bytes = await ProviderConnection.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (ResponsesReader.ErrorIn(json.RootElement) is { } error)
            {
                throw _connection.Failure(error, response);
            }

            var answer = ResponsesReader.Read(json.RootElement);
            foreach (var (name, value) in ResponseFacts.Of(response) ?? [])
            {
                (answer.AdditionalProperties ??= [])[name] = value;
            }

            return answer;
        }
        catch (JsonException e)
        {
            throw new ModelCallException(FailureReason.ServerError, "The answer is not JSON.", e) { RequestId = ResponseFacts.RequestIdOf(response) };
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ModelCallException">The call failed, or the stream broke off; what came before has been given.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var body = ResponsesRequest.Write(messages, options, _model, isStream: true);
        var response = await _connection.PostAsync(_address, body, isStream: true, cancellationToken).ConfigureAwait(false);
        var decoder = new ResponsesDecoder(error => _connection.Failure(error, response), ResponseFacts.Of(response));
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
}
