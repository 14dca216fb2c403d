using System.Text.Json.Nodes;

namespace Orchestration.WireCases.Protocols;

/// <summary>Brings a request to its meaning: the allowed differences of Anthropic's protocol, with their reasons in <c>known.md</c>.</summary>
internal static class AnthropicMeaning
{
    public static void Normalize(JsonObject body)
    {
        DropNulls(body);
        if (body["stream"]?.GetValue<bool>() == false)
        {
            body.Remove("stream");
        }

        if (body.ContainsKey("system"))
        {
            AsBlocks(body, "system");
        }

        if (body["output_format"] is { } format)
        {
            body.Remove("output_format");
            (body["output_config"] ??= new JsonObject())["format"] = format;
        }

        NormalizeTools(body);
        if (body["output_config"]?["format"]?["schema"] is { } schema)
        {
            AnthropicSchemaMeaning.Normalize(schema);
        }

        var messages = body["messages"]!.AsArray();
        foreach (var message in Objects(messages))
        {
            AsBlocks(message, "content");
            foreach (var block in Objects(message["content"]).ToList())
            {
                NormalizeBlock(block);
            }
        }

        JoinTurns(messages);
        DropDefaultLifetimes(body);
    }

    private static void NormalizeTools(JsonObject body)
    {
        foreach (var tool in Objects(body["tools"]))
        {
            if (tool["type"]?.GetValue<string>() == "custom")
            {
                tool.Remove("type");
            }

            if (tool["description"] is null || tool["description"]!.GetValue<string>().Length == 0)
            {
                tool.Remove("description");
            }
        }

        if (body["tools"] is null or JsonArray { Count: 0 })
        {
            body.Remove("tools");
            body.Remove("tool_choice");
        }
    }

    private static void NormalizeBlock(JsonObject block)
    {
        DropNulls(block);
        switch (block["type"]?.GetValue<string>())
        {
            case "tool_result":
                AsBlocks(block, "content");
                if (block["is_error"]?.GetValue<bool>() == false)
                {
                    block.Remove("is_error");
                }

                break;
            case "text" when block["text"]?.GetValue<string>() == string.Empty:
                block.Parent!.AsArray().Remove(block);
                break;
            case "text" when block["citations"] is JsonArray { Count: 0 }:
                block.Remove("citations");
                break;
        }
    }

    private static void DropNulls(JsonObject owner)
    {
        foreach (var name in owner.Where(static member => member.Value is null).Select(static member => member.Key).ToList())
        {
            owner.Remove(name);
        }
    }

    private static void AsBlocks(JsonObject owner, string name)
    {
        if (owner[name] is JsonValue text)
        {
            owner[name] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text.GetValue<string>() });
        }
    }

    private static void JoinTurns(JsonArray messages)
    {
        foreach (var message in Objects(messages).Where(static message => message["content"] is JsonArray { Count: 0 }).ToList())
        {
            messages.Remove(message);
        }

        for (var i = messages.Count - 1; i > 0; i--)
        {
            if (messages[i]!["role"]!.GetValue<string>() == messages[i - 1]!["role"]!.GetValue<string>())
            {
                foreach (var block in messages[i]!["content"]!.AsArray())
                {
                    messages[i - 1]!["content"]!.AsArray().Add(block!.DeepClone());
                }

                messages.RemoveAt(i);
            }
        }
    }

    private static void DropDefaultLifetimes(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["cache_control"] is JsonObject mark && mark["ttl"]?.GetValue<string>() == "5m")
                {
                    mark.Remove("ttl");
                }

                foreach (var (_, value) in members)
                {
                    DropDefaultLifetimes(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    DropDefaultLifetimes(item);
                }

                break;
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];
}
