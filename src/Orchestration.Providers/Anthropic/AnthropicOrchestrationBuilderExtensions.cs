using Orchestration.DependencyInjection;
using Orchestration.Providers;
using Orchestration.Providers.Anthropic;

#pragma warning disable IDE0130 // Extension methods for the builder stand where every application looks for them.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Registers models of Anthropic.</summary>
public static class AnthropicOrchestrationBuilderExtensions
{
    /// <summary>Adds models of Anthropic, under the names that they have there.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="models">At least one, as <c>claude-sonnet-4-5</c>. Prices and limits are those that the <c>ModelCatalog</c> has for the name.</param>
    /// <param name="configure">Sets the options: of all of these models, and of no others. Without them the key is in <c>ANTHROPIC_API_KEY</c>.</param>
    /// <remarks>
    /// The options and the HTTP client are named <c>anthropic:</c> and the first model, as <c>anthropic:claude-sonnet-4-5</c>: an application adds handlers by
    /// <c>services.AddHttpClient("anthropic:claude-sonnet-4-5")</c>, and sets further options by <c>services.Configure&lt;AnthropicOptions&gt;("anthropic:claude-sonnet-4-5", ..)</c>.
    /// </remarks>
    public static IOrchestrationBuilder AddAnthropic(this IOrchestrationBuilder builder, IEnumerable<string> models, Action<AnthropicOptions>? configure = null) =>
        builder.AddAnthropic(models.Select(static model => KeyValuePair.Create(model, model)), configure);

    /// <summary>Adds models of Anthropic, under names of the application's own, as two endpoints with one model need it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="models">The name that routes and the <c>ModelCatalog</c> use, and the provider's name of the model. The first name is part of that of the options and of the HTTP client.</param>
    /// <param name="configure">As above.</param>
    public static IOrchestrationBuilder AddAnthropic(this IOrchestrationBuilder builder, IEnumerable<KeyValuePair<string, string>> models, Action<AnthropicOptions>? configure = null) =>
        new ProviderRegistration<AnthropicOptions>(builder, "anthropic", configure).AddModels(models, static (http, options, model) => new AnthropicChatClient(http, options, model));
}
