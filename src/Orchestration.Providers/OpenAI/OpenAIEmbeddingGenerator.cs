using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>A model that turns texts into vectors, behind OpenAI's <c>/embeddings</c>, which Azure, llama.cpp, vLLM and others serve too. Safe for many threads.</summary>
/// <remarks>It does not retry, and sends all texts in one request: a provider's limit on their number is the caller's to keep. Vectors travel as base64, a quarter of their size as digits.</remarks>
public sealed class OpenAIEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly OpenAIEndpoint _endpoint;
    private readonly string _model;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <param name="http">Sends the requests. The caller's to dispose.</param>
    /// <param name="options">Read once, here.</param>
    /// <param name="model">The model unless a request names another; at Azure the deployment.</param>
    /// <param name="dimensions">The length of the vectors, for models that can shorten them; <see langword="null"/> = the model's own.</param>
    /// <exception cref="InvalidOperationException">A key or an address is needed and is neither in the options nor in the environment.</exception>
    public OpenAIEmbeddingGenerator(HttpClient http, OpenAIOptions options, string model, int? dimensions = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        _endpoint = new OpenAIEndpoint(http, options);
        _model = model;
        _metadata = new EmbeddingGeneratorMetadata(_endpoint.Dialect.ProviderName, _endpoint.Address, model, dimensions);
    }

    /// <inheritdoc/>
    /// <exception cref="ModelCallException">The provider could not be reached, or failed; or it gave another number of vectors than of texts.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var texts = values.ToList();
        var model = options?.ModelId ?? _model;
        using var body = new RequestBody(options?.AdditionalProperties);
        var isOwnInput = body.IsGiven("input");
        if (texts.Count == 0 && !isOwnInput)
        {
            return [];
        }

        body.Field("model", model);
        body.Field("input", texts);
        body.Field("encoding_format", "base64");
        body.Field("dimensions", options?.Dimensions ?? _metadata.DefaultModelDimensions);
        body.Finish();

        using var response = await _endpoint.Connection.PostAsync(_endpoint.AddressOf("embeddings", model), body, isStream: false, cancellationToken).ConfigureAwait(false);
        var bytes = await ProviderConnection.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var embeddings = Read(json.RootElement, response);
            return embeddings.Count == texts.Count || isOwnInput
                ? embeddings
                : throw new ModelCallException(FailureReason.InvalidOutput, $"There are {embeddings.Count} vectors for {texts.Count} texts.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new ModelCallException(FailureReason.ServerError, "The response is not what the protocol says: it cannot be read.", e);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the HTTP client is the caller's.</summary>
    public void Dispose()
    {
    }

    private GeneratedEmbeddings<Embedding<float>> Read(JsonElement json, HttpResponseMessage response)
    {
        if (ChatErrors.In(default, json) is { } error && json.Child("data") is null)
        {
            throw _endpoint.Connection.Failure(error, response);
        }

        var model = json.Text("model");
        var vectors = new List<(long Index, Embedding<float> Vector)>();
        foreach (var item in json.Items("data"))
        {
            vectors.Add((item.Count("index") ?? vectors.Count, new Embedding<float>(EmbeddingVector.Read(item.Child("embedding"))) { ModelId = model }));
        }

        return new GeneratedEmbeddings<Embedding<float>>(vectors.OrderBy(static vector => vector.Index).Select(static vector => vector.Vector))
        {
            Usage = json.Child("usage") is { } usage ? ChatUsage.Read(usage, _endpoint.Dialect) : null,
            AdditionalProperties = ResponseFacts.Of(response),
        };
    }
}
