using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>
/// Joins the pieces of OpenRouter's <c>reasoning_details</c>: the blocks of reasoning as the model's maker gave them, with signatures and encrypted data. They
/// must go back unchanged, so they become the protected data of a <see cref="TextReasoningContent"/>.
/// </summary>
/// <remarks>Source: https://openrouter.ai/docs/use-cases/reasoning-tokens, "Preserving reasoning blocks".</remarks>
internal sealed class ChatReasoningDetails
{
    private readonly List<JsonObject> _blocks = [];

    public bool IsEmpty => _blocks.Count == 0;

    /// <summary>Takes the pieces of a delta and gives the text in them.</summary>
    public string Add(JsonElement delta)
    {
        var text = string.Empty;
        foreach (var piece in delta.Items("reasoning_details"))
        {
            if (piece.ValueKind == JsonValueKind.Object)
            {
                text += piece.Text("text") ?? piece.Text("summary");
                Join(JsonObject.Create(piece.Clone())!);
            }
        }

        return text;
    }

    /// <summary>The blocks so far as a content; <see langword="null"/> if there are none.</summary>
    public TextReasoningContent? Take()
    {
        if (_blocks.Count == 0)
        {
            return null;
        }

        var list = new JsonArray([.. _blocks]);
        _blocks.Clear();
        return new TextReasoningContent(string.Empty) { ProtectedData = list.ToJsonString() };
    }

    private void Join(JsonObject piece)
    {
        if (_blocks.LastOrDefault() is not { } last || !IsSame(last, piece, "type") || !IsSame(last, piece, "index"))
        {
            _blocks.Add(piece);
            return;
        }

        foreach (var (name, value) in piece)
        {
            if (name is "text" or "summary" or "data" && value is JsonValue && last[name] is JsonValue before)
            {
                last[name] = before.ToString() + value.ToString();
            }
            else if (value is not null)
            {
                last[name] = value.DeepClone();
            }
        }
    }

    private static bool IsSame(JsonObject left, JsonObject right, string name) => JsonNode.DeepEquals(left[name], right[name]);
}
