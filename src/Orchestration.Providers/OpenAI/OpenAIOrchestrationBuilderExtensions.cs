using Microsoft.Extensions.AI;
using Orchestration.DependencyInjection;
using Orchestration.Providers;
using Orchestration.Providers.OpenAI;

#pragma warning disable IDE0130 // Extension methods for the builder stand where every application looks for them.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Registers models of OpenAI, and of every server that speaks its protocols.</summary>
public static class OpenAIOrchestrationBuilderExtensions
{
    /// <summary>Adds models of OpenAI, and of every server that speaks its protocols, under the names that they have there.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="models">At least one, as <c>gpt-5</c>. Prices and limits are those that the <c>ModelCatalog</c> has for the name.</param>
    /// <param name="configure">Sets the options: of all of these models, and of no others. Without them the key is in <c>OPENAI_API_KEY</c>.</param>
    /// <remarks>
    /// The options and the HTTP client are named <c>openai:</c> and the first model, as <c>openai:gpt-5</c>: an application adds handlers by
    /// <c>services.AddHttpClient("openai:gpt-5")</c>, and sets further options by <c>services.Configure&lt;OpenAIOptions&gt;("openai:gpt-5", ..)</c>.
    /// </remarks>
    public static IOrchestrationBuilder AddOpenAI(this IOrchestrationBuilder builder, IEnumerable<string> models, Action<OpenAIOptions>? configure = null) =>
        builder.AddOpenAI(models.Select(static model => KeyValuePair.Create(model, model)), configure);

    /// <summary>Adds models of OpenAI, and of every server that speaks its protocols, under names of the application's own, as two endpoints with one model need it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="models">The name that routes and the <c>ModelCatalog</c> use, and the provider's name of the model. The first name is part of that of the options and of the HTTP client.</param>
    /// <param name="configure">As above.</param>
    public static IOrchestrationBuilder AddOpenAI(this IOrchestrationBuilder builder, IEnumerable<KeyValuePair<string, string>> models, Action<OpenAIOptions>? configure = null) =>
        new ProviderRegistration<OpenAIOptions>(builder, "openai", configure).AddModels(models, Client);

    /// <summary>Adds a model that embeds texts: an <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c> with its name as the key, and without a key if it is the first of all.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="model">The model, as <c>text-embedding-3-small</c>. Part of the name of the options and of the HTTP client: <c>openai:text-embedding-3-small</c>.</param>
    /// <param name="configure">As above.</param>
    /// <param name="dimensions">The length of the vectors, for models that can shorten them; <see langword="null"/> = the model's own.</param>
    public static IOrchestrationBuilder AddOpenAIEmbeddings(this IOrchestrationBuilder builder, string model, Action<OpenAIOptions>? configure = null, int? dimensions = null) =>
        new ProviderRegistration<OpenAIOptions>(builder, "openai", configure).AddEmbeddings(model, (http, options) => new OpenAIEmbeddingGenerator(http, options, model, dimensions));

    private static IChatClient Client(HttpClient http, OpenAIOptions options, string model) =>
        (options.Api ?? (IsOpenAI(options) ? OpenAIApi.Responses : OpenAIApi.ChatCompletions)) == OpenAIApi.Responses
            ? new OpenAIResponsesClient(http, options, model)
            : new OpenAIChatClient(http, options, model);

    private static bool IsOpenAI(OpenAIOptions options) =>
        options.Dialect == OpenAIDialect.OpenAI && options.BaseAddress?.Host.EndsWith("openai.com", StringComparison.OrdinalIgnoreCase) is not false;
}
