using System.Text;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Compilation;

/// <summary>What names and references mean, in the odd corners too: words that only look like keywords, and schemas where no keyword expects one.</summary>
public class ReferenceTests
{
    [Theory]
    [InlineData("#/$defs/a~1b")]
    [InlineData("#/$defs/c~0d")]
    [InlineData("#/$defs/e%25f")]
    [InlineData("#/$defs/g%22h")]
    [InlineData("#/%24defs/%C3%BC")]
    [InlineData("#/allOf/0/then")]
    [InlineData("#name")]
    [InlineData("here#name")]
    [InlineData("urn:example:one")]
    [InlineData("urn:example:one#")]
    [InlineData("urn:example:one#inner")]
    [InlineData("#/x-own/0/any%20thing")]
    [InlineData("#/examples/0")]
    public void A_reference_finds_a_subschema_however_it_is_written(string reference)
    {
        var schema = JsonSchema.Parse($$"""
            {
                "$id": "http://a.example/here",
                "properties": { "p": { "$ref": "{{reference}}" } },
                "$defs": {
                    "a/b": { "type": "string" }, "c~d": { "type": "string" }, "e%f": { "type": "string" }, "g\"h": { "type": "string" }, "ü": { "type": "string" },
                    "named": { "$anchor": "name", "type": "string" },
                    "urn": { "$id": "urn:example:one", "$ref": "#inner", "$defs": { "x": { "$anchor": "inner", "type": "string" } } }
                },
                "allOf": [{ "then": { "type": "string" } }],
                "x-own": [{ "any thing": { "type": "string" } }],
                "examples": [{ "type": "string" }]
            }
            """);

        AssertValid(schema, """{ "p": "a" }""", isValid: true);
        AssertValid(schema, """{ "p": 1 }""", isValid: false);
    }

    [Theory]
    [InlineData("enum", """[{ "$anchor": "a", "$id": "http://a.example/a", "type": "null" }]""")]
    [InlineData("const", """{ "$anchor": "a", "$id": "http://a.example/a", "type": "null" }""")]
    [InlineData("x-own", """{ "$anchor": "a", "$id": "http://a.example/a", "type": "null" }""")]
    [InlineData("default", """{ "$anchor": "a", "$id": "http://a.example/a", "type": "null" }""")]
    public void A_name_inside_a_value_names_nothing(string keyword, string value)
    {
        foreach (var reference in (string[])["#a", "http://a.example/a"])
        {
            var schema = JsonSchema.Parse($$"""
                {
                    "anyOf": [{ "$ref": "{{reference}}" }],
                    "$defs": { "fake": { "{{keyword}}": {{value}} }, "real": { "type": "string", {{(reference[0] == '#' ? "\"$anchor\": \"a\"" : "\"$id\": \"http://a.example/a\"")}} } }
                }
                """);

            AssertValid(schema, "\"a\"", isValid: true);
            AssertValid(schema, "null", isValid: false);
        }
    }

    [Fact]
    public void The_same_anchor_in_two_resources_is_two_names()
    {
        var schema = JsonSchema.Parse("""
            {
                "$id": "http://a.example/root", "$ref": "child#a",
                "$defs": { "own": { "$anchor": "a", "type": "number" }, "child": { "$id": "child", "$defs": { "x": { "$anchor": "a", "type": "string" } } } }
            }
            """);

        AssertValid(schema, "\"a\"", isValid: true);
        AssertValid(schema, "1", isValid: false);
    }

    [Fact]
    public void A_relative_address_is_resolved_against_the_nearest_address_above()
    {
        var schema = JsonSchema.Parse("""
            {
                "$id": "http://a.example/x/root",
                "properties": { "p": { "$id": "y/inner", "items": { "$ref": "z" } } },
                "$defs": { "a": { "$id": "/x/y/z", "type": "string" }, "b": { "$id": "z", "type": "number" } }
            }
            """);

        AssertValid(schema, """{ "p": ["a"] }""", isValid: true);
        AssertValid(schema, """{ "p": [1] }""", isValid: false);
    }

    [Fact]
    public void A_ref_to_a_schema_under_no_keyword_has_the_base_of_what_surrounds_it()
    {
        var schema = JsonSchema.Parse("""
            {
                "$id": "http://a.example/", "$ref": "#/$defs/in/x-own",
                "$defs": { "in": { "$id": "in/", "x-own": { "$ref": "target" } }, "t": { "$id": "in/target", "type": "string" } }
            }
            """);

        AssertValid(schema, "\"a\"", isValid: true);
        AssertValid(schema, "1", isValid: false);
    }

    [Fact]
    public void A_pointer_into_an_embedded_resource_enters_only_that_one()
    {
        // The list is passed over on the way to its item, so that its own meaning of "content" does not count.
        var schema = JsonSchema.Parse("""
            {
                "$id": "http://a.example/main",
                "properties": { "p": { "$ref": "list#/$defs/item" } },
                "$defs": {
                    "list": {
                        "$id": "list", "items": { "$ref": "item" },
                        "$defs": {
                            "item": { "$id": "item", "properties": { "q": { "$dynamicRef": "#content" } }, "$defs": { "usual": { "$dynamicAnchor": "content", "type": "integer" } } },
                            "own": { "$dynamicAnchor": "content", "type": "string" }
                        }
                    }
                }
            }
            """);

        AssertValid(schema, """{ "p": { "q": 1 } }""", isValid: true);
        AssertValid(schema, """{ "p": { "q": "a" } }""", isValid: false);
    }

    [Fact]
    public void A_dynamic_ref_with_one_meaning_is_a_plain_ref()
    {
        var plain = JsonSchema.Parse("""{ "items": { "$dynamicRef": "#a" }, "$defs": { "a": { "$dynamicAnchor": "a", "type": "string" } } }""");
        var anchor = JsonSchema.Parse("""{ "items": { "$dynamicRef": "#a" }, "$defs": { "a": { "$anchor": "a", "type": "string" }, "b": { "$id": "b", "$dynamicAnchor": "a" } } }""");

        Assert.False(plain.HasDynamicScope);
        Assert.Equal("/$defs/a", plain.Root.Arrays!.Items!.Ref!.Location);
        Assert.False(anchor.HasDynamicScope);
        Assert.Equal("/$defs/a", anchor.Root.Arrays!.Items!.Ref!.Location);
    }

    [Fact]
    public void A_dynamic_ref_with_two_meanings_stays_dynamic()
    {
        var schema = JsonSchema.Parse("""
            {
                "$id": "http://a.example/strings", "$ref": "list",
                "$defs": {
                    "own": { "$dynamicAnchor": "item", "type": "string" },
                    "list": { "$id": "list", "items": { "$dynamicRef": "#item" }, "$defs": { "usual": { "$dynamicAnchor": "item" } } }
                }
            }
            """);

        Assert.True(schema.HasDynamicScope);
        AssertValid(schema, """["a"]""", isValid: true);
        AssertValid(schema, "[1]", isValid: false);
    }

    [Theory]
    [InlineData("""{ "type": "object", "properties": { "a": { "$ref": "#" } } }""", true)]
    [InlineData("true", true)]
    [InlineData("""{ "minLength": -1 }""", false)]
    [InlineData("""{ "properties": { "a": { "type": "int" } } }""", false)]
    [InlineData("""{ "$defs": { "a": { "allOf": [] } } }""", false)]
    public void The_meta_schema_is_known_without_registering_it(string document, bool isValid) =>
        AssertValid(JsonSchema.Parse("""{ "$ref": "https://json-schema.org/draft/2020-12/schema" }"""), document, isValid);

    [Theory]
    [InlineData("schema")]
    [InlineData("meta/core")]
    [InlineData("meta/applicator")]
    [InlineData("meta/unevaluated")]
    [InlineData("meta/validation")]
    [InlineData("meta/meta-data")]
    [InlineData("meta/format-annotation")]
    [InlineData("meta/format-assertion")]
    [InlineData("meta/content")]
    public void Each_meta_schema_compiles(string name) => Assert.NotNull(JsonSchema.Parse($$"""{ "$ref": "https://json-schema.org/draft/2020-12/{{name}}" }""").Root.Ref);

    private static void AssertValid(JsonSchema schema, string document, bool isValid) => Assert.Equal(isValid, schema.IsValid(Encoding.UTF8.GetBytes(document)));
}
