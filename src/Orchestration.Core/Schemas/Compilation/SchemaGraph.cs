namespace Orchestration.Schemas.Compilation;

/// <summary>What can be said only when all nodes are there.</summary>
internal static class SchemaGraph
{
    /// <summary>Makes a plain reference of each <c>$dynamicRef</c> that can only mean one node, however it is reached.</summary>
    public static void Settle(List<SchemaNode> nodes, List<SchemaResource> resources)
    {
        foreach (var node in nodes)
        {
            if (node.DynamicRef is { } dynamic && resources.TrueForAll(resource => !resource.DynamicAnchors.TryGetValue(dynamic.Anchor, out var other) || other == dynamic.Initial))
            {
                node.DynamicRef = null;
                ReferenceKeywords.ReferTo(node, dynamic.Initial);
            }
        }
    }

    /// <summary>Refuses subschemas that lead back to themselves at the same value, and chains of such steps that are too long to follow.</summary>
    public static void Check(List<SchemaNode> nodes, int maxChain)
    {
        // How many subschemas a node takes in a row without a step into the value; 0 while that is being found out.
        var lengths = new Dictionary<SchemaNode, int>(ReferenceEqualityComparer.Instance);
        var path = new Stack<Step>();
        foreach (var start in nodes.Where(node => !lengths.ContainsKey(node)))
        {
            Enter(start);
            while (path.TryPeek(out var step))
            {
                if (!step.Next.MoveNext())
                {
                    path.Pop();
                    var length = lengths[step.Node] = Bounded(step.Node, step.Longest + 1, maxChain);
                    path.TryPeek(out var before);
                    before?.Longest = Math.Max(before.Longest, length);
                }
                else if (!lengths.TryGetValue(step.Next.Current, out var known))
                {
                    Enter(step.Next.Current);
                }
                else
                {
                    step.Longest = known > 0 ? Math.Max(step.Longest, known) : throw Cycle(step.Next.Current);
                }
            }
        }

        void Enter(SchemaNode node)
        {
            lengths.Add(node, 0);
            path.Push(new Step(node, InPlace(node).GetEnumerator()));
        }
    }

    private static int Bounded(SchemaNode node, int length, int maxChain) =>
        length <= maxChain
            ? length
            : throw new JsonSchemaException(node.Location, $"more than {maxChain} subschemas apply to one value in a chain. Shorten the chain of references, or raise JsonSchemaOptions.MaxDepth.");

    private static JsonSchemaException Cycle(SchemaNode node) =>
        new(node.Location, "the subschema refers back to itself for the same value, so that checking would never end. A recursive reference belongs below properties, items or the like.");

    // A $dynamicRef is left out: where it leads depends on the way, and the evaluator bounds it.
    private static IEnumerable<SchemaNode> InPlace(SchemaNode node)
    {
        SchemaNode?[] single = [node.Ref, node.Not, node.If, node.Then, node.Else];
        return single.OfType<SchemaNode>().Concat(node.AllOf).Concat(node.AnyOf).Concat(node.OneOf).Concat(node.Objects?.DependentSchemas?.Values ?? []);
    }

    private sealed class Step(SchemaNode node, IEnumerator<SchemaNode> next)
    {
        public SchemaNode Node { get; } = node;

        public IEnumerator<SchemaNode> Next { get; } = next;

        public int Longest { get; set; }
    }
}
