using System.Text;
using System.Text.Json;

namespace Orchestration.Simulator.Wire;

/// <summary>Reads JSON in which anything may be missing or of another kind: then it is not there.</summary>
internal static class Reading
{
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement? Get(this JsonElement? element, string name) => element?.Get(name);

    public static string? Text(this JsonElement? element) => element is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static int? Number(this JsonElement? element) => element is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static bool IsTrue(this JsonElement? element) => element is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>A string, or the strings of an array.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement? element) =>
        element.Text() is { } text ? [text] : [.. element.Items().Select(item => ((JsonElement?)item).Text()).OfType<string>()];

    /// <summary>The text of a message's content: a string, or parts that have a <c>text</c>.</summary>
    public static string ContentText(this JsonElement? content)
    {
        if (content.Text() is { } whole)
        {
            return whole;
        }

        var text = new StringBuilder();
        foreach (var part in content.Items())
        {
            text.Append(part.Get("text").Text());
        }

        return text.ToString();
    }

    /// <summary>The assistant's message before the last one of the user, and the one before that.</summary>
    public static (string Question, string Answer)? Before(this JsonElement? messages, string assistant = "assistant", string content = "content")
    {
        if (messages is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() < 2)
        {
            return null;
        }

        var count = array.GetArrayLength();
        var (last, before) = ((JsonElement?)array[count - 1], (JsonElement?)array[count - 2]);
        if (last.Get("role").Text() != "user" || before.Get("role").Text() != assistant || before.Get(content).ContentText() is not { Length: > 0 } answer)
        {
            return null;
        }

        return (count < 3 ? "" : ((JsonElement?)array[count - 3]).Get(content).ContentText(), answer);
    }

    /// <summary>The model, without which no request is answered.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static string Model(this JsonElement body) => body.Get("model").Text() ?? throw new FormatException("you must provide a model parameter");
}
