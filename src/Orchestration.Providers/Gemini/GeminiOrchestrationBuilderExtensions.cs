using Orchestration.DependencyInjection;
using Orchestration.Providers;
using Orchestration.Providers.Gemini;

#pragma warning disable IDE0130 // Extension methods for the builder stand where every application looks for them.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Registers models of Gemini.</summary>
public static class GeminiOrchestrationBuilderExtensions
{
    /// <summary>Adds models of Gemini, under the names that they have there.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="models">At least one, as <c>gemini-2.5-flash</c>. Prices and limits are those that the <c>ModelCatalog</c> has for the name.</param>
    /// <param name="configure">Sets the options: of all of these models, and of no others. Without them the key is in <c>GEMINI_API_KEY</c> or <c>GOOGLE_API_KEY</c>.</param>
    /// <remarks>
    /// The options and the HTTP client are named <c>gemini:</c> and the first model, as <c>gemini:gemini-2.5-flash</c>: an application adds handlers by
    /// <c>services.AddHttpClient("gemini:gemini-2.5-flash")</c>, and sets further options by <c>services.Configure&lt;GeminiOptions&gt;("gemini:gemini-2.5-flash", ..)</c>.
    /// </remarks>
    public static IOrchestrationBuilder AddGemini(this IOrchestrationBuilder builder, IEnumerable<string> models, Action<GeminiOptions>? configure = null) =>
        builder.AddGemini(models.Select(static model => KeyValuePair.Create(model, model)), configure);

    /// <summary>Adds models of Gemini, under names of the application's own, as two endpoints with one model need it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="models">The name that routes and the <c>ModelCatalog</c> use, and the provider's name of the model. The first name is part of that of the options and of the HTTP client.</param>
    /// <param name="configure">As above.</param>
    public static IOrchestrationBuilder AddGemini(this IOrchestrationBuilder builder, IEnumerable<KeyValuePair<string, string>> models, Action<GeminiOptions>? configure = null) =>
        new ProviderRegistration<GeminiOptions>(builder, "gemini", configure).AddModels(models, static (http, options, model) => new GeminiChatClient(http, options, model));

    /// <summary>Adds a model that embeds texts: an <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c> with its name as the key, and without a key if it is the first of all.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="model">The model, as <c>gemini-embedding-001</c>. Part of the name of the options and of the HTTP client: <c>gemini:gemini-embedding-001</c>.</param>
    /// <param name="configure">As above.</param>
    public static IOrchestrationBuilder AddGeminiEmbeddings(this IOrchestrationBuilder builder, string model, Action<GeminiOptions>? configure = null) =>
        new ProviderRegistration<GeminiOptions>(builder, "gemini", configure).AddEmbeddings(model, (http, options) => new GeminiEmbeddingGenerator(http, options, model));
}
