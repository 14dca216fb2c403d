using System.Text.Json.Nodes;

namespace Orchestration.WireCases.Protocols;

/// <summary>Brings a request of Chat Completions to its meaning. Each difference that is removed here has its reason in <c>known.md</c>.</summary>
internal static class ChatMeaning
{
    public static void Normalize(JsonObject body, WireCase @case)
    {
        DropNulls(body);
        OpenAIServers.DropNamedModel(body, @case);
        if (body["stream"] is JsonValue stream && !stream.GetValue<bool>())
        {
            body.Remove("stream");
        }

        body.Remove("stream_options");
        Rename(body, "max_completion_tokens", "max_tokens");
        Rename(body, "random_seed", "seed");
        if (body["stop"] is JsonValue stop)
        {
            body["stop"] = new JsonArray(stop.DeepClone());
        }

        Tools(body);
        Format(body);
        foreach (var message in body["messages"]!.AsArray())
        {
            Message(message!.AsObject());
        }
    }

    /// <summary>A field that is null says nothing.</summary>
    public static void DropNulls(JsonObject json)
    {
        foreach (var name in json.Where(static member => member.Value is null).Select(static member => member.Key).ToList())
        {
            json.Remove(name);
        }
    }

    private static void Tools(JsonObject body)
    {
        if (body["functions"] is JsonArray functions)
        {
            body["tools"] = new JsonArray([.. functions.Select(static function => new JsonObject { ["type"] = "function", ["function"] = function!.DeepClone() })]);
            body.Remove("functions");
        }

        Rename(body, "function_call", "tool_choice");
        foreach (var tool in body["tools"]?.AsArray() ?? [])
        {
            if (tool!["function"] is JsonObject function)
            {
                tool["type"] ??= "function";
                DropNulls(function);
                function["parameters"] ??= new JsonObject();
                if (function["description"]?.GetValue<string>() is "")
                {
                    function.Remove("description");
                }

                if (function["strict"] is JsonValue strict && !strict.GetValue<bool>())
                {
                    function.Remove("strict");
                }
            }
        }

        if (body["tools"] is not JsonArray { Count: > 0 })
        {
            body.Remove("tools");
            body.Remove("tool_choice");
            body.Remove("parallel_tool_calls");
        }

        if (body["tool_choice"] is JsonObject specific)
        {
            specific["type"] ??= "function";
            if (specific["name"] is { } name)
            {
                body["tool_choice"] = new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = name.DeepClone() } };
            }
        }
        else if (body["tool_choice"]?.GetValue<string>() == "any")
        {
            body["tool_choice"] = "required";
        }
    }

    private static void Format(JsonObject body)
    {
        if (body["response_format"]?["json_schema"] is JsonObject schema)
        {
            DropNulls(schema);
            schema["strict"] ??= false;
        }
    }

    private static void Message(JsonObject message)
    {
        DropNulls(message);
        message.Remove("annotations");
        if (message["role"]!.GetValue<string>() == "function")
        {
            message["role"] = "tool";
            message["tool_call_id"] ??= "call_0";
        }

        if (message["function_call"] is { } legacy)
        {
            message["tool_calls"] = new JsonArray(new JsonObject { ["id"] = "call_0", ["function"] = legacy.DeepClone() });
            message.Remove("function_call");
        }

        foreach (var call in message["tool_calls"]?.AsArray() ?? [])
        {
            Call(call!.AsObject());
        }

        if (message["tool_calls"] is JsonArray { Count: 0 })
        {
            message.Remove("tool_calls");
        }

        Reasoning(message);
        Content(message);
    }

    private static void Call(JsonObject call)
    {
        call.Remove("index");
        call["type"] ??= "function";
        if (call["function"] is JsonObject function && function["arguments"] is { } arguments)
        {
            function["arguments"] = Comparison.Canonical(arguments is JsonValue text ? text.GetValue<string>() : arguments.ToJsonString());
        }
    }

    private static void Reasoning(JsonObject message)
    {
        // Servers know the one name or the other; who sends both means one text.
        if (message["reasoning"] is { } reasoning)
        {
            message["reasoning_content"] = reasoning.DeepClone();
            message.Remove("reasoning");
        }

        if (message["reasoning_details"] is not null || message["reasoning_content"]?.GetValue<string>() is "")
        {
            message.Remove("reasoning_content");
        }
    }

    private static void Content(JsonObject message)
    {
        if (message["content"] is JsonArray parts)
        {
            foreach (var part in parts.OfType<JsonObject>())
            {
                DropNulls(part);
                if (part["thinking"] is JsonArray { Count: > 1 } thoughts && thoughts.All(static thought => thought?["text"] is not null))
                {
                    part["thinking"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = string.Concat(thoughts.Select(static thought => thought!["text"]!.GetValue<string>())) });
                }

                if (part["image_url"] is JsonValue address)
                {
                    part["image_url"] = new JsonObject { ["url"] = address.DeepClone() };
                }
            }

            var isText = parts.All(static part => part is JsonObject { Count: 2 } text && text["type"]?.GetValue<string>() == "text" && text["text"] is not null);
            if (isText && (parts.Count == 1 || message["role"]!.GetValue<string>() == "assistant"))
            {
                message["content"] = string.Concat(parts.Select(static part => part!["text"]!.GetValue<string>()));
            }
        }

        var isEmpty = message["content"] is JsonArray { Count: 0 } || (message["content"] is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String && text.GetValue<string>().Length == 0);
        if (isEmpty && message["role"]!.GetValue<string>() == "assistant")
        {
            message.Remove("content");
        }
    }

    private static void Rename(JsonObject body, string alias, string name)
    {
        if (body[alias] is { } value)
        {
            body.Remove(alias);
            body[name] = value;
        }
    }
}
