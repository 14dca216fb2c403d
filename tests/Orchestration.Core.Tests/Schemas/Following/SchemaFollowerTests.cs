using System.Text;
using Orchestration.Schemas;
using Orchestration.Schemas.Following;

namespace Orchestration.Core.Tests.Schemas.Following;

public class SchemaFollowerTests
{
    // The sign ¦ stands behind the first character after which no document is valid.
    [Theory]
    [InlineData("""{"type":"string"}""", """ 1¦2""")]
    [InlineData("""{"type":"number"}""", """ "¦12" """)]
    [InlineData("""{"type":["object","null"]}""", """[¦]""")]
    [InlineData("""{"type":"array","items":{"type":"boolean"}}""", """[true,n¦ull]""")]
    [InlineData("""{"type":"integer"}""", """1.5 ¦""")]
    [InlineData("""{"items":{"type":"integer"}}""", """[1.0,1.5]¦""")]
    [InlineData("""{"items":{"maximum":9}}""", """[9,10,¦11]""")]
    [InlineData("""{"enum":["red","rose"]}""", """ "ro¦" """, false)]
    [InlineData("""{"enum":["red","rose"]}""", """ "row¦" """)]
    [InlineData("""{"enum":["red","rose"]}""", """ "roses¦" """)]
    [InlineData("""{"enum":["red","rose"]}""", """ "re"¦""")]
    [InlineData("""{"enum":["red","rose"]}""", """ "r\u0061¦" """)]
    [InlineData("""{"enum":["red",1]}""", """t¦rue""")]
    [InlineData("""{"enum":[true]}""", """f¦alse""")]
    [InlineData("""{"const":"x"}""", """ "y¦" """)]
    [InlineData("""{"const":null}""", """0¦""")]
    [InlineData("""{"enum":[1,2]}""", """3 ¦""")]
    [InlineData("""{"enum":[[1],[2]]}""", """[3]¦""")]
    [InlineData("""{"enum":["a","b"],"const":"b"}""", """ "a¦" """)]
    [InlineData("""{"maxLength":2}""", """ "abc¦d" """)]
    [InlineData("""{"maxLength":2}""", """ "a😀b¦" """)]
    [InlineData("""{"maxLength":2}""", """ "a\n\u0041¦" """)]
    [InlineData("""{"minLength":2}""", """ "a"¦ """)]
    [InlineData("""{"maxItems":2}""", """[1,2,¦3]""")]
    [InlineData("""{"maxItems":0}""", """[{¦}]""")]
    [InlineData("""{"minItems":2}""", """[1]¦""")]
    [InlineData("""{"prefixItems":[true,true],"items":false}""", """[1,2,¦3]""")]
    [InlineData("""{"prefixItems":[{"type":"string"},{"type":"null"}]}""", """["",1¦]""")]
    [InlineData("""{"items":false}""", """[1¦]""")]
    [InlineData("""{"uniqueItems":true}""", """[1,1.0]¦""")]
    [InlineData("""{"contains":{"const":1}}""", """[2,3]¦""")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,¦"b":2}""")]
    [InlineData("""{"maxProperties":0}""", """{"¦a":1}""")]
    [InlineData("""{"minProperties":1}""", """{}¦""")]
    [InlineData("""{"required":["a","b"]}""", """{"a":1}¦""")]
    [InlineData("""{"properties":{"abc":true,"abd":true},"additionalProperties":false}""", """{"abx¦":1}""")]
    [InlineData("""{"properties":{"abc":true,"abd":true},"additionalProperties":false}""", """{"ab"¦:1}""")]
    [InlineData("""{"properties":{"abc":true,"abd":true},"additionalProperties":false}""", """{"abc":1,"abc¦""")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"a":1,¦""")]
    [InlineData("""{"properties":{"a":true},"unevaluatedProperties":false}""", """{"b¦""")]
    [InlineData("""{"additionalProperties":false}""", """{"¦""")]
    [InlineData("""{"properties":{"a":false}}""", """{"a"¦""")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"a":1¦""")]
    [InlineData("""{"propertyNames":{"enum":["north","nose"]}}""", """{"now¦""")]
    [InlineData("""{"propertyNames":{"maxLength":3}}""", """{"abcd¦""")]
    [InlineData("""{"propertyNames":{"minLength":3}}""", """{"ab"¦""")]
    [InlineData("""{"propertyNames":false}""", """{"¦""")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}¦""")]
    [InlineData("""{"not":{"type":"string"}}""", """ "a"¦""")]
    [InlineData("""{"not":true}""", """1¦""")]
    [InlineData("false", """{¦""")]
    [InlineData("""{"if":{"type":"string"},"then":{"const":"x"}}""", """ "y"¦""")]
    [InlineData("""{"allOf":[{"type":["string","null"]},{"type":["null","number"]}]}""", """ "¦""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", """1¦""")]
    [InlineData("""{"anyOf":[{"const":"red"},{"const":"blue"}]}""", """ "bla¦""")]
    [InlineData("""{"anyOf":[{"properties":{"k":{"const":"a"},"v":{"type":"string"}},"required":["k"]},{"properties":{"k":{"const":"b"},"v":{"type":"null"}}}]}""", """{"k":"a","v":n¦""")]
    [InlineData("""{"anyOf":[{"properties":{"k":{"const":"a"},"v":{"type":"string"}},"required":["k"]},{"properties":{"k":{"const":"b"},"v":{"type":"null"}}}]}""", """{"v":null,"k":"a¦""")]
    [InlineData("""{"oneOf":[{"type":"number"},{"minimum":5}]}""", """6 ¦""")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"null"}]}""", """{¦""")]
    [InlineData("""{"$defs":{"node":{"properties":{"next":{"$ref":"#/$defs/node"},"v":{"type":"null"}},"additionalProperties":false}},"$ref":"#/$defs/node"}""", """{"next":{"next":{"v":1¦""")]
    public void Doom_is_said_at_the_character_that_decides(string schema, string marked, bool isDoomed = true)
    {
        var mark = marked.IndexOf('¦');
        var text = marked.Remove(mark, 1);
        for (var cut = 1; cut <= text.Length; cut++)
        {
            var follower = new SchemaFollower(JsonSchema.Parse(schema));
            SchemaError? error = null;

            for (var at = 0; at < text.Length && error is null; at += cut)
            {
                error = follower.Add(text.AsSpan(at, Math.Min(cut, text.Length - at)));
            }

            Assert.True(error is not null || !isDoomed || mark == text.Length);
            error ??= follower.End();
            Assert.NotNull(error);
            Assert.Equal(isDoomed, follower.Position == mark);
            Assert.Same(error, follower.Add("more"));
            Assert.False(follower.IsComplete);
        }
    }

    [Theory]
    [InlineData("""{"properties":{"price":{"type":"number"}}}""", """{"price":"12" """, "/price", "/properties/price/type", "expected number, got string")]
    [InlineData("""{"properties":{"a":true,"b":true},"additionalProperties":false}""", """{"foo":1""", "", "/additionalProperties", """the property "f" is not allowed; known are "a", "b" """)]
    [InlineData("""{"items":{"enum":["red","green"]}}""", """["red","gras"]""", "/1", "/items/enum", """expected one of "red", "green", got "gra" """)]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", """1""", "", "/anyOf/0/type", "expected string or null, got number")]
    [InlineData("""{"anyOf":[{"const":"a"},{"const":"b"}]}""", "\"c\"", "", "/anyOf/0/const", """expected one of "a", "b", got "c" """)]
    [InlineData("""{"anyOf":[{"properties":{"k":{"const":"a"},"v":{"type":"string"}}},{"properties":{"k":{"const":"b"}}}]}""", """{"k":"a","v":1}""", "/v", "/anyOf/0/properties/v/type", "expected string, got number")]
    [InlineData("""{"required":["a"]}""", """{"b":1}""", "", "/required", """missing the required property "a" """)]
    [InlineData("""{"properties":{"a":{"minimum":5}}}""", """{"a":4}""", "/a", "/properties/a/minimum", "must be at least 5, got 4")]
    [InlineData("""{"items":{"uniqueItems":true}}""", """[[1,1]]""", "/0", "/items/uniqueItems", "the items 0 and 1 are the same, all must differ")]
    [InlineData("""{"maxItems":1}""", """[1,2]""", "", "/maxItems", "more than 1 item, at most 1 are allowed")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "", "/propertyNames/maxLength", """the property name "ab": more than 1 character, at most 1 are allowed""")]
    [InlineData("""{"properties":{"a/b":false}}""", """{"a/b":1}""", "/a~1b", "/properties/a~1b", "nothing is allowed here")]
    [InlineData("""{"oneOf":[{"type":"number"},{"minimum":5}]}""", "6", "", "/oneOf", "matches 2 of the 2 alternatives, exactly one is allowed")]
    [InlineData("{}", """{"a":[1,}""", "/a", "", """expected a value, got "}" """)]
    public void An_error_says_where_and_why(string schema, string json, string instancePath, string schemaPath, string message)
    {
        var follower = new SchemaFollower(JsonSchema.Parse(schema));

        var error = follower.Add(json) ?? follower.End();

        Assert.NotNull(error);
        Assert.Equal(instancePath, error.InstancePath);
        Assert.EndsWith(schemaPath, error.SchemaPath, StringComparison.Ordinal);
        Assert.Equal(message.TrimEnd(), error.Message);
    }

    [Fact]
    public void A_valid_document_is_complete_at_its_end()
    {
        var follower = new SchemaFollower(JsonSchema.Parse("""{"type":"object","properties":{"a":{"type":"string"}}}"""));

        Assert.Null(follower.Add("""{"a":"b" """));
        Assert.False(follower.IsComplete);
        Assert.Null(follower.Add("} "));

        Assert.True(follower.IsComplete);
        Assert.Equal(11, follower.Position);
        Assert.NotNull(follower.Add("x"));
    }

    [Fact]
    public void A_number_that_is_the_document_is_whole_when_no_more_comes()
    {
        var follower = new SchemaFollower(JsonSchema.Parse("""{"maximum":12}"""));

        Assert.Null(follower.Add("12"));
        Assert.False(follower.IsComplete);
        Assert.Null(follower.End());

        Assert.True(follower.IsComplete);
    }

    [Fact]
    public void A_document_that_ends_too_early_is_refused_at_its_end()
    {
        var follower = new SchemaFollower(JsonSchema.Parse("true"));

        Assert.Null(follower.Add("[1"));

        Assert.Equal("the JSON text ends before it is whole", follower.End()?.Message);
    }

    [Theory]
    [InlineData("\"t150\"", true)]
    [InlineData("\"t200\"", false)]
    public void More_alternatives_than_are_watched_are_left_to_the_evaluator(string json, bool isValid)
    {
        var members = Enumerable.Range(0, 200).Select(static i => $$"""{"allOf":[{"const":"t{{i}}"}]}""");
        var follower = new SchemaFollower(JsonSchema.Parse($$"""{"items":{"anyOf":[{{string.Join(',', members)}}]} }"""));

        var error = follower.Add($"[{json}]");

        Assert.Equal(isValid, error is null);
        Assert.Equal(isValid, follower.IsComplete);
    }

    [Fact]
    public void An_error_within_a_surrogate_pair_can_be_told()
    {
        var follower = new SchemaFollower(JsonSchema.Parse("""{"const":"a"}"""));

        Assert.Equal("expected \"a\", got \"\uFFFD\"", follower.Add("\"😀\"")?.Message);
        Assert.Equal(2, follower.Position);
    }

    [Theory]
    [InlineData("[[{}]]", true)]
    [InlineData("[[{\"a\":[]}]]", false)]
    public void Depth_is_limited_as_the_evaluator_limits_it(string json, bool isValid)
    {
        var schema = JsonSchema.Parse("true", new() { MaxDepth = 3 });

        Assert.Equal(isValid, new SchemaFollower(schema).Add(json) is null);
        Assert.Equal(isValid, schema.IsValid(Encoding.UTF8.GetBytes(json)));
    }

    // What such a reference means depends on how it was reached, and no value is judged apart from its way.
    [Fact]
    public void A_schema_with_references_that_depend_on_the_way_is_judged_at_the_end()
    {
        var schema = JsonSchema.Parse("""
            {
              "$id": "https://example.com/strings", "$ref": "list",
              "$defs": {
                "item": { "$dynamicAnchor": "item", "type": "string" },
                "list": { "$id": "list", "items": { "$dynamicRef": "#item" }, "$defs": { "any": { "$dynamicAnchor": "item" } } }
              }
            }
            """);
        var follower = new SchemaFollower(schema);

        Assert.True(schema.HasDynamicScope);
        Assert.Null(follower.Add("[\"a\",1"));
        Assert.Equal("expected string, got number 1", follower.Add("]")?.Message);
        Assert.Equal(7, follower.Position);
    }

    [Fact]
    public void The_same_follower_serves_partial_documents()
    {
        var follower = new SchemaFollower(JsonSchema.Parse("""{"properties":{"a":{"type":"string"},"b":{"type":"null"}}}"""));
        var partial = new PartialJson(follower.Json);

        Assert.Null(follower.Add("""{"a":"x","b" """));

        Assert.True(partial.TrySnapshot(out var json));
        Assert.Equal("""{"a":"x"}""", Encoding.UTF8.GetString(json.Span));
        Assert.False(partial.TrySnapshot(out _));
    }
}
