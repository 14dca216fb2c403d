namespace Orchestration.Schemas.Compilation;

/// <summary>What can be said only when all nodes are there.</summary>
internal static class SchemaGraph
{
    // Two references to a subschema that has two references, and so on: a small schema can ask for more than any machine does.
    private const int MaxSteps = 100_000;

    /// <summary>Makes a plain reference of each <c>$dynamicRef</c> that can only mean one node, however it is reached.</summary>
    public static void Settle(List<SchemaNode> nodes, List<SchemaResource> resources)
    {
        var meanings = resources.SelectMany(static resource => resource.DynamicAnchors)
            .GroupBy(static anchor => anchor.Key, static anchor => anchor.Value, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Distinct().Count(), StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (node.DynamicRef is { } dynamic && meanings[dynamic.Anchor] == 1)
            {
                node.DynamicRef = null;
                ReferenceKeywords.ReferTo(node, dynamic.Initial);
            }
        }
    }

    /// <summary>Refuses subschemas that lead back to themselves at the same value, and such steps that are too long in a row or too many to follow.</summary>
    public static void Check(List<SchemaNode> nodes, int maxChain)
    {
        // What a node costs without a step into the value; nothing while that is being found out.
        var costs = new Dictionary<SchemaNode, Cost>(ReferenceEqualityComparer.Instance);
        var path = new Stack<Step>();
        foreach (var start in nodes.Where(node => !costs.ContainsKey(node)))
        {
            Enter(start);
            while (path.TryPeek(out var step))
            {
                if (!step.Next.MoveNext())
                {
                    path.Pop();
                    costs[step.Node] = step.Cost;
                    path.TryPeek(out var before);
                    before?.Add(step.Cost, maxChain);
                }
                else if (!costs.TryGetValue(step.Next.Current, out var known))
                {
                    Enter(step.Next.Current);
                }
                else
                {
                    step.Add(known.Steps > 0 ? known : throw Cycle(step.Next.Current), maxChain);
                }
            }
        }

        void Enter(SchemaNode node)
        {
            costs.Add(node, default);
            path.Push(new Step(node, InPlace(node).GetEnumerator()));
        }
    }

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

        public Cost Cost { get; private set; } = new(Chain: 1, Steps: 1);

        public void Add(Cost next, int maxChain)
        {
            Cost = new(Math.Max(Cost.Chain, next.Chain + 1), Cost.Steps + next.Steps);
            if (Cost.Chain > maxChain)
            {
                throw new JsonSchemaException(
                    Node.Location, $"more than {maxChain} subschemas apply to one value in a chain. Shorten the chain of references, or raise JsonSchemaOptions.MaxDepth.");
            }

            if (Cost.Steps > MaxSteps)
            {
                throw new JsonSchemaException(Node.Location, $"more than {MaxSteps:N0} subschemas apply to one value, most of them again and again by other ways. Refer to each once.");
            }
        }
    }

    /// <param name="Chain">How many subschemas come one after the other.</param>
    /// <param name="Steps">How many there are on all ways, each as often as it is come to.</param>
    private readonly record struct Cost(int Chain, int Steps);
}
