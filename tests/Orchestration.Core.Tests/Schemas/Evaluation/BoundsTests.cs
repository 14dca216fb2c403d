using System.Text;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

public class BoundsTests
{
    private static readonly JsonSchema Any = JsonSchema.Parse("true");

    [Theory]
    [InlineData("", "is empty, a JSON value is expected")]
    [InlineData(" \n", "is empty, a JSON value is expected")]
    [InlineData("{\n  \"a\": tru }", "is no JSON at line 2, byte 11: ")]
    [InlineData("[1,]", "is no JSON at line 1, byte 4: ")]
    [InlineData("[1", "is no JSON at line 1, byte 3: ")]
    [InlineData("1 2", "is no JSON at line 1, byte 3: ")]
    [InlineData("// no\n1", "is no JSON at line 1, byte 1: ")]
    [InlineData("NaN", "is no JSON at line 1, byte 1: ")]
    [InlineData("\uFEFF1", "begins with a byte order mark, which JSON does not have")]
    public void Broken_JSON_is_one_error_that_says_where(string json, string expected)
    {
        var error = Assert.Single(Any.Validate(Encoding.UTF8.GetBytes(json)));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Message);
        Assert.Equal(("", "", "json"), (error.InstancePath, error.SchemaPath, error.Keyword));
        Assert.False(Any.IsValid(Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [InlineData("""{ "a": [{}, { "b": 1, "c": 2, "\u0062": 3 }] }""", "/a/1: has the property \"b\" more than once in the object that begins at line 1, byte 13")]
    [InlineData("""{ "a": ["x", "\ud83d"] }""", "/a/1: has half of a surrogate pair in the string at line 1, byte 14")]
    [InlineData("""{ "a": { "\udc99": 1 } }""", "/a: has a property name with half of a surrogate pair at line 1, byte 10")]
    public void What_readers_take_in_different_ways_is_an_error(string json, string expected) => Assert.Equal([expected], ErrorMessageTests.Errors("true", json));

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_an_error()
    {
        byte[] json = [(byte)'[', (byte)'"', (byte)'a', 0xED, 0xA0, 0x80, (byte)'"', (byte)']'];

        Assert.Equal("is no UTF-8 at line 1, byte 4", Assert.Single(Any.Validate(json)).Message);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(50_000)]
    public void A_name_that_is_there_twice_is_found_in_large_objects(int count)
    {
        var names = Enumerable.Range(0, count).Select(static i => $"\"name{i}\":{i}").ToArray();

        Assert.True(Any.IsValid(Encoding.UTF8.GetBytes($"{{{string.Join(',', names)}}}")));
        Assert.Contains("\"name3\" more than once", Assert.Single(Any.Validate(Encoding.UTF8.GetBytes($"{{{string.Join(',', names)},\"name3\":0}}"))).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(1000)]
    public void A_document_is_as_deep_as_is_allowed_and_no_deeper(int depth)
    {
        var schema = JsonSchema.Parse("""{ "items": { "$ref": "#" }, "uniqueItems": true }""", new() { MaxDepth = Math.Max(depth, 2) });
        var options = schema.Options with { MaxDepth = depth };
        var any = JsonSchema.Parse("true", options);

        Assert.True(any.IsValid(Nested(depth)));
        Assert.Equal($"is nested deeper than {depth} levels at line 1, byte {depth + 1}", Assert.Single(any.Validate(Nested(depth + 1))).Message);
        Assert.Empty(schema.Validate(Nested(depth)));
    }

    [Fact]
    public void A_million_brackets_are_an_error_and_no_crash() => Assert.Single(Any.Validate(Encoding.UTF8.GetBytes(new string('[', 1_000_000))));

    [Fact]
    public void Numbers_may_be_of_any_size()
    {
        var schema = JsonSchema.Parse("""{ "type": "integer", "minimum": 1e400 }""");

        Assert.True(schema.IsValid("1e999999999"u8));
        Assert.True(schema.IsValid(Encoding.UTF8.GetBytes(new string('9', 100_000))));
        Assert.False(schema.IsValid("1e399"u8));
    }

    [Fact]
    public void An_exponent_has_at_most_a_thousand_characters() =>
        Assert.Equal("json", Assert.Single(JsonSchema.Parse("true").Validate(Encoding.UTF8.GetBytes("1e" + new string('9', 1_001)))).Keyword);

    [Fact]
    public void Choices_that_double_the_work_at_each_level_end_in_an_error()
    {
        var schema = JsonSchema.Parse("""{ "anyOf": [{ "items": { "$ref": "#" }, "minItems": 1 }, { "items": { "$ref": "#" }, "maxItems": 1, "minItems": 1 }, { "type": "null" }] }""");

        Assert.NotEmpty(schema.Validate(Nested(100)));
        Assert.False(schema.IsValid(Nested(100)));
    }

    [Fact]
    public void Patterns_that_each_take_less_than_too_long_do_not_add_up_for_ever()
    {
        // Each match backtracks some thousand times: all of them would take minutes.
        var schema = JsonSchema.Parse("""{ "items": { "not": { "pattern": "(?=a)^(a|aa)+$" } } }""", new() { PatternTimeout = TimeSpan.FromMilliseconds(20) });
        var json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat($"\"{new string('a', 20)}!\"", 200_000))}]");

        Assert.Contains("takes too long", Assert.Single(schema.Validate(json)).Message, StringComparison.Ordinal);
        Assert.False(schema.IsValid(json));
    }

    [Fact]
    public void A_small_stack_is_an_error_and_no_crash()
    {
        var schema = JsonSchema.Parse("""{ "properties": { "a": { "anyOf": [{ "allOf": [{ "$ref": "#" }] }] } } }""", new() { MaxDepth = 1000 });
        var json = Encoding.UTF8.GetBytes($"{string.Concat(Enumerable.Repeat("{\"a\":", 1000))}1{new string('}', 1000)}");
        var errors = default(IReadOnlyList<SchemaError>);
        var thread = new Thread(() => errors = schema.Validate(json), maxStackSize: 256 * 1024);

        thread.Start();
        thread.Join();

        Assert.StartsWith("cannot be checked", Assert.Single(errors!).Message, StringComparison.Ordinal);
    }

    private static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
}
