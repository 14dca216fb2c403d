using System.Text.Json;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Tests;

/// <summary>JSON that fits a schema, and JSON that surely does not.</summary>
public sealed class SampleJsonTests
{
    private const string Article = """
        {
          "type": "object",
          "properties": {
            "title": { "type": "string", "maxLength": 8 },
            "kind": { "enum": ["news", "essay"] },
            "pages": { "type": "integer", "minimum": 5, "maximum": 6 },
            "share": { "type": "number", "exclusiveMinimum": 0, "maximum": 1 },
            "tags": { "type": "array", "items": { "type": "string" }, "minItems": 3 },
            "note": { "anyOf": [{ "type": "string" }, { "type": "null" }] },
            "parent": { "$ref": "#/$defs/section" }
          },
          "required": ["title", "kind", "pages", "share", "tags", "note", "parent"],
          "$defs": { "section": { "type": "object", "properties": { "name": { "type": ["string", "null"] }, "child": { "anyOf": [{ "$ref": "#/$defs/section" }, { "type": "null" }] } }, "required": ["name", "child"] } }
        }
        """;

    [Fact]
    public void A_sample_has_the_types_and_bounds_of_its_schema()
    {
        for (var number = 0UL; number < 50; number++)
        {
            var value = JsonElement.Parse(SampleJson.Of(JsonElement.Parse(Article), number, isWrong: false));

            Assert.InRange(value.GetProperty("title").GetString()!.Length, 1, 8);
            Assert.Contains(value.GetProperty("kind").GetString(), (string[])["news", "essay"]);
            Assert.InRange(value.GetProperty("pages").GetInt32(), 5, 6);
            Assert.InRange(value.GetProperty("share").GetDouble(), 0.01, 1);
            Assert.Equal(3, value.GetProperty("tags").GetArrayLength());
            Assert.Equal(JsonValueKind.Object, value.GetProperty("parent").GetProperty("child").ValueKind);
        }
    }

    [Fact]
    public void The_same_number_gives_the_same_sample_and_others_give_others()
    {
        var samples = Enumerable.Range(0, 20).Select(static number => SampleJson.Of(JsonElement.Parse(Article), (ulong)number, isWrong: false)).ToList();

        Assert.Equal(samples[3], SampleJson.Of(JsonElement.Parse(Article), 3, isWrong: false));
        Assert.True(samples.Distinct().Count() > 10);
    }

    [Theory]
    [InlineData(Article)]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"type":"integer"}""")]
    [InlineData("""{"type":"array","items":{"type":"boolean"}}""")]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"type":"OBJECT","properties":{"a":{"type":"STRING"}},"required":["a"]}""")]
    public void A_wrong_sample_is_no_JSON_or_lacks_or_mistakes_a_property(string schema)
    {
        var root = JsonElement.Parse(schema);
        for (var number = 0UL; number < 50; number++)
        {
            var wrong = SampleJson.Of(root, number, isWrong: true);

            Assert.True(IsNoJson(wrong) || LacksOrMistakes(JsonElement.Parse(wrong), root), wrong);
        }
    }

    private static bool IsNoJson(string text)
    {
        try
        {
            return JsonElement.Parse(text).ValueKind == JsonValueKind.Undefined;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static bool LacksOrMistakes(JsonElement value, JsonElement schema)
    {
        var first = schema.GetProperty("required")[0].GetString()!;
        return !value.TryGetProperty(first, out var found) || found.ValueKind != JsonValueKind.String;
    }
}
