using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace ContentPlatform.Models;

/// <summary>Text and JSON from any endpoint that speaks OpenAI's chat completions. A stand-in of a page until the library has adapters of its own: no tools, no images.</summary>
/// <remarks>It shows how little a model must do to take part: stream pieces, report usage, and throw a <see cref="ModelCallException"/> that says why.</remarks>
/// <param name="http">Sends the requests; the caller's to dispose.</param>
/// <param name="endpoint">Such as <c>https://api.openai.com/v1</c>.</param>
/// <param name="model">The model's name at the endpoint.</param>
/// <param name="key">Sent as bearer token; <see langword="null"/> = none, as for a server of one's own.</param>
internal sealed class OpenAICompatibleChatClient(HttpClient http, Uri endpoint, string model, string? key) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("openai-compatible", endpoint, model);
    private readonly Uri _completions = new($"{endpoint.AbsoluteUri.TrimEnd('/')}/chat/completions");

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _completions)
        {
            Content = new StringContent(Body(messages, options).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await FailureAsync(response, cancellationToken);
        }

        var isOver = false;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var line in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (line.Data == "[DONE]")
            {
                yield break;
            }

            if (Update(line.Data) is { } update)
            {
                isOver |= update.FinishReason is not null;
                yield return update;
            }
        }

        if (!isOver)
        {
            throw new ModelCallException(FailureReason.StreamInterrupted, "The stream ended before the answer did.");
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private JsonObject Body(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
            ["messages"] = new JsonArray([.. messages.Select(static message => new JsonObject { ["role"] = message.Role.Value, ["content"] = message.Text })]),
        };
        if (options?.MaxOutputTokens is { } most)
        {
            // OpenAI's own models want the newer name; other servers often know only the older one.
            body[endpoint.Host == "api.openai.com" ? "max_completion_tokens" : "max_tokens"] = most;
        }

        if (options?.Temperature is { } temperature)
        {
            body["temperature"] = temperature;
        }

        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } json)
        {
            var named = new JsonObject { ["name"] = json.SchemaName ?? "answer", ["schema"] = JsonNode.Parse(schema.GetRawText()) };
            body["response_format"] = new JsonObject { ["type"] = "json_schema", ["json_schema"] = named };
        }

        return body;
    }

    private static ChatResponseUpdate? Update(string data)
    {
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        if (root.TryGetProperty("error", out var error))
        {
            throw new ModelCallException(FailureReason.ServerError, $"The provider broke off: {Text(error, "message") ?? "no reason given"}");
        }

        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ResponseId = Text(root, "id"), ModelId = Text(root, "model") };
        if (root.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0)
        {
            if (choices[0].TryGetProperty("delta", out var delta) && Text(delta, "content") is { Length: > 0 } text)
            {
                update.Contents.Add(new TextContent(text));
            }

            update.FinishReason = Text(choices[0], "finish_reason") is { } reason ? new ChatFinishReason(reason) : null;
        }

        if (root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
        {
            update.Contents.Add(new UsageContent(new UsageDetails
            {
                InputTokenCount = Count(usage, "prompt_tokens"),
                OutputTokenCount = Count(usage, "completion_tokens"),
                TotalTokenCount = Count(usage, "total_tokens"),
                CachedInputTokenCount = usage.TryGetProperty("prompt_tokens_details", out var input) ? Count(input, "cached_tokens") : null,
                ReasoningTokenCount = usage.TryGetProperty("completion_tokens_details", out var output) ? Count(output, "reasoning_tokens") : null,
            }));
        }

        return update.Contents.Count > 0 || update.FinishReason is not null ? update : null;
    }

    private static async Task<ModelCallException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (message, code) = ((string?)null, (string?)null);
        try
        {
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            var error = json.RootElement.TryGetProperty("error", out var inner) ? inner : json.RootElement;
            (message, code) = (Text(error, "message"), Text(error, "code"));
        }
        catch (JsonException)
        {
            // A proxy's page, not the provider's word: the status says enough.
        }

        return ModelCallException.FromResponse(response, code, message);
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Count(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.TryGetInt64(out var count) ? count : null;
}
