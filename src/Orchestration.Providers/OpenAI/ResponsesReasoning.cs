using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>Reads and writes reasoning items. The protected data is the item itself: only so it comes back with its id, its parts and its encrypted content.</summary>
internal static class ResponsesReasoning
{
    /// <summary>The item whole.</summary>
    /// <param name="item">The item.</param>
    /// <param name="hasText">Whether its text is still to be told; in a stream it has been.</param>
    public static TextReasoningContent Read(JsonElement item, bool hasText = true)
    {
        var text = hasText ? string.Concat(item.Items("summary").Concat(item.Items("content")).Select(static part => part.Text("text"))) : string.Empty;
        return new TextReasoningContent(text) { ProtectedData = item.GetRawText() };
    }

    /// <param name="json">Stands where an item is due.</param>
    /// <param name="thought">The reasoning. Protected data that is no item is taken as the encrypted content alone, as other clients keep it.</param>
    /// <param name="leadsOn">Whether the item that it led to follows.</param>
    public static void Write(Utf8JsonWriter json, TextReasoningContent thought, bool leadsOn)
    {
        if (thought.ProtectedData is not { Length: > 0 } data)
        {
            // Without it, the text alone is nothing that OpenAI takes.
            return;
        }

        using var item = ItemIn(data);
        if (item is not null)
        {
            if (leadsOn || item.RootElement.Text("id") is null)
            {
                item.RootElement.WriteTo(json);
            }

            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "reasoning");
        json.WriteStartArray("summary");
        if (thought.Text.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type", "summary_text");
            json.WriteString("text", thought.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("encrypted_content", data);
        RequestBody.WriteAll(json, thought.AdditionalProperties);
        json.WriteEndObject();
    }

    private static JsonDocument? ItemIn(string data)
    {
        try
        {
            return data[0] == '{' ? JsonDocument.Parse(data) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
