using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Llama;

/// <summary>Embeds texts by a model on an Ollama server. Safe for many threads.</summary>
/// <remarks>
/// The model's options and further fields (<c>truncate</c>) go into <see cref="EmbeddingGenerationOptions.AdditionalProperties"/> under Ollama's names. A text that does not fit is
/// cut without notice unless <c>"truncate": false</c> is given.
/// </remarks>
public sealed class OllamaEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly OllamaEndpoint _endpoint;
    private readonly string _model;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <param name="http">Sends the requests; the caller's to dispose.</param>
    /// <param name="options">Where the server is. Read now.</param>
    /// <param name="model">The model, as <c>nomic-embed-text</c>, unless a request names another.</param>
    /// <exception cref="ArgumentException">The options are for llama.cpp, which speaks OpenAI's protocol.</exception>
    public OllamaEmbeddingGenerator(HttpClient http, LlamaOptions options, string model)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        _endpoint = new OllamaEndpoint(http, options);
        _model = model;
        _metadata = new EmbeddingGeneratorMetadata("ollama", _endpoint.Address, model);
    }

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        if (texts.Length == 0)
        {
            return [];
        }

        if (!_endpoint.Options.UsesOldEmbeddings)
        {
            return await AskAsync(texts, options, cancellationToken).ConfigureAwait(false);
        }

        var all = new GeneratedEmbeddings<Embedding<float>>(texts.Length);
        foreach (var text in texts)
        {
            all.AddRange(await AskAsync([text], options, cancellationToken).ConfigureAwait(false));
        }

        return all;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the HTTP client is the caller's.</summary>
    public void Dispose()
    {
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> AskAsync(string[] texts, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        using var body = Write(texts, options);
        var address = _endpoint.AddressOf(_endpoint.Options.UsesOldEmbeddings ? "embeddings" : "embed");
        using var response = await _endpoint.Connection.PostAsync(address, body, isStream: false, cancellationToken).ConfigureAwait(false);
        var bytes = await ProviderConnection.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return Read(json.RootElement, texts.Length, options?.ModelId ?? _model, response);
        }
        catch (JsonException e)
        {
            throw new ModelCallException(FailureReason.ServerError, "The answer is not JSON.", e);
        }
    }

    private RequestBody Write(string[] texts, EmbeddingGenerationOptions? options)
    {
        var body = new RequestBody(options?.AdditionalProperties);
        body.Field("model", options?.ModelId ?? _model);
        if (_endpoint.Options.UsesOldEmbeddings)
        {
            body.Field("prompt", texts[0]);
        }
        else
        {
            body.Field("input", texts);
            body.Field("dimensions", options?.Dimensions);
        }

        OllamaFields.WriteOptions(
            body, options?.AdditionalProperties?.GetValueOrDefault(OllamaFields.Options), own => own.Field("num_ctx", _endpoint.Options.ContextLength));
        OllamaFields.WriteKeepAlive(body, _endpoint.Options.KeepAlive);
        body.Finish(OllamaFields.Options);
        return body;
    }

    private GeneratedEmbeddings<Embedding<float>> Read(JsonElement json, int count, string model, HttpResponseMessage response)
    {
        if (json.Child("error") is not null && ProviderError.From(json) is { } error)
        {
            throw _endpoint.Connection.Failure(error, response);
        }

        var embeddings = new GeneratedEmbeddings<Embedding<float>>(count) { AdditionalProperties = ResponseFacts.Of(response) };
        model = json.Text("model") ?? model;
        foreach (var vector in json.Items("embeddings"))
        {
            embeddings.Add(new Embedding<float>(Vector(vector)) { ModelId = model });
        }

        if (json.Child("embedding") is { ValueKind: JsonValueKind.Array } single)
        {
            embeddings.Add(new Embedding<float>(Vector(single)) { ModelId = model });
        }

        if (embeddings.Count != count)
        {
            throw new ModelCallException(FailureReason.ServerError, $"The answer holds {embeddings.Count} embeddings for {count} texts.");
        }

        if (json.Count("prompt_eval_count") is { } tokens)
        {
            embeddings.Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens };
        }

        return embeddings;
    }

    private static float[] Vector(JsonElement json)
    {
        var vector = new float[json.ValueKind == JsonValueKind.Array ? json.GetArrayLength() : 0];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = json[i].ValueKind == JsonValueKind.Number ? json[i].GetSingle() : throw new JsonException($"Item {i} of an embedding is no number.");
        }

        return vector;
    }
}
