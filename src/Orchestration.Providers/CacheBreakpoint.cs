using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Prompts;

namespace Orchestration.Providers;

/// <summary>Marks the end of a prefix that a provider is to cache: all that stands before it in a request, tools and instructions first, and the marked content or tool itself.</summary>
/// <remarks>
/// The mark is <c>cache_control</c> in <c>AdditionalProperties</c>. Anthropic takes at most 4 in a request, those of one hour before those of five minutes, and ignores prefixes
/// below a model's minimum (1,024 tokens for most). Source: https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching, 2026.
/// </remarks>
public static class CacheBreakpoint
{
    internal const string Property = "cache_control";

    private static readonly JsonElement Default = Parse("""{"type":"ephemeral"}""");
    private static readonly JsonElement OneHour = Parse("""{"type":"ephemeral","ttl":"1h"}""");

    /// <summary>Marks a content, in place.</summary>
    /// <param name="content">A text, image, document, call or result.</param>
    /// <param name="lifetime"><see langword="null"/> means the provider's default, five minutes at Anthropic.</param>
    /// <returns>The same content.</returns>
    public static TContent WithCacheBreakpoint<TContent>(this TContent content, CacheLifetime? lifetime = null)
        where TContent : AIContent
    {
        ArgumentNullException.ThrowIfNull(content);
        (content.AdditionalProperties ??= [])[Property] = Mark(lifetime);
        return content;
    }

    /// <summary>Marks a tool: a copy that carries the mark, for tools cannot be changed. Only the last tool of a request need carry it.</summary>
    /// <param name="tool">A function, its declaration, or a <see cref="ProviderTool"/>.</param>
    /// <param name="lifetime"><see langword="null"/> means the provider's default, five minutes at Anthropic.</param>
    /// <exception cref="ArgumentException">The tool is of a kind that cannot be copied, such as a hosted tool: give it <c>cache_control</c> when it is made.</exception>
    public static AITool WithCacheBreakpoint(this AITool tool, CacheLifetime? lifetime = null)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return tool switch
        {
            AIFunction function => new MarkedFunction(function, With(function, lifetime)),
            AIFunctionDeclaration declaration => new MarkedDeclaration(declaration, With(declaration, lifetime)),
            ProviderTool { Declaration: var declaration } => new ProviderTool(With(declaration, lifetime)),
            _ => throw new ArgumentException($"A {tool.GetType().Name} cannot be copied with a breakpoint. Give it '{Property}' among its properties when it is made.", nameof(tool)),
        };
    }

    internal static JsonElement Mark(CacheLifetime? lifetime) => lifetime == CacheLifetime.OneHour ? OneHour : Default;

    private static Dictionary<string, object?> With(AITool tool, CacheLifetime? lifetime) =>
        new(tool.AdditionalProperties, StringComparer.Ordinal) { [Property] = Mark(lifetime) };

    private static JsonElement With(JsonElement declaration, CacheLifetime? lifetime)
    {
        var members = JsonObject.Create(declaration)!;
        members[Property] = JsonObject.Create(Mark(lifetime));
        return Parse(members.ToJsonString());
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private sealed class MarkedFunction(AIFunction function, Dictionary<string, object?> properties) : DelegatingAIFunction(function)
    {
        public override IReadOnlyDictionary<string, object?> AdditionalProperties => properties;
    }

    private sealed class MarkedDeclaration(AIFunctionDeclaration declaration, Dictionary<string, object?> properties) : AIFunctionDeclaration
    {
        public override string Name => declaration.Name;

        public override string Description => declaration.Description;

        public override JsonElement JsonSchema => declaration.JsonSchema;

        public override JsonElement? ReturnJsonSchema => declaration.ReturnJsonSchema;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties => properties;
    }
}
