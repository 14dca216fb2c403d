using System.Text.Json.Nodes;
using Orchestration.Schemas;

namespace Orchestration.Evals.GoldenSets;

/// <summary>The published JSON Schema of golden sets, and the parts of it that files are checked against piece by piece.</summary>
internal static class GoldenSetSchema
{
    public static JsonSchema File { get; } = JsonSchema.Parse(Text());

    public static JsonSchema Header { get; } = Part("header");

    public static JsonSchema Case { get; } = Part("case");

    /// <summary>The members that an object of the schema may have.</summary>
    /// <param name="schema">The schema of the piece.</param>
    /// <param name="pointer">The object, in the piece.</param>
    public static IEnumerable<string> MembersOf(JsonSchema schema, string pointer)
    {
        var part = schema.Document.GetProperty("$defs").GetProperty(ReferenceEquals(schema, Header) ? "header" : "case");
        foreach (var segment in pointer.Split('/').Skip(1))
        {
            if (!part.TryGetProperty("properties", out var properties) || !properties.TryGetProperty(segment, out part))
            {
                return [];
            }
        }

        return part.TryGetProperty("properties", out var members) ? members.EnumerateObject().Select(static member => member.Name) : [];
    }

    private static JsonSchema Part(string name)
    {
        var schema = JsonNode.Parse(Text())!.AsObject();
        return JsonSchema.Parse(new JsonObject { ["$ref"] = $"#/$defs/{name}", ["$defs"] = schema["$defs"]!.DeepClone() }.ToJsonString());
    }

    private static string Text()
    {
        using var stream = typeof(GoldenSetSchema).Assembly.GetManifestResourceStream("Orchestration.Evals.golden-set.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
