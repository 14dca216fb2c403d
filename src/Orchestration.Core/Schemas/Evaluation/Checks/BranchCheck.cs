using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary><c>anyOf</c> and <c>oneOf</c>.</summary>
internal static class BranchCheck
{
    public static bool CheckAnyOf(ref EvaluationRun e, SchemaNode node, int token, int evaluated)
    {
        var any = false;
        foreach (var branch in node.AnyOf)
        {
            var set = EvaluatedSet.Branch(ref e, token, evaluated);
            if (e.CheckQuietly(branch, token, set))
            {
                any = true;
                if (evaluated == EvaluatedSet.None)
                {
                    break;
                }

                EvaluatedSet.Merge(ref e, token, evaluated, set);
            }
        }

        return any || FailWithNearest(ref e, node, Keywords.AnyOf, node.AnyOf, token, evaluated);
    }

    public static bool CheckOneOf(ref EvaluationRun e, SchemaNode node, int token, int evaluated)
    {
        var first = -1;
        var matches = EvaluatedSet.None;
        for (var i = 0; i < node.OneOf.Length; i++)
        {
            var set = EvaluatedSet.Branch(ref e, token, evaluated);
            if (e.CheckQuietly(node.OneOf[i], token, set))
            {
                if (first >= 0)
                {
                    return e.Fail(token, node, Keywords.OneOf, ((long)first << 32) | (uint)i);
                }

                (first, matches) = (i, set);
            }
        }

        if (first < 0)
        {
            return FailWithNearest(ref e, node, Keywords.OneOf, node.OneOf, token, evaluated);
        }

        EvaluatedSet.Merge(ref e, token, evaluated, matches);
        return true;
    }

    private static bool FailWithNearest(ref EvaluationRun e, SchemaNode node, string keyword, SchemaNode[] branches, int token, int evaluated)
    {
        if (e.Collects && e.Limit == Limit.None)
        {
            NearestBranch.Report(ref e, node, keyword, branches, token);
            if (evaluated != EvaluatedSet.None)
            {
                // What a branch may have spoken of is not to be called unknown beside what is wrong.
                EvaluatedSet.AddAll(ref e, token, evaluated);
            }
        }

        return false;
    }
}
