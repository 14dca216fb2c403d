using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary><c>unevaluatedItems</c> and <c>unevaluatedProperties</c>: for the children that nothing else in the node, or in what it includes in place, has spoken of.</summary>
internal static class UnevaluatedCheck
{
    public static bool Check(ref EvaluationRun e, SchemaNode node, int token, int evaluated)
    {
        var isObject = e[token].Kind == JsonKinds.Object;
        var rule = isObject ? node.Objects!.UnevaluatedProperties! : node.Arrays!.UnevaluatedItems!;
        var count = e[token].Count;
        var valid = true;
        var child = token + 1;
        for (var i = 0; i < count; i++)
        {
            var value = isObject ? child + 1 : child;
            if (!EvaluatedSet.Contains(e.Bits, evaluated, i))
            {
                valid &= rule.Constant != false ? e.CheckChild(rule, value)
                    : isObject ? e.Fail(value, node, Keywords.UnevaluatedProperties, child)
                    : e.Fail(value, node, Keywords.UnevaluatedItems, i);
                if (!valid && !e.Collects)
                {
                    return false;
                }
            }

            child = e[value].Next;
        }

        return valid;
    }
}
