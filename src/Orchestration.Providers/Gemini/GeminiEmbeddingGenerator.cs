using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>A model of Google's Gemini API that makes vectors of texts: <c>batchEmbedContents</c> of Google AI Studio, a hundred texts a request; <c>embedContent</c> of Vertex AI, one.</summary>
/// <remarks>
/// An entry of <see cref="EmbeddingGenerationOptions.AdditionalProperties"/> is a field of each text's request, as <c>taskType</c> (<c>RETRIEVAL_QUERY</c>) or <c>title</c>;
/// <c>requests</c> takes the place of all that would be made of the texts. Usage is <see langword="null"/> for models that report none. Safe for many threads; does not
/// retry. Source: https://ai.google.dev/api/embeddings (2026).
/// </remarks>
public sealed class GeminiEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int MostInBatch = 100;
    private readonly GeminiEndpoint _endpoint;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly string _model;

    /// <param name="http">Sends the requests. The caller's to dispose.</param>
    /// <param name="options">Where and with which key. Read once.</param>
    /// <param name="model">The model, as <c>gemini-embedding-001</c>, unless <see cref="EmbeddingGenerationOptions.ModelId"/> names another.</param>
    /// <exception cref="InvalidOperationException">A key is needed and is neither in the options nor in the environment.</exception>
    public GeminiEmbeddingGenerator(HttpClient http, GeminiOptions options, string model)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        (_endpoint, _model) = (new GeminiEndpoint(http, options), model);
        _metadata = new EmbeddingGeneratorMetadata(_endpoint.ProviderName, options.BaseAddress, model);
    }

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var batch in values.Chunk(_endpoint.IsVertex ? 1 : MostInBatch))
        {
            await AddAsync(embeddings, batch, options, cancellationToken).ConfigureAwait(false);
        }

        return embeddings;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: the HTTP client is the caller's.</summary>
    public void Dispose()
    {
    }

    private async Task AddAsync(GeneratedEmbeddings<Embedding<float>> embeddings, string[] texts, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        var model = options?.ModelId ?? _model;
        using var body = new RequestBody(null);
        Write(body, texts, options, model);
        var connection = await _endpoint.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var address = _endpoint.AddressOf(model, _endpoint.IsVertex ? "embedContent" : "batchEmbedContents");
        using var response = await connection.PostAsync(address, body, isStream: false, cancellationToken).ConfigureAwait(false);
        Read(embeddings, await ProviderConnection.ReadAsync(response, cancellationToken).ConfigureAwait(false), model, connection, response);
    }

    private void Write(RequestBody body, string[] texts, EmbeddingGenerationOptions? options, string model)
    {
        if (_endpoint.IsVertex)
        {
            WriteText(body.Json, texts[0], options);
        }
        else
        {
            body.Json.WritePropertyName("requests");
            if (options?.AdditionalProperties?.TryGetValue("requests", out var given) == true)
            {
                RequestBody.WriteValue(body.Json, "requests", given);
            }
            else
            {
                body.Json.WriteStartArray();
                foreach (var text in texts)
                {
                    body.Json.WriteStartObject();
                    body.Json.WriteString("model", GeminiEndpoint.PathOf(model));
                    WriteText(body.Json, text, options);
                    body.Json.WriteEndObject();
                }

                body.Json.WriteEndArray();
            }
        }

        body.Finish();
    }

    private static void WriteText(Utf8JsonWriter json, string text, EmbeddingGenerationOptions? options)
    {
        json.WriteStartObject("content");
        json.WriteStartArray("parts");
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (options?.Dimensions is { } dimensions)
        {
            json.WriteNumber("outputDimensionality", dimensions);
        }

        RequestBody.WriteAll(json, options?.AdditionalProperties);
    }

    private static void Read(GeneratedEmbeddings<Embedding<float>> embeddings, ReadOnlyMemory<byte> body, string model, ProviderConnection connection, HttpResponseMessage response)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.Child("error") is not null && ProviderError.From(json.RootElement) is { } error)
            {
                throw connection.Failure(error, response);
            }

            foreach (var item in json.RootElement.Items("embeddings"))
            {
                embeddings.Add(Vector(item, model));
            }

            if (json.RootElement.Child("embedding") is { } single)
            {
                embeddings.Add(Vector(single, model));
            }

            if (json.RootElement.Child("usageMetadata") is { } usage && usage.Count("promptTokenCount") is { } tokens)
            {
                (embeddings.Usage ??= new UsageDetails()).Add(new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens });
            }

            embeddings.AdditionalProperties ??= ResponseFacts.Of(response);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelCallException(FailureReason.ServerError, "The vectors are not what the protocol says: they cannot be read.", e);
        }
    }

    private static Embedding<float> Vector(JsonElement item, string model)
    {
        var vector = new float[item.Child("values") is { ValueKind: JsonValueKind.Array } values ? values.GetArrayLength() : 0];
        var i = 0;
        foreach (var value in item.Items("values"))
        {
            vector[i++] = value.GetSingle();
        }

        return new Embedding<float>(vector) { ModelId = model };
    }
}
