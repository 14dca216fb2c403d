using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Compilation;

public class RefusalTests
{
    [Theory]
    [InlineData("""{ "minLength": -1 }""", "/minLength", "an integer that is not negative")]
    [InlineData("""{ "maxItems": 1.5 }""", "/maxItems", "an integer that is not negative")]
    [InlineData("""{ "maxProperties": 1e-400 }""", "/maxProperties", "an integer that is not negative")]
    [InlineData("""{ "minimum": "1" }""", "/minimum", "a number")]
    [InlineData("""{ "multipleOf": 0.0e5 }""", "/multipleOf", "greater than 0")]
    [InlineData("""{ "multipleOf": -2 }""", "/multipleOf", "greater than 0")]
    [InlineData("""{ "type": "int" }""", "/type", "\"integer\"")]
    [InlineData("""{ "type": [] }""", "/type", "\"integer\"")]
    [InlineData("""{ "type": ["string", 1] }""", "/type", "\"integer\"")]
    [InlineData("""{ "required": "a" }""", "/required", "an array of strings")]
    [InlineData("""{ "properties": { "a": { "required": true } } }""", "/properties/a/required", "an array of strings")]
    [InlineData("""{ "enum": { "a": 1 } }""", "/enum", "an array of values")]
    [InlineData("""{ "uniqueItems": "yes" }""", "/uniqueItems", "true or false")]
    [InlineData("""{ "properties": [] }""", "/properties", "an object")]
    [InlineData("""{ "properties": { "a/b": 1 } }""", "/properties/a~1b", "a schema")]
    [InlineData("""{ "items": "string" }""", "/items", "a schema")]
    [InlineData("""{ "allOf": [] }""", "/allOf", "one or more schemas")]
    [InlineData("""{ "anyOf": [true, null] }""", "/anyOf/1", "a schema")]
    [InlineData("""{ "oneOf": {} }""", "/oneOf", "one or more schemas")]
    [InlineData("""{ "dependentRequired": { "a": "b" } }""", "/dependentRequired/a", "an array of strings")]
    [InlineData("""{ "pattern": "(" }""", "/pattern", "regular expression")]
    [InlineData("""{ "patternProperties": { "[": true } }""", "/patternProperties/[", "regular expression")]
    [InlineData("""{ "$ref": 1 }""", "/$ref", "a string")]
    [InlineData("""{ "$id": 1 }""", "/$id", "a string")]
    [InlineData("""{ "$anchor": "1a" }""", "/$anchor", "no name of an anchor")]
    [InlineData("""{ "$id": "http://a.example/#b" }""", "/$id", "$anchor")]
    [InlineData("[]", "", "an object, true or false")]
    public void A_malformed_keyword_is_refused_with_its_place_and_what_is_expected(string schema, string path, string expected) => AssertRefused(schema, path, expected);

    [Theory]
    [InlineData("""{ "properties": { "a": { "type": "string", "nullable": true } } }""", "/properties/a/nullable", "\"null\" to type")]
    [InlineData("""{ "minimum": 1, "exclusiveMinimum": true }""", "/exclusiveMinimum", "instead of minimum")]
    [InlineData("""{ "maximum": 1, "exclusiveMaximum": false }""", "/exclusiveMaximum", "instead of maximum")]
    [InlineData("""{ "id": "http://a.example/" }""", "/id", "Call it $id")]
    [InlineData("""{ "items": [{ "type": "string" }] }""", "/items", "prefixItems")]
    [InlineData("""{ "$recursiveRef": "#" }""", "/$recursiveRef", "$dynamicRef")]
    [InlineData("""{ "$schema": "http://json-schema.org/draft-04/schema#" }""", "/$schema", "draft 2020-12")]
    [InlineData("""{ "$schema": "https://other.example/meta" }""", "/$schema", "Register")]
    public void What_other_dialects_mean_otherwise_is_refused_with_its_replacement(string schema, string path, string fix) => AssertRefused(schema, path, fix);

    [Theory]
    [InlineData(""" "prefixItems": [true] """, "/prefixItems")]
    [InlineData(""" "properties": { "a": { "unevaluatedProperties": false } } """, "/properties/a/unevaluatedProperties")]
    [InlineData(""" "dependentRequired": { "a": ["b"] } """, "/dependentRequired")]
    [InlineData(""" "contains": true, "minContains": 2 """, "/minContains")]
    [InlineData(""" "$anchor": "a" """, "/$anchor")]
    public void A_keyword_newer_than_the_declared_draft_07_is_refused(string keyword, string path) =>
        AssertRefused($$"""{ "$schema": "http://json-schema.org/draft-07/schema#", {{keyword}} }""", path, "would ignore it");

    [Theory]
    [InlineData(""" "$recursiveRef": "#" """, "/$recursiveRef")]
    [InlineData(""" "$dynamicRef": "#a", "$anchor": "a" """, "/$dynamicRef")]
    [InlineData(""" "contains": true, "unevaluatedItems": false """, "/unevaluatedItems")]
    public void What_draft_2019_09_means_otherwise_is_refused(string keyword, string path) =>
        AssertRefused($$"""{ "$schema": "https://json-schema.org/draft/2019-09/schema", {{keyword}} }""", path, "draft");

    [Fact]
    public void An_assertion_beside_a_ref_of_draft_07_is_refused() => AssertRefused(
        """{ "$schema": "http://json-schema.org/draft-07/schema#", "properties": { "a": { "$ref": "#/definitions/b", "minLength": 1 } }, "definitions": { "b": true } }""",
        "/properties/a/minLength",
        "allOf");

    [Theory]
    [InlineData("""{ "$ref": "#/$defs/none" }""", "/$ref", "no subschema at '/$defs/none'")]
    [InlineData("""{ "$ref": "#none" }""", "/$ref", "no anchor 'none'")]
    [InlineData("""{ "$ref": "#/$defs/a/0/x", "$defs": { "a": [1] } }""", "/$ref", "no subschema")]
    [InlineData("""{ "$ref": "#/const", "const": 1 }""", "/$ref", "no subschema")]
    [InlineData("""{ "$ref": "#/allOf/00", "allOf": [true] }""", "/$ref", "no subschema")]
    [InlineData("""{ "$ref": "other.json" }""", "/$ref", "other.json' in JsonSchemaOptions.Registry; nothing is fetched")]
    [InlineData("""{ "$ref": "https://a.example/b" }""", "/$ref", "Register the schema 'https://a.example/b'")]
    [InlineData("""{ "$dynamicRef": "#none" }""", "/$dynamicRef", "no anchor 'none'")]
    public void A_reference_to_nothing_is_refused(string schema, string path, string expected) => AssertRefused(schema, path, expected);

    [Theory]
    [InlineData("""{ "$defs": { "a": { "$anchor": "x" }, "b": { "$anchor": "x" } } }""", "/$defs/b/$anchor", "also at /$defs/a")]
    [InlineData("""{ "$defs": { "a": { "$id": "x" }, "b": { "$id": "./x" } } }""", "/$defs/b/$id", "also at /$defs/a")]
    public void A_name_for_two_subschemas_is_refused(string schema, string path, string expected) => AssertRefused(schema, path, expected);

    [Theory]
    [InlineData("""{ "$comment": 1, "title": [], "default": { "minLength": -1 }, "x-y": { "type": "int" }, "nullable": false }""")]
    [InlineData("""{ "properties": { "nullable": true, "id": { "type": "string" }, "$ref": { "type": "string" }, "minLength": { "minLength": 1 } } }""")]
    [InlineData("""{ "$schema": "https://json-schema.org/draft/2020-12/schema", "id": "a remark" }""")]
    [InlineData("""{ "$defs": { "never used": { "minLength": "" } } }""")]
    [InlineData("""{ "enum": [] }""")]
    [InlineData("""{ "additionalItems": 1, "then": { "type": "string" }, "minContains": 5 }""")]
    public void What_asserts_nothing_is_not_refused(string schema) => JsonSchema.Parse(schema);

    private static void AssertRefused(string schema, string path, string expected)
    {
        var e = Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(schema));

        Assert.Equal(path, e.Path);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }
}
