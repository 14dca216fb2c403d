using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>Which families of keywords a node has, so that the others need not be looked at.</summary>
[Flags]
internal enum NodeTraits
{
    None = 0,
    Known = 1 << 0,
    Literals = 1 << 1,
    InPlace = 1 << 2,
    UnevaluatedItems = 1 << 3,
    UnevaluatedProperties = 1 << 4,
    Numbers = 1 << 5,
    Strings = 1 << 6,
    Arrays = 1 << 7,
    Objects = 1 << 8,
}

internal static class NodeTraitsOf
{
    public static NodeTraits Node(SchemaNode node)
    {
        var inPlace = node.Ref is not null || node.DynamicRef is not null || node.AllOf.Length + node.AnyOf.Length + node.OneOf.Length > 0
            || node.Not is not null || node.If is not null;
        return NodeTraits.Known
            | Has(node.Enum is not null || node.Const is not null, NodeTraits.Literals)
            | Has(inPlace, NodeTraits.InPlace)
            | Has(node.Arrays?.UnevaluatedItems is not null, NodeTraits.UnevaluatedItems)
            | Has(node.Objects?.UnevaluatedProperties is not null, NodeTraits.UnevaluatedProperties)
            | Has(node.Numbers is not null, NodeTraits.Numbers)
            | Has(node.Strings is not null, NodeTraits.Strings)
            | Has(node.Arrays is not null, NodeTraits.Arrays)
            | Has(node.Objects is not null, NodeTraits.Objects);
    }

    private static NodeTraits Has(bool condition, NodeTraits trait) => condition ? trait : NodeTraits.None;
}
