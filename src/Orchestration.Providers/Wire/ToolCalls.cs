using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Wire;

/// <summary>Makes function calls of what models write.</summary>
internal static class ToolCalls
{
    /// <summary>A call whose arguments came as text. The text stays with it (<see cref="AIContent.RawRepresentation"/>), so that it can be sent back unchanged.</summary>
    /// <remarks>Arguments that are no JSON object, as when the token limit cut them, are <see langword="null"/>, and the call's exception says so.</remarks>
    public static FunctionCallContent FromText(string id, string name, string arguments)
    {
        try
        {
            // A call without arguments is written as nothing at all by some models.
            using var json = JsonDocument.Parse(SoundText.Of(Encoding.UTF8.GetBytes(string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments)));
            return new FunctionCallContent(id, name, Arguments(json.RootElement)) { RawRepresentation = arguments };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new FunctionCallContent(id, name) { RawRepresentation = arguments, Exception = new JsonException($"The arguments of '{name}' are no JSON object.", e) };
        }
    }

    /// <summary>A call whose arguments came as JSON.</summary>
    public static FunctionCallContent FromJson(string id, string name, JsonElement? arguments) =>
        new(id, name, arguments is { ValueKind: JsonValueKind.Object } json ? Arguments(json) : new Dictionary<string, object?>(StringComparer.Ordinal)) { RawRepresentation = arguments?.GetRawText() ?? "{}" };

    private static Dictionary<string, object?> Arguments(JsonElement json)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            arguments[member.Name] = member.Value.Clone();
        }

        return arguments;
    }
}
