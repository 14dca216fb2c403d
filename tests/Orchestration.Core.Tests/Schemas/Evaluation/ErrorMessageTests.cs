using System.Text;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

public class ErrorMessageTests
{
    [Theory]
    [InlineData("""{ "type": "number" }""", "\"12\"", "(root): expected number, got string \"12\"")]
    [InlineData("""{ "type": "integer" }""", "1.5", "(root): expected integer, got number 1.5")]
    [InlineData("""{ "type": ["string", "null"] }""", "[1]", "(root): expected string or null, got an array")]
    [InlineData("""{ "const": "a" }""", "\"b\"", "(root): expected \"a\", got \"b\"")]
    [InlineData("""{ "enum": ["red", "green"] }""", "\"blue\"", "(root): expected one of \"red\", \"green\", got \"blue\"")]
    [InlineData("""{ "enum": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }""", "11", "(root): expected one of 1, 2, 3, 4, 5, 6, 7, 8 (of 10), got 11")]
    [InlineData("""{ "minimum": 0 }""", "-1", "(root): must be at least 0, got -1")]
    [InlineData("""{ "exclusiveMinimum": 0 }""", "0", "(root): must be greater than 0, got 0")]
    [InlineData("""{ "maximum": 0.1 }""", "0.10000000000000000000001", "(root): must be at most 0.1, got 0.10000000000000000000001")]
    [InlineData("""{ "exclusiveMaximum": 2 }""", "2.0", "(root): must be less than 2, got 2.0")]
    [InlineData("""{ "multipleOf": 0.1 }""", "0.25", "(root): must be a multiple of 0.1, got 0.25")]
    [InlineData("""{ "maxLength": 2 }""", "\"äöü\"", "(root): 3 characters, at most 2 are allowed")]
    [InlineData("""{ "minLength": 2 }""", "\"💙\"", "(root): 1 character, at least 2 are needed")]
    [InlineData("""{ "pattern": "^a" }""", "\"b\"", "(root): does not match the pattern ^a, got \"b\"")]
    [InlineData("""{ "maxItems": 2 }""", "[1,2,3]", "(root): 3 items, at most 2 are allowed")]
    [InlineData("""{ "minItems": 2 }""", "[1]", "(root): 1 item, at least 2 are needed")]
    [InlineData("""{ "prefixItems": [true], "items": false }""", "[1,2]", "(root): 2 items, at most 1 are allowed")]
    [InlineData("""{ "uniqueItems": true }""", "[1,2,1.0]", "(root): the items 0 and 2 are the same, all must differ")]
    [InlineData("""{ "contains": { "const": 1 } }""", "[2]", "(root): no item is as \"contains\" asks for")]
    [InlineData("""{ "contains": { "const": 1 }, "minContains": 2 }""", "[1]", "(root): 1 item as \"contains\" asks for, at least 2 are needed")]
    [InlineData("""{ "contains": { "const": 1 }, "maxContains": 1 }""", "[1,1]", "(root): 2 items as \"contains\" asks for, at most 1 are allowed")]
    [InlineData("""{ "prefixItems": [true], "unevaluatedItems": false }""", "[1,2]", "/1: the item 1 is not allowed")]
    [InlineData("""{ "required": ["name"] }""", "{}", "(root): missing the required property \"name\"")]
    [InlineData("""{ "minProperties": 2 }""", """{"a":1}""", "(root): 1 property, at least 2 are needed")]
    [InlineData("""{ "maxProperties": 1 }""", """{"a":1,"b":2}""", "(root): 2 properties, at most 1 are allowed")]
    [InlineData("""{ "properties": { "a": true, "b": true }, "additionalProperties": false }""", """{"foo":1}""", "/foo: the property \"foo\" is not allowed; known are \"a\", \"b\"")]
    [InlineData("""{ "additionalProperties": false }""", """{"foo":1}""", "/foo: the property \"foo\" is not allowed")]
    [InlineData("""{ "unevaluatedProperties": false }""", """{"foo":1}""", "/foo: the property \"foo\" is not allowed")]
    [InlineData("""{ "dependentRequired": { "a": ["b"] } }""", """{"a":1}""", "(root): missing the property \"b\", which goes with \"a\"")]
    [InlineData("""{ "propertyNames": { "maxLength": 2 } }""", """{"foo":1}""", "/foo: the property name \"foo\": 3 characters, at most 2 are allowed")]
    [InlineData("""{ "not": { "type": "string" } }""", "\"a\"", "(root): string \"a\" is what \"not\" rules out")]
    [InlineData("false", "1", "(root): nothing is allowed here, got number 1")]
    [InlineData("""{ "properties": { "a/b": { "properties": { "m~n": { "items": { "type": "null" } } } } } }""", """{"a/b":{"m~n":[null,1]}}""", "/a~1b/m~0n/1: expected null, got number 1")]
    public void An_error_says_where_and_what_in_words(string schema, string json, string expected) => Assert.Equal([expected], Errors(schema, json));

    [Theory]
    [InlineData("date-time", "is no date-time (RFC 3339, as 2026-01-31T10:00:00Z), got \"x\"")]
    [InlineData("uuid", "is no UUID (as 123e4567-e89b-12d3-a456-426614174000), got \"x\"")]
    public void A_format_is_named_with_an_example(string format, string expected)
    {
        var schema = JsonSchema.Parse($$"""{ "format": "{{format}}" }""", new() { AssertFormats = true });

        Assert.Equal(expected, Assert.Single(schema.Validate("\"x\""u8)).Message);
    }

    [Fact]
    public void Long_values_are_cut()
    {
        var message = Assert.Single(Errors("""{ "type": "number" }""", $"\"{new string('a', 39)}💙{new string('b', 1000)}\""));

        Assert.Equal($"(root): expected number, got string \"{new string('a', 39)}…\"", message);
    }

    [Fact]
    public void The_schema_path_is_the_keyword_in_the_subschema()
    {
        var error = Assert.Single(JsonSchema.Parse("""{ "items": { "$ref": "#/$defs/price" }, "$defs": { "price": { "minimum": 0 } } }""").Validate("[-1]"u8));

        Assert.Equal(("/0", "/$defs/price/minimum", "minimum"), (error.InstancePath, error.SchemaPath, error.Keyword));
    }

    internal static string[] Errors(string schema, string json) => [.. JsonSchema.Parse(schema).Validate(Encoding.UTF8.GetBytes(json)).Select(static error => error.ToString())];
}
