using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.OpenAI;

/// <summary>What a content remembers of the output item that it was read from, so that the item can be sent back as it came: ids, phase, or the whole of it.</summary>
/// <remarks>It is kept in the content's <c>AdditionalProperties</c>, the only place that outlives both the joining of a stream's updates and a conversation stored as JSON.</remarks>
internal static class ResponsesMemory
{
    private const string Key = "openai.item";

    // What the content itself holds, or what a sent message always is.
    private static readonly string[] Held = ["role", "content", "arguments", "input", "name", "call_id"];

    /// <summary>Remembers all of an item but what the content holds anyway.</summary>
    /// <param name="content">The content.</param>
    /// <param name="item">The item.</param>
    /// <param name="isBeginning">Whether the item is not whole yet. It will not be sent back before it is.</param>
    public static T WithRest<T>(this T content, JsonElement item, bool isBeginning = false)
        where T : AIContent => content.WithItem(RestOf(item, isBeginning));

    /// <summary>Remembers an item.</summary>
    public static T WithItem<T>(this T content, JsonElement item)
        where T : AIContent
    {
        (content.AdditionalProperties ??= [])[Key] = item;
        return content;
    }

    /// <returns><see langword="null"/> if the content was not read from one.</returns>
    public static JsonElement? ItemOf(AIContent content) =>
        content.AdditionalProperties?.TryGetValue(Key, out var value) == true && value is JsonElement { ValueKind: JsonValueKind.Object } item ? item : null;

    /// <summary>Writes the remembered members of an item, but those that are written otherwise.</summary>
    public static void WriteRest(Utf8JsonWriter json, JsonElement? item, AdditionalPropertiesDictionary? given)
    {
        if (item is { } rest)
        {
            foreach (var member in rest.EnumerateObject())
            {
                if (given?.ContainsKey(member.Name) != true)
                {
                    member.WriteTo(json);
                }
            }
        }
    }

    /// <inheritdoc cref="WithRest"/>
    public static JsonElement RestOf(JsonElement item, bool isBeginning)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var member in item.EnumerateObject())
            {
                if (isBeginning && member.NameEquals("status"))
                {
                    json.WriteString("status", "completed");
                }
                else if (!Held.Contains(member.Name))
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        using var rest = JsonDocument.Parse(buffer.WrittenMemory);
        return rest.RootElement.Clone();
    }
}
