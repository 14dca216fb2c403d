using System.Text.Json.Nodes;

namespace Orchestration.Evals.Tests.GoldenSets;

/// <summary>JSON of every kind but null, with given text or some.</summary>
internal static class RandomJson
{
    private static readonly string[] Words = ["", "a", "é", "\u2028\"\\\n", "😀", "12", "true", "plain words", "z\u0001"];

    public static JsonNode Value(Random random, int depth, Func<Random, string>? text = null) => random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => random.Next(-1000, 1000),
        1 => random.Next(1, 100_000) / 1000m,
        2 => random.Next(2) == 0,
        3 => text?.Invoke(random) ?? Words[random.Next(Words.Length)],
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1, text))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(5)).Select(i => KeyValuePair.Create($"{Words[random.Next(Words.Length)]}{i}", (JsonNode?)Value(random, depth - 1, text)))),
    };
}
