using System.Text.Json.Nodes;

namespace Orchestration.WireCases.Protocols;

/// <summary>Brings the list of tools to one form: all functions in one entry, where the first of them stands; every other tool in an entry of its own.</summary>
internal static class GeminiToolMeaning
{
    public static JsonArray Of(IEnumerable<JsonNode?> tools)
    {
        var meant = new JsonArray();
        JsonArray? functions = null;
        foreach (var (name, value) in tools.OfType<JsonObject>().SelectMany(static tool => tool.ToList()))
        {
            if (name != "functionDeclarations")
            {
                AddTool(meant, name, value!.DeepClone());
                continue;
            }

            if (functions is null)
            {
                functions = [];
                meant.Add(new JsonObject { [name] = functions });
            }

            foreach (var function in GeminiMeaning.List(value!))
            {
                functions.Add(Function(function!.DeepClone().AsObject()));
            }
        }

        return meant;
    }

    private static void AddTool(JsonArray meant, string name, JsonNode value)
    {
        if (name == "mcpServers" && value is JsonArray servers)
        {
            foreach (var server in servers)
            {
                meant.Add(new JsonObject { [name] = new JsonArray(server!.DeepClone()) });
            }
        }
        else
        {
            meant.Add(new JsonObject { [name] = value });
        }
    }

    private static JsonObject Function(JsonObject function)
    {
        if ((string?)function["description"] == string.Empty)
        {
            function.Remove("description");
        }

        if (function["parameters"] is { } parameters)
        {
            function.Remove("parameters");
            function["parametersJsonSchema"] = GeminiMeaning.Schema(parameters);
        }

        return function;
    }
}
