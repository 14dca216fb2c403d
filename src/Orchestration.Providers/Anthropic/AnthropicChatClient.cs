using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>A model behind Anthropic's Messages protocol: https://docs.anthropic.com/en/api/messages. Safe for many threads.</summary>
/// <remarks>
/// Blocks that Microsoft.Extensions.AI has no class for (server tools and their results, compaction) are plain <see cref="AIContent"/> with their JSON as
/// <see cref="AIContent.RawRepresentation"/>, and go back as they came. Fields of the request that it has no member for are taken from
/// <see cref="ChatOptions.AdditionalProperties"/>. A stream that begins anew gives a further message: the last one is the answer.
/// </remarks>
public sealed class AnthropicChatClient : IChatClient
{
    private const string McpBeta = "mcp-client-2025-11-20";

    private readonly ProviderConnection _connection;
    private readonly ProviderConnection _mcpConnection;
    private readonly MessagesRequest _requests;
    private readonly ChatClientMetadata _metadata;
    private readonly Uri _address;

    /// <param name="http">The caller's to dispose. Its timeout should be infinite, for it cuts streams as well.</param>
    /// <param name="options">Read once, here.</param>
    /// <param name="model">The model's id, as <c>claude-sonnet-4-5</c>, where a request does not name another.</param>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public AnthropicChatClient(HttpClient http, AnthropicOptions options, string model)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        var key = ProviderKey.Find(options.ApiKey, $"{nameof(AnthropicOptions)}.{nameof(AnthropicOptions.ApiKey)}", "ANTHROPIC_API_KEY");
        var (version, betas) = (options.Version, options.Betas.ToArray());
        _connection = Connection(betas);
        _mcpConnection = Connection(betas.Contains(McpBeta, StringComparer.Ordinal) ? betas : [.. betas, McpBeta]);
        _requests = new MessagesRequest(model, options.DefaultMaxTokens, options.PromptCaching);
        _address = new Uri($"{options.BaseAddress.AbsoluteUri.TrimEnd('/')}/v1/messages");
        _metadata = new ChatClientMetadata("anthropic", options.BaseAddress, model);

        ProviderConnection Connection(string[] sent) => new(http, request => Authorize(request, key, version, sent), key);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (connection, response) = await SendAsync(messages, options, isStream: false, cancellationToken).ConfigureAwait(false);
        using (response)
        {
            return WholeMessage.Read(await ProviderConnection.ReadAsync(response, cancellationToken).ConfigureAwait(false), connection, response);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (connection, response) = await SendAsync(messages, options, isStream: true, cancellationToken).ConfigureAwait(false);
        await foreach (var update in UpdateStream.ReadAsync(response, EventFraming.ServerSentEvents, new MessageDecoder(connection, response), cancellationToken).ConfigureAwait(false))
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

    /// <summary>Nothing to dispose of: the HTTP client is the caller's.</summary>
    public void Dispose()
    {
    }

    private async Task<(ProviderConnection Connection, HttpResponseMessage Response)> SendAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var body = _requests.Write(messages, options, isStream);
        var connection = options?.Tools?.Any(static tool => tool is HostedMcpServerTool) == true ? _mcpConnection : _connection;
        return (connection, await connection.PostAsync(_address, body, isStream, cancellationToken).ConfigureAwait(false));
    }

    private static void Authorize(HttpRequestMessage request, string? key, string version, string[] betas)
    {
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", key);
        }

        request.Headers.TryAddWithoutValidation("anthropic-version", version);
        if (betas.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("anthropic-beta", string.Join(',', betas));
        }
    }
}
