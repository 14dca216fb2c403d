using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Gemini;

/// <summary>A function call whose arguments come in pieces, each with the JSON path of where it belongs (<c>streamFunctionCallArguments</c> of Vertex AI). Used by one reader.</summary>
internal sealed partial class PartialCall(string id, string name)
{
    private readonly JsonObject _arguments = [];
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private AdditionalPropertiesDictionary? _others;

    /// <summary>Takes a piece of the call.</summary>
    /// <param name="call">The <c>functionCall</c>.</param>
    /// <param name="others">What else its part says.</param>
    public void Read(JsonElement call, AdditionalPropertiesDictionary? others)
    {
        _others ??= others;
        foreach (var member in call.Child("args") is { ValueKind: JsonValueKind.Object } whole ? whole.EnumerateObject() : default)
        {
            _arguments[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        foreach (var piece in call.Items("partialArgs"))
        {
            if (piece.Text("jsonPath") is { } path)
            {
                Put(path, piece);
            }
        }
    }

    public FunctionCallContent ToContent()
    {
        var content = ToolCalls.FromText(id, name, _arguments.ToJsonString());
        content.AdditionalProperties = _others;
        return content;
    }

    private void Put(string path, JsonElement piece)
    {
        JsonNode node = _arguments;
        var steps = Step().Matches(path);
        for (var i = 0; i < steps.Count; i++)
        {
            var next = i + 1 < steps.Count ? steps[i + 1] : null;
            if (next is null)
            {
                Set(node, steps[i], Value(At(node, steps[i]), path, piece));
            }
            else
            {
                var child = At(node, steps[i]);
                if (child is not (JsonObject or JsonArray))
                {
                    child = next.Groups["index"].Success ? new JsonArray() : new JsonObject();
                    Set(node, steps[i], child);
                }

                node = child;
            }
        }

        if (piece.Flag("willContinue") == true)
        {
            _open.Add(path);
        }
        else
        {
            _open.Remove(path);
        }
    }

    /// <summary>The value of a piece; of a text that was under way, what there is and the piece.</summary>
    private JsonValue? Value(JsonNode? current, string path, JsonElement piece) => piece.Text("stringValue") is { } text
        ? JsonValue.Create(_open.Contains(path) && current is JsonValue begun && begun.GetValueKind() == JsonValueKind.String ? begun.GetValue<string>() + text : text)
        : (piece.Child("numberValue") ?? piece.Child("boolValue")) is { } value ? JsonValue.Create(value.Clone()) : null;

    private static JsonNode? At(JsonNode node, Match step) => node switch
    {
        JsonObject members => members[NameOf(step)],
        JsonArray items when step.Groups["index"].Success && IndexOf(step) is var index && index < items.Count => items[index],
        _ => null,
    };

    private static void Set(JsonNode node, Match step, JsonNode? value)
    {
        if (node is JsonObject members)
        {
            members[NameOf(step)] = value;
        }
        else if (node is JsonArray items && step.Groups["index"].Success)
        {
            var index = IndexOf(step);
            while (items.Count <= index)
            {
                items.Add(null);
            }

            items[index] = value;
        }
    }

    private static string NameOf(Match step) => step.Groups["quoted"].Success ? step.Groups["quoted"].Value : step.Groups["name"].Success ? step.Groups["name"].Value : step.Groups["index"].Value;

    private static int IndexOf(Match step) => int.Parse(step.Groups["index"].ValueSpan, CultureInfo.InvariantCulture);

    // RFC 9535 as far as one value's place needs it. An index has at most four digits: a list that long is no argument.
    [GeneratedRegex("""\[(?<index>\d{1,4})\]|\[(?:'(?<quoted>[^']*)'|"(?<quoted>[^"]*)")\]|\.(?<name>[^.\[\]]+)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
