namespace Orchestration.Schemas.Compilation;

/// <summary>Reads the keywords that stand for another subschema.</summary>
internal static class ReferenceKeywords
{
    public static void Read(SchemaKeywords keywords, SchemaNode node)
    {
        if (keywords.Text("$ref") is { } reference)
        {
            node.Ref = keywords.NodeOf(keywords.Resolve("$ref", reference));
        }

        if (keywords.Dialect.Draft == SchemaDraft.Draft2020 && keywords.Text("$dynamicRef") is { } dynamic)
        {
            ReadDynamic(keywords, node, dynamic);
        }
    }

    private static void ReadDynamic(SchemaKeywords keywords, SchemaNode node, string reference)
    {
        var target = keywords.Resolve("$dynamicRef", reference);
        var anchor = Uri.UnescapeDataString(SchemaAddress.Split(reference).Fragment);
        if (target.Scope.DynamicAnchors.GetValueOrDefault(anchor) == target)
        {
            node.DynamicRef = new DynamicReference(anchor, keywords.NodeOf(target));
        }
        else
        {
            ReferTo(node, keywords.NodeOf(target));
        }
    }

    /// <summary>Makes a reference to a fixed node of what was dynamic. Beside a <c>$ref</c> it is one demand more.</summary>
    public static void ReferTo(SchemaNode node, SchemaNode target)
    {
        if (node.Ref is null)
        {
            node.Ref = target;
        }
        else
        {
            node.AllOf = [.. node.AllOf, target];
        }
    }
}
