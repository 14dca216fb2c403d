using System.Globalization;
using System.Text.Json;
using Orchestration.Evals.Inference;
using Orchestration.Models;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>Parts of JSON, by JSON Pointer (RFC 6901).</summary>
internal static class JsonParts
{
    /// <summary>What is wrong with a pointer; <see langword="null"/> if nothing is.</summary>
    public static string? Fault(string pointer) =>
        pointer.Length == 0 || pointer[0] == '/' ? null : $"'{pointer}' is no JSON Pointer: it begins with a slash, as /{pointer}.";

    public static JsonElement? Find(JsonElement root, string pointer)
    {
        var found = root;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty(name, out var member))
            {
                found = member;
            }
            else if (found.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < found.GetArrayLength())
            {
                found = found[index];
            }
            else
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>The JSON that a value is, or that a text holds, perhaps in a code fence or among talk.</summary>
    public static JsonElement Document(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonFinder.Find(value.GetString()!, out _) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } inner ? inner : value;

    /// <summary>A string's characters; of other JSON its text.</summary>
    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    public static JsonElement Parse(JsonBytes json) => JsonElement.Parse(json.Utf8.Span);

    /// <summary>A few words of a text, for a reason.</summary>
    public static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        if (line.Length <= 80)
        {
            return line;
        }

        return string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[78]) ? 78 : 79), "…");
    }
}
