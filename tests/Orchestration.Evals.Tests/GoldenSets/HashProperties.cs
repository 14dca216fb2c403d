using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.GoldenSets;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.Tests.GoldenSets;

public sealed class HashProperties
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Another_order_of_members_and_other_white_space_leave_the_hash_as_it_is() => Check(static (json, random) =>
    {
        var other = new GoldenCase { Id = "b", Input = Bytes(Rewritten(json, random).ToJsonString(new JsonSerializerOptions { WriteIndented = true })) };

        Assert.Equal(Case(json).Hash, other.Hash);
    });

    [Fact]
    public void Any_other_value_anywhere_is_another_hash() => Check(static (json, random) =>
    {
        var changed = JsonNode.Parse("[" + json.ToJsonString() + "]")!.AsArray();
        Change(changed, random);

        Assert.NotEqual(Case(json).Hash, Case(changed[0]!).Hash);
    });

    [Fact]
    public void The_same_content_in_another_part_of_the_case_is_another_hash()
    {
        var one = Bytes("1");
        var bare = new GoldenCase { Id = "a", Input = one };
        GoldenCase[] cases =
        [
            bare,
            bare with { Input = Bytes("\"1\"") },
            bare with { Reference = one },
            bare with { Expect = Dictionary("x", one) },
            bare with { Expect = Dictionary("y", one) },
            bare with { Recorded = new RecordedAnswers { Effects = Dictionary("x", one) } },
            bare with { Recorded = new RecordedAnswers { Effects = Dictionary("x", Bytes("\"1\"")) } },
            bare with { Recorded = new RecordedAnswers { Completions = Dictionary("x", "1") } },
        ];

        Assert.Equal(cases.Length, cases.Select(static golden => golden.Hash).Distinct().Count());
    }

    [Fact]
    public void What_does_not_change_the_meaning_is_not_in_the_hash()
    {
        var golden = new GoldenCase { Id = "a", Input = Bytes("1") };

        Assert.Equal(golden.Hash, (golden with { Id = "b", Tags = ["x"], Weight = 2, Critical = true, Source = new(new RunId(Guid.Empty), "acme") }).Hash);
    }

    // Anchors the canonical form: results that are stored under a hash must be found again.
    [Fact]
    public void The_hash_is_of_the_canonical_form()
    {
        var golden = new GoldenCase { Id = "a", Input = Bytes("""{ "b": 1.50, "a": "\u00e9\n" }"""), Reference = Bytes("null") };
        var canonical = "{\"input\":{\"a\":\"é\\u000a\",\"b\":15e-1},\"reference\":null}";

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(canonical))), golden.Hash);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("0e99", "0")]
    [InlineData("100", "1e2")]
    [InlineData("1E+2", "1e2")]
    [InlineData("0.10e3", "1e2")]
    [InlineData("-0.0125", "-125e-4")]
    [InlineData("1e-99999999999999999999", "1e-99999999999999999999")]
    [InlineData("9007199254740993", "9007199254740993")]
    public void Numbers_are_compared_by_value_and_exactly(string number, string canonical) => Assert.Equal(canonical, CanonicalJson.Number(number));

    [Fact]
    public void What_is_no_json_has_no_hash() => Assert.ThrowsAny<JsonException>(() => new GoldenCase { Id = "a", Input = Bytes("{") }.Hash);

    private static void Check(Action<JsonNode, Random> property) =>
        Check_(Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            property(RandomJson.Value(random, depth: 3), random);
        }));

    private static void Check_(Property property) => property.Check(Config);

    private static GoldenCase Case(JsonNode input) => new() { Id = "a", Input = Bytes(input.ToJsonString()) };

    private static JsonBytes Bytes(string json) => new(System.Text.Encoding.UTF8.GetBytes(json));

    private static ImmutableSortedDictionary<string, T> Dictionary<T>(string name, T value) => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal).Add(name, value);

    private static JsonNode Rewritten(JsonNode json, Random random) => json switch
    {
        JsonObject members => new JsonObject(Shuffled(members, random).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Rewritten(member.Value!, random)))),
        JsonArray items => new JsonArray([.. items.Select(item => Rewritten(item!, random))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonNode.Parse(value.ToJsonString() + (value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "0" : ".0"))!,
        _ => json.DeepClone(),
    };

    private static KeyValuePair<string, JsonNode?>[] Shuffled(JsonObject members, Random random)
    {
        var shuffled = members.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    // Goes down at random and changes what it comes to.
    private static void Change(JsonNode parent, Random random)
    {
        if (parent is JsonArray items)
        {
            var index = random.Next(items.Count);
            if (items[index] is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && random.Next(4) > 0)
            {
                Change(items[index]!, random);
            }
            else
            {
                items[index] = Other(items[index]!);
            }
        }
        else if (parent is JsonObject members)
        {
            var name = members.ElementAt(random.Next(members.Count)).Key;
            if (members[name] is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && random.Next(4) > 0)
            {
                Change(members[name]!, random);
            }
            else if (random.Next(3) == 0)
            {
                var value = members[name];
                members.Remove(name);
                members[name + "'"] = value;
            }
            else
            {
                members[name] = Other(members[name]!);
            }
        }
    }

    private static JsonNode Other(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>() + " ",
        JsonValueKind.Number => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) + 0.001m,
        JsonValueKind.True => false,
        JsonValueKind.False => true,
        _ => "another",
    };
}
