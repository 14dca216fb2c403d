using System.Text;
using Orchestration.Schemas;
using static Orchestration.Core.Tests.Schemas.Evaluation.ErrorMessageTests;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

public class ErrorOrderTests
{
    private static readonly JsonSchema Numbers = JsonSchema.Parse("""{ "items": { "type": "number" } }""");

    [Fact]
    public void Errors_come_in_the_order_of_the_document_whatever_the_order_of_the_schema() =>
        Assert.Equal(
            ["(root): missing the required property \"z\"", "/a/0: expected null, got number 1", "/b: expected string, got number 2", "/b: must be at most 1, got 2", "/c: nothing is allowed here, got number 3"],
            Errors(
                """
                { "allOf": [{ "properties": { "c": false, "b": { "type": "string" } } }, { "properties": { "b": { "maximum": 1 }, "a": { "items": { "type": "null" } } } }], "required": ["z"] }
                """,
                """{ "a": [1], "b": 2, "c": 3 }"""));

    [Fact]
    public void What_two_ways_lead_to_is_told_once() =>
        Assert.Equal(["(root): must be at least 1, got 0"], Errors("""{ "allOf": [{ "$ref": "#/$defs/a" }, { "$ref": "#/$defs/a" }], "$defs": { "a": { "minimum": 1 } } }""", "0"));

    [Fact]
    public void The_first_errors_are_the_first_in_the_document()
    {
        var errors = JsonSchema.Parse("""{ "allOf": [{ "items": { "maximum": 0 } }, { "items": { "multipleOf": 2 } }] }""").Validate(Array(1000), maxErrors: 3);

        Assert.Equal(["/0: must be at most 0, got 1", "/0: must be a multiple of 2, got 1", "/1: must be at most 0, got 1"], errors.Select(static error => error.ToString()));
    }

    [Fact]
    public void All_errors_are_told_when_all_are_asked_for() =>
        Assert.Equal(Enumerable.Range(0, 20_000).Select(static i => $"/{i}"), Numbers.Validate(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("null", 20_000))}]"), int.MaxValue).Select(static error => error.InstancePath));

    [Fact]
    public void At_least_one_error_is_asked_for() => Assert.Throws<ArgumentOutOfRangeException>(static () => Numbers.Validate("1"u8, maxErrors: 0));

    private static byte[] Array(int count) => Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1", count))}]");
}
