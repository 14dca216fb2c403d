using Microsoft.Extensions.AI;
using Orchestration.DependencyInjection;
using Orchestration.Providers;
using Orchestration.Providers.Llama;
using Orchestration.Providers.OpenAI;

#pragma warning disable IDE0130 // Extension methods for the builder stand where every application looks for them.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Registers models on servers of one's own, Ollama or llama.cpp.</summary>
public static class LlamaOrchestrationBuilderExtensions
{
    /// <summary>Adds models on servers of one's own, Ollama or llama.cpp, under the names that they have there.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="models">At least one, as <c>llama3.3</c>. Prices and limits are those that the <c>ModelCatalog</c> has for the name.</param>
    /// <param name="configure">Sets the options: of all of these models, and of no others. Without them an Ollama on this machine, or at <c>OLLAMA_HOST</c>, is asked.</param>
    /// <remarks>
    /// The options and the HTTP client are named <c>llama:</c> and the first model, as <c>llama:llama3.3</c>: an application adds handlers by
    /// <c>services.AddHttpClient("llama:llama3.3")</c>, and sets further options by <c>services.Configure&lt;LlamaOptions&gt;("llama:llama3.3", ..)</c>.
    /// The system's proxy is used for an <c>https</c> address only: a server on one's own network stands before it.
    /// </remarks>
    public static IOrchestrationBuilder AddLlama(this IOrchestrationBuilder builder, IEnumerable<string> models, Action<LlamaOptions>? configure = null) =>
        builder.AddLlama(models.Select(static model => KeyValuePair.Create(model, model)), configure);

    /// <summary>Adds models on servers of one's own, Ollama or llama.cpp, under names of the application's own, as two endpoints with one model need it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="models">The name that routes and the <c>ModelCatalog</c> use, and the provider's name of the model. The first name is part of that of the options and of the HTTP client.</param>
    /// <param name="configure">As above.</param>
    public static IOrchestrationBuilder AddLlama(this IOrchestrationBuilder builder, IEnumerable<KeyValuePair<string, string>> models, Action<LlamaOptions>? configure = null) =>
        new ProviderRegistration<LlamaOptions>(builder, "llama", configure, IsFar).AddModels(models, Client);

    /// <summary>Adds a model that embeds texts: an <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c> with its name as the key, and without a key if it is the first of all.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="model">The model, as <c>nomic-embed-text</c>. Part of the name of the options and of the HTTP client: <c>llama:nomic-embed-text</c>.</param>
    /// <param name="configure">As above.</param>
    public static IOrchestrationBuilder AddLlamaEmbeddings(this IOrchestrationBuilder builder, string model, Action<LlamaOptions>? configure = null) =>
        new ProviderRegistration<LlamaOptions>(builder, "llama", configure, IsFar).AddEmbeddings(model, (http, options) => Generator(http, options, model));

    private static IChatClient Client(HttpClient http, LlamaOptions options, string model) =>
        options.Server == LlamaServer.Ollama ? new OllamaChatClient(http, options, model) : new OpenAIChatClient(http, LlamaCppOptions.From(options), model);

    private static IEmbeddingGenerator<string, Embedding<float>> Generator(HttpClient http, LlamaOptions options, string model) =>
        options.Server == LlamaServer.Ollama ? new OllamaEmbeddingGenerator(http, options, model) : new OpenAIEmbeddingGenerator(http, LlamaCppOptions.From(options), model);

    private static bool IsFar(LlamaOptions options) =>
        (options.Server == LlamaServer.Ollama ? options.BaseAddress ?? OllamaHost.FromEnvironment() : LlamaCppOptions.AddressOf(options)).Scheme == Uri.UriSchemeHttps;
}
