using System.Text.Json.Nodes;

namespace Orchestration.Providers.Tests.WireCases;

/// <summary>Changes the JSON of events.</summary>
internal static class JsonMutation
{
    // What stands under these names is the model's or the caller's own, and a member more there is another answer.
    private static readonly HashSet<string> Foreign = new(StringComparer.Ordinal) { "args", "arguments", "input", "metadata", "parameters", "tools", "schema" };

    // The half of a surrogate pair, which no JSON writer here would write.
    private const string HalfOfPair = "HALF";

    private static readonly string[] Words = ["x", string.Empty, " ", "data:x", "http://[", HalfOfPair, "2025-13-99T00:00:00Z", "=="];

    private static readonly double[] Numbers = [-1, 0, 0.5, 9e9, -9e17, 1e19, -1.5e300];

    /// <summary>Adds a member that no one knows to every object; text that is no JSON object stays as it is.</summary>
    public static string WithMember(string data, string name, string value, bool first) => Change(data, root =>
    {
        foreach (var item in Objects(root, intoForeign: false).ToList())
        {
            if (!item.ContainsKey(name))
            {
                item.Insert(first ? 0 : item.Count, name, JsonNode.Parse(value));
            }
        }
    });

    /// <summary>Takes a member away anywhere, or makes it null or a value of another type.</summary>
    public static string WithLoss(string data, Random random) => Change(data, root =>
    {
        var objects = Objects(root, intoForeign: true).Where(static item => item.Count > 0).ToList();
        if (objects.Count == 0)
        {
            return;
        }

        var chosen = objects[random.Next(objects.Count)];
        var name = chosen.GetAt(random.Next(chosen.Count)).Key;
        switch (random.Next(8))
        {
            case 0: chosen[name] = null; break;
            case 1: chosen[name] = Words[random.Next(Words.Length)]; break;
            case 2: chosen[name] = Numbers[random.Next(Numbers.Length)]; break;
            case 3: chosen[name] = new JsonObject(); break;
            case 4: chosen[name] = new JsonArray("x", null, new JsonArray(), new JsonObject()); break;
            default: chosen.Remove(name); break;
        }
    });

    /// <summary>Puts half of a surrogate pair where <see cref="WithLoss"/> meant one.</summary>
    public static string WithHalves(string data) => data.Replace(HalfOfPair, "\\ud83d", StringComparison.Ordinal);

    private static string Change(string data, Action<JsonObject> change)
    {
        if (!data.StartsWith('{'))
        {
            return data;
        }

        var root = JsonNode.Parse(data)!.AsObject();
        change(root);
        return root.ToJsonString();
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node, bool intoForeign) => node switch
    {
        JsonObject members => members.Where(member => intoForeign || !Foreign.Contains(member.Key)).SelectMany(member => Objects(member.Value, intoForeign)).Prepend(members),
        JsonArray items => items.SelectMany(item => Objects(item, intoForeign)),
        _ => [],
    };
}
