using System.Text;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Compilation;

public class BoundsTests
{
    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("{} {}", "no JSON")]
    [InlineData("{ \"a\": 1, }", "no JSON")]
    [InlineData("""{ "minLength": 1, "maxLength": 2, "minLength": 3 }""", "at /minLength, the name is there twice")]
    [InlineData("""{ "properties": { "a": true, "\u0061": false } }""", "at /properties/a, the name is there twice")]
    [InlineData("""{ "const": "\ud800" }""", "half of a surrogate pair")]
    [InlineData("""{ "properties": { "\udc00": true } }""", "half of a surrogate pair")]
    public void Text_that_can_be_read_in_two_ways_or_none_is_refused(string schema, string expected) => AssertRefused(schema, expected);

    [Fact]
    public void Half_of_a_surrogate_pair_in_the_text_itself_is_refused() => AssertRefused($$"""{ "const": "{{'\ud800'}}" }""", "half of a surrogate pair");

    [Fact]
    public void A_schema_is_nested_no_deeper_than_the_limit()
    {
        JsonSchema.Parse(Nested(levels: 127));
        AssertRefused(Nested(levels: 128), "nested deeper than 128 levels");
        JsonSchema.Parse(Nested(levels: 999), new() { MaxDepth = 1000 });
        AssertRefused(Nested(levels: 100_000), "no JSON");
    }

    [Theory]
    [InlineData("{\"not\":", "true", "}")]
    [InlineData("{\"allOf\":[", "true", "]}")]
    [InlineData("{\"const\":{\"a\":", "1", "}}")]
    public void A_schema_deeper_than_a_small_stack_is_an_error_and_no_crash(string open, string inner, string close)
    {
        const int Levels = 499;
        var schema = string.Concat(Enumerable.Repeat(open, Levels)) + inner + string.Concat(Enumerable.Repeat(close, Levels));
        var error = default(Exception);
        var thread = new Thread(() => error = Record.Exception(() => JsonSchema.Parse(schema, new() { MaxDepth = 1000 })), maxStackSize: 192 * 1024);

        thread.Start();
        thread.Join();

        Assert.Contains("the stack of this thread", Assert.IsType<JsonSchemaException>(error).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multipleOf", "1e-")]
    [InlineData("minimum", "1e")]
    [InlineData("const", "-1.5E+")]
    [InlineData("maxLength", "1e")]
    public void An_exponent_is_no_longer_than_in_a_document(string keyword, string start)
    {
        JsonSchema.Parse($$"""{ "{{keyword}}": {{start}}{{new string('0', 900)}} }""");
        AssertRefused($$"""{ "{{keyword}}": {{start}}{{new string('0', 1_001)}} }""", "exponent of more than 1,000");
    }

    [Fact]
    public void A_divisor_is_no_longer_than_a_document_can_be_divided_by() =>
        AssertRefused($$"""{ "multipleOf": {{new string('7', 1_001)}} }""", "more than 1,000 characters");

    [Fact]
    public void A_schema_has_at_most_a_mebibyte() => AssertRefused($$"""{ "title": "{{new string('a', 1 << 20)}}" }""", "at most 1,048,576");

    [Fact]
    public void A_schema_has_at_most_100_000_values() => AssertRefused($$"""{ "enum": [{{string.Join(',', Enumerable.Repeat("1", 100_000))}}] }""", "more than 100,000 JSON values");

    [Fact]
    public void Long_names_over_many_subschemas_are_refused_before_they_fill_the_memory() =>
        AssertRefused($$"""{ "properties": { "{{new string('a', 500_000)}}": { "enum": [{{string.Join(',', Enumerable.Repeat("1", 50_000))}}] } } }""", "their names are too long");

    [Theory]
    [InlineData("""{ "$ref": "#" }""")]
    [InlineData("""{ "allOf": [{ "$ref": "#" }] }""")]
    [InlineData("""{ "anyOf": [{ "type": "string" }, { "not": { "$ref": "#" } }] }""")]
    [InlineData("""{ "if": { "type": "object" }, "then": { "oneOf": [{ "$ref": "#" }] } }""")]
    [InlineData("""{ "dependentSchemas": { "a": { "$ref": "#" } } }""")]
    [InlineData("""{ "$ref": "#/$defs/a", "$defs": { "a": { "$ref": "#/$defs/b" }, "b": { "$ref": "#/$defs/a" } } }""")]
    [InlineData("""{ "items": { "$dynamicAnchor": "a", "$dynamicRef": "#a" } }""")]
    public void A_cycle_that_takes_no_step_into_the_value_is_refused(string schema) => AssertRefused(schema, "refers back to itself");

    [Theory]
    [InlineData("""{ "properties": { "a": { "$ref": "#" } }, "items": { "$ref": "#" }, "additionalProperties": { "allOf": [{ "$ref": "#" }] } }""")]
    [InlineData("""{ "$ref": "#/$defs/a", "allOf": [{ "$ref": "#/$defs/a" }], "$defs": { "a": { "type": "string" } } }""")]
    public void A_recursion_into_the_value_is_taken(string schema) => JsonSchema.Parse(schema);

    [Fact]
    public void A_chain_of_references_is_no_longer_than_the_limit()
    {
        JsonSchema.Parse(Chain(links: 126));
        AssertRefused(Chain(links: 20_000), "Shorten the chain");
    }

    [Fact]
    public void References_that_double_at_each_step_are_refused()
    {
        var definitions = Enumerable.Range(0, 60).Select(static i => $$"""
            "a{{i}}": { "allOf": [{ "$ref": "#/$defs/a{{i + 1}}" }, { "$ref": "#/$defs/a{{i + 1}}" }] }
            """);

        AssertRefused($$"""{ "$ref": "#/$defs/a0", "$defs": { {{string.Join(',', definitions)}}, "a60": { "type": "string" } } }""", "again and again");
    }

    [Fact]
    public void A_schema_has_at_most_1000_different_patterns()
    {
        var patterns = Enumerable.Range(0, 1001).Select(static i => $$"""{ "pattern": "a{{i}}" }""");

        AssertRefused($$"""{ "allOf": [{{string.Join(',', patterns)}}] }""", "more than 1,000 different regular expressions");
    }

    [Fact]
    public void The_same_pattern_is_made_once()
    {
        var root = JsonSchema.Parse("""{ "pattern": "^a", "items": { "pattern": "^a" } }""").Root;

        Assert.Same(root.Strings!.Pattern, root.Arrays!.Items!.Strings!.Pattern);
    }

    [Fact]
    public void Lengths_may_be_written_as_any_integer_and_be_of_any_size()
    {
        var strings = JsonSchema.Parse("""{ "minLength": 2.0, "maxLength": 1e400 }""").Root.Strings!;
        var arrays = JsonSchema.Parse("""{ "minItems": 1e2, "maxItems": 99999999999 }""").Root.Arrays!;

        Assert.Equal((2, int.MaxValue), (strings.MinLength, strings.MaxLength));
        Assert.Equal((100, int.MaxValue), (arrays.MinItems, arrays.MaxItems));
    }

    [Fact]
    public void Bounds_and_values_keep_every_digit()
    {
        var root = JsonSchema.Parse("""{ "minimum": 972783798187987123879878123.18878137, "const": 1.00 }""").Root;

        Assert.Equal("972783798187987123879878123.18878137", Encoding.UTF8.GetString(root.Numbers!.Minimum));
        Assert.Equal("1.00", Encoding.UTF8.GetString(root.Const!.Values[0].Json));
    }

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"not\":", levels)) + "{}" + new string('}', levels);

    private static string Chain(int links) =>
        $$"""{ "$ref": "#/$defs/a0", "$defs": { {{string.Join(',', Enumerable.Range(0, links).Select(static i => $$""" "a{{i}}": { "$ref": "#/$defs/a{{i + 1}}" } """))}}, "a{{links}}": { "type": "string" } } }""";

    private static void AssertRefused(string schema, string expected)
    {
        var e = Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(schema));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }
}
