using Orchestration.Schemas;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

/// <summary>Graphs that the compiler refuses: the evaluator has bounds of its own.</summary>
public class HandMadeNodeTests
{
    private static readonly SchemaResource Resource = new() { Address = new Uri("test:schema") };
    private static readonly JsonSchemaOptions Options = new();

    [Fact]
    public void A_graph_that_doubles_the_work_at_each_level_ends_in_an_error()
    {
        var error = Assert.Single(SchemaEvaluator.Explain(Doubling(60), "1"u8, Options, maxErrors: 5));

        Assert.Equal(("json", "cannot be checked: the schema asks for more work than a document of this size is allowed"), (error.Keyword, error.Message));
        Assert.False(SchemaEvaluator.IsValid(Doubling(60), "1"u8, Options));
    }

    [Fact]
    public void Not_cannot_turn_a_limit_into_a_match()
    {
        var node = Node();
        node.Not = Doubling(60);

        Assert.False(SchemaEvaluator.IsValid(node, "1"u8, Options));
    }

    [Fact]
    public void A_loop_without_a_step_into_the_document_ends_in_an_error()
    {
        var node = Node();
        node.DynamicRef = new DynamicReference("a", node);

        var error = Assert.Single(SchemaEvaluator.Explain(node, "1"u8, Options, maxErrors: 5));

        Assert.StartsWith("cannot be checked: the schema refers to itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_node_may_be_the_root()
    {
        var schema = JsonSchema.Parse("""{ "properties": { "a": { "items": { "type": "integer" } } } }""");
        var node = schema.Root.Objects!.Properties[0].Node;

        Assert.True(SchemaEvaluator.IsValid(node, "[1, 2.0]"u8, Options));
        Assert.Equal("/1: expected integer, got number 2.5", Assert.Single(SchemaEvaluator.Explain(node, "[1, 2.5]"u8, Options, maxErrors: 5)).ToString());
    }

    private static SchemaNode Doubling(int levels)
    {
        var node = Node();
        node.Kinds = JsonKinds.Number;
        for (var i = 0; i < levels; i++)
        {
            var outer = Node();
            outer.AllOf = [node, node];
            node = outer;
        }

        return node;
    }

    private static SchemaNode Node() => new() { Location = string.Empty, Resource = Resource };
}
