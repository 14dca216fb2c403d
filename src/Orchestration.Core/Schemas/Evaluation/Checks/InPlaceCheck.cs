using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>What applies other nodes to the same value: references, <c>allOf</c>, <c>if</c>.</summary>
internal static class InPlaceCheck
{
    public static bool Check(ref EvaluationRun e, SchemaNode node, int token, int evaluated)
    {
        var valid = node.Ref is not { } target || e.Check(target, token, evaluated);
        if (node.DynamicRef is { } dynamic && (valid || e.Collects))
        {
            valid &= e.Check(Target(ref e, dynamic), token, evaluated);
        }

        foreach (var part in node.AllOf)
        {
            if (!valid && !e.Collects)
            {
                return false;
            }

            valid &= e.Check(part, token, evaluated);
        }

        if (node.If is not null && (valid || e.Collects))
        {
            valid &= CheckIf(ref e, node, token, evaluated);
        }

        if (node.AnyOf.Length > 0 && (valid || e.Collects))
        {
            valid &= BranchCheck.CheckAnyOf(ref e, node, token, evaluated);
        }

        if (node.OneOf.Length > 0 && (valid || e.Collects))
        {
            valid &= BranchCheck.CheckOneOf(ref e, node, token, evaluated);
        }

        if (node.Not is { } not && (valid || e.Collects) && e.CheckQuietly(not, token, EvaluatedSet.None))
        {
            valid = e.Fail(token, node, Keywords.Not);
        }

        return valid;
    }

    private static SchemaNode Target(ref EvaluationRun e, DynamicReference dynamic)
    {
        foreach (var resource in e.Scope)
        {
            if (resource.DynamicAnchors.TryGetValue(dynamic.Anchor, out var node))
            {
                return node;
            }
        }

        return dynamic.Initial;
    }

    private static bool CheckIf(ref EvaluationRun e, SchemaNode node, int token, int evaluated)
    {
        var branch = EvaluatedSet.Branch(ref e, token, evaluated);
        var holds = e.CheckQuietly(node.If!, token, branch);
        if (holds)
        {
            EvaluatedSet.Merge(ref e, token, evaluated, branch);
        }

        var next = holds ? node.Then : node.Else;
        return next is null || e.Check(next, token, evaluated);
    }
}
