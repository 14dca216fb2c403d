using static Orchestration.Core.Tests.Schemas.Evaluation.ErrorMessageTests;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

public class NearestBranchTests
{
    private const string Shapes = """
        { "oneOf": [
            { "properties": { "kind": { "const": "circle" }, "radius": { "type": "number" } }, "required": ["kind", "radius"] },
            { "$ref": "#/$defs/square" } ],
          "$defs": { "square": { "properties": { "kind": { "enum": ["square"] }, "side": { "type": "number" } }, "required": ["kind", "side"] } } }
        """;

    [Theory]
    [InlineData("""{ "kind": "circle", "radius": "1" }""", "/radius: expected number, got string \"1\"")]
    [InlineData("""{ "side": "1", "kind": "square" }""", "/side: expected number, got string \"1\"")]
    [InlineData("""{ "kind": "line" }""", "/kind: expected one of \"circle\", \"square\", got \"line\"")]
    public void A_discriminator_tells_which_branch_was_meant(string json, string expected) => Assert.Equal([expected], Errors(Shapes, json));

    [Fact]
    public void Branches_of_other_kinds_are_told_as_kinds() =>
        Assert.Equal(["(root): expected object or null, got string \"x\""], Errors("""{ "anyOf": [{ "type": "object" }, { "type": "null" }] }""", "\"x\""));

    [Fact]
    public void The_branch_of_the_right_kind_is_explained() =>
        Assert.Equal(["(root): must be at least 1, got 0"], Errors("""{ "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "null" }] }""", "0"));

    [Fact]
    public void Values_of_all_branches_are_told_together() =>
        Assert.Equal(["(root): expected one of \"a\", \"b\", \"c\", got \"d\""], Errors("""{ "anyOf": [{ "const": "a" }, { "enum": ["b", "c"] }, { "type": "null" }] }""", "\"d\""));

    [Fact]
    public void Else_the_branch_with_the_fewest_errors_is_explained() =>
        Assert.Equal(
            ["(root): missing the required property \"c\""],
            Errors("""{ "anyOf": [{ "required": ["a", "b"] }, { "required": ["c"] }, { "required": ["d", "e"] }] }""", "{}"));

    [Fact]
    public void Several_matches_of_a_oneOf_are_named() =>
        Assert.Equal(["(root): matches the alternatives 1 and 3 of 3, exactly one is allowed"], Errors("""{ "oneOf": [{ "minimum": 0 }, { "type": "null" }, { "maximum": 9 }] }""", "5"));

    [Fact]
    public void A_recursive_choice_is_explained_at_the_leaf_and_in_time()
    {
        const string Schema = """
            { "$ref": "#/$defs/e", "$defs": { "e": { "anyOf": [
                { "type": "object", "properties": { "op": { "const": "add" }, "l": { "$ref": "#/$defs/e" }, "r": { "$ref": "#/$defs/e" } }, "required": ["op", "l", "r"] },
                { "type": "object", "properties": { "op": { "const": "mul" }, "l": { "$ref": "#/$defs/e" }, "r": { "$ref": "#/$defs/e" } }, "required": ["op", "l", "r"] },
                { "type": "number" } ] } } }
            """;
        var json = "\"x\"";
        for (var i = 0; i < 30; i++)
        {
            json = $$"""{ "op": "{{(i % 2 == 0 ? "add" : "mul")}}", "l": 1, "r": {{json}} }""";
        }

        Assert.Equal([string.Concat(Enumerable.Repeat("/r", 30)) + ": expected object or number, got string \"x\""], Errors(Schema, json));
    }
}
