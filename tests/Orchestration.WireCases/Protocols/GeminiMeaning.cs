using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestration.WireCases.Protocols;

/// <summary>Brings a body of generateContent to one form: what the API takes for the same becomes the same. Each rule stands in <c>known.md</c>.</summary>
internal static class GeminiMeaning
{
    // What the caller or the model wrote: names in there are not the API's.
    private static readonly string[] Foreign = ["args", "response", "parameters", "parametersJsonSchema", "responseSchema", "responseJsonSchema", "headers", "labels", "metadata"];

    public static JsonObject Of(JsonElement recorded)
    {
        var body = JsonNode.Parse(recorded.GetRawText())!.AsObject();
        Normalize(body);
        return body;
    }

    public static void Normalize(JsonObject body)
    {
        UseOneSpelling(body);
        if (body["contents"] is { } contents)
        {
            body["contents"] = Contents(contents);
        }

        NormalizeInstruction(body);
        if (body["tools"] is { } tools)
        {
            body["tools"] = GeminiToolMeaning.Of(List(tools));
        }

        if (body["generationConfig"] is JsonObject config)
        {
            NormalizeConfig(config);
        }

        if (body["toolConfig"]?["functionCallingConfig"] is JsonObject calling && calling["mode"] is JsonValue mode)
        {
            calling["mode"] = mode.GetValue<string>().ToUpperInvariant();
        }

        foreach (var name in new[] { "tools", "generationConfig", "toolConfig", "safetySettings", "labels" })
        {
            if (body[name] is JsonObject { Count: 0 } or JsonArray { Count: 0 })
            {
                body.Remove(name);
            }
        }
    }

    /// <summary>OpenAPI's words for a schema, which Google takes in capitals, in those of JSON Schema.</summary>
    public static JsonNode? Schema(JsonNode? schema)
    {
        if (schema is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (name == "type" && value is JsonValue type && type.GetValueKind() == JsonValueKind.String)
                {
                    members[name] = type.GetValue<string>().ToLowerInvariant();
                }
                else
                {
                    Schema(value);
                }
            }
        }
        else if (schema is JsonArray items)
        {
            foreach (var item in items)
            {
                Schema(item);
            }
        }

        return schema;
    }

    private static void NormalizeConfig(JsonObject config)
    {
        if (config["responseSchema"] is JsonObject schema)
        {
            config.Remove("responseSchema");
            config["responseJsonSchema"] = Schema(schema);
        }

        if (config["thinkingConfig"] is JsonObject thinking && thinking["thinkingLevel"] is JsonValue level)
        {
            thinking["thinkingLevel"] = level.GetValue<string>().ToLowerInvariant();
        }
    }

    private static void NormalizeInstruction(JsonObject body)
    {
        var instruction = body["systemInstruction"] is JsonValue text ? new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = text.DeepClone() }) } : body["systemInstruction"] as JsonObject;
        body.Remove("systemInstruction");
        if (instruction is not null && Parts(instruction["parts"]) is { Count: > 0 } parts)
        {
            body["systemInstruction"] = new JsonObject { ["parts"] = parts };
        }
    }

    private static JsonArray Contents(JsonNode contents)
    {
        var turns = new JsonArray();
        foreach (var content in List(contents))
        {
            var turn = content!.DeepClone().AsObject();
            turn["role"] = (string?)turn["role"] is "model" ? "model" : "user";
            turn["parts"] = Parts(turn["parts"]);
            if (turns.Count > 0 && AreResults(turns[^1]!) && AreResults(turn))
            {
                foreach (var part in turn["parts"]!.AsArray())
                {
                    turns[^1]!["parts"]!.AsArray().Add(part!.DeepClone());
                }
            }
            else if (turn["parts"] is JsonArray { Count: > 0 })
            {
                turns.Add(turn);
            }
        }

        return turns;
    }

    private static bool AreResults(JsonNode turn) => turn["parts"] is JsonArray { Count: > 0 } parts && parts.All(static part => part is JsonObject members && members.ContainsKey("functionResponse"));

    private static JsonArray Parts(JsonNode? parts)
    {
        var meant = new JsonArray();
        foreach (var part in parts is null ? [] : List(parts))
        {
            var one = part is JsonObject members ? members.DeepClone().AsObject() : new JsonObject { ["text"] = part!.DeepClone() };
            if (one["thought"] is JsonValue thought && thought.GetValueKind() == JsonValueKind.False)
            {
                one.Remove("thought");
            }

            DropIf(one["functionCall"], "args", static args => args is JsonObject { Count: 0 });
            if (one["inlineData"] is JsonObject file && (string?)file["data"] is { } data && data.Contains('\n', StringComparison.Ordinal))
            {
                file["data"] = data.ReplaceLineEndings(string.Empty);
            }

            DropIf(one["codeExecutionResult"], "output", static output => (string?)output == string.Empty);
            if (one.Count > 0 && !(one.Count == 1 && one["text"] is JsonValue text && text.GetValue<string>().Length == 0))
            {
                meant.Add(one);
            }
        }

        return meant;
    }

    /// <summary>Google's JSON takes one value for a list of one.</summary>
    internal static List<JsonNode?> List(JsonNode node) => node is JsonArray several ? [.. several] : [node];

    private static void DropIf(JsonNode? node, string name, Func<JsonNode?, bool> isNothing)
    {
        if (node is JsonObject members && members.ContainsKey(name) && isNothing(members[name]))
        {
            members.Remove(name);
        }
    }

    private static void UseOneSpelling(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                UseOneSpelling(item);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                members.Remove(name);
                if (value is not null)
                {
                    var camel = Camel(name);
                    members[camel] = value;
                    if (!Foreign.Contains(camel))
                    {
                        UseOneSpelling(value);
                    }
                }
            }
        }
    }

    private static string Camel(string name) =>
        string.Concat(name.Split('_').Select(static (word, i) => i == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
