using System.Text.Json.Nodes;

namespace Orchestration.WireCases.Protocols;

/// <summary>Brings requests of the Responses API to their meaning: the allowed differences that <c>known.md</c> lists.</summary>
internal static class ResponsesMeaning
{
    public static void Normalize(JsonObject body)
    {
        RemoveNulls(body);
        if (body["stream"]?.GetValue<bool>() == false)
        {
            body.Remove("stream");
        }

        if (body["input"] is JsonValue text)
        {
            body["input"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text.DeepClone() });
        }

        foreach (var item in Objects(body["input"]))
        {
            NormalizeItem(item);
        }

        if (body["tools"] is JsonArray { Count: 0 })
        {
            body.Remove("tools");
        }

        foreach (var tool in Objects(body["tools"]))
        {
            RemoveNulls(tool);
            if (tool["description"]?.GetValue<string>() is "")
            {
                tool.Remove("description");
            }
        }

        if (body["text"]?["format"] is JsonObject format)
        {
            RemoveNulls(format);
            if (format["strict"]?.GetValue<bool>() == false)
            {
                format.Remove("strict");
            }
        }
    }

    private static void NormalizeItem(JsonObject item)
    {
        if (item["role"] is { } role)
        {
            item["type"] ??= "message";
            if (item["content"] is JsonValue text)
            {
                item["content"] = new JsonArray(new JsonObject { ["type"] = role.GetValue<string>() == "assistant" ? "output_text" : "input_text", ["text"] = text.DeepClone() });
            }
        }

        foreach (var part in Objects(item["content"]))
        {
            part.Remove("logprobs");
            if (part["annotations"] is JsonArray { Count: 0 })
            {
                part.Remove("annotations");
            }
        }

        if (item["arguments"] is JsonValue arguments && arguments.TryGetValue<string>(out var json))
        {
            item["arguments"] = Comparison.Canonical(json);
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => list is JsonArray items ? items.OfType<JsonObject>() : [];

    private static void RemoveNulls(JsonObject json)
    {
        foreach (var name in json.Where(static member => member.Value is null).Select(static member => member.Key).ToList())
        {
            json.Remove(name);
        }
    }
}
