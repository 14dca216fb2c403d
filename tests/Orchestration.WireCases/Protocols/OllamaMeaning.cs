using System.Text.Json.Nodes;

namespace Orchestration.WireCases.Protocols;

/// <summary>Brings requests to Ollama to their meaning. Each difference that is removed stands in <c>known.md</c>.</summary>
internal static class OllamaMeaning
{
    public static void Normalize(JsonObject body)
    {
        body["stream"] ??= true;
        RemoveUnsaid(body, "tools", "options", "format");
        if (body["options"] is JsonObject options)
        {
            RemoveUnsaid(options);
            if (options["stop"] is JsonValue stop)
            {
                options["stop"] = new JsonArray(stop.DeepClone());
            }

            RemoveUnsaid(body, "options");
        }

        if (body["keep_alive"] is { } keepAlive && OllamaConversation.KeepAlive(System.Text.Json.JsonSerializer.SerializeToElement(keepAlive)) is { } time)
        {
            body["keep_alive"] = time < TimeSpan.Zero ? -1 : time.TotalSeconds;
        }

        foreach (var function in (body["tools"] as JsonArray ?? []).Select(static tool => tool?["function"]).OfType<JsonObject>())
        {
            function["parameters"] ??= new JsonObject();
            RemoveUnsaid(function, "description");
        }

        var pending = new Queue<string?>();
        foreach (var message in (body["messages"] as JsonArray ?? []).OfType<JsonObject>())
        {
            NormalizeMessage(message, pending);
        }
    }

    private static void NormalizeMessage(JsonObject message, Queue<string?> pending)
    {
        RemoveUnsaid(message, "tool_calls", "images", "thinking");
        message["content"] ??= string.Empty;
        if ((string?)message["role"] == "tool")
        {
            var called = pending.Count > 0 ? pending.Dequeue() : null;
            message["tool_name"] ??= called;
            RemoveUnsaid(message);
            return;
        }

        pending.Clear();
        foreach (var call in (message["tool_calls"] as JsonArray ?? []).OfType<JsonObject>())
        {
            call.Remove("type");
            RemoveUnsaid(call, "id");
            if (call["function"] is JsonObject function)
            {
                function.Remove("index");
                function["arguments"] ??= new JsonObject();
                pending.Enqueue((string?)function["name"]);
            }
        }
    }

    /// <summary>Removes members that are null, and those of the names given that are empty.</summary>
    private static void RemoveUnsaid(JsonObject json, params ReadOnlySpan<string> orEmpty)
    {
        foreach (var (name, value) in json.ToList())
        {
            var isEmpty = value switch { JsonArray items => items.Count == 0, JsonObject members => members.Count == 0, JsonValue text => text.TryGetValue<string>(out var said) && said.Length == 0, _ => true };
            if (value is null || (isEmpty && orEmpty.Contains(name)))
            {
                json.Remove(name);
            }
        }
    }
}
