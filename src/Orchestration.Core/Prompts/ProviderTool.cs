using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.Prompts;

/// <summary>A tool that one provider runs itself and declares in its own JSON, such as a web search with its options. For those that Microsoft.Extensions.AI has no class for.</summary>
/// <remarks>An adapter sends the declaration as it stands; a provider that does not know it refuses the request.</remarks>
public sealed class ProviderTool : AITool
{
    /// <param name="declaration">A JSON object. Copied.</param>
    /// <exception cref="ArgumentException">It is not an object.</exception>
    public ProviderTool(JsonElement declaration)
    {
        if (declaration.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"A tool's declaration is a JSON object, not {declaration.ValueKind}.", nameof(declaration));
        }

        Declaration = declaration.Clone();
    }

    /// <summary>The tool as it stands in the request's list of tools.</summary>
    public JsonElement Declaration { get; }

    /// <summary>The declaration's <c>name</c>, else its <c>type</c>, else the name of its first member.</summary>
    public override string Name =>
        Declaration.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()!
        : Declaration.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()!
        : Declaration.EnumerateObject().FirstOrDefault() is { Value.ValueKind: not JsonValueKind.Undefined } first ? first.Name : nameof(ProviderTool);
}
