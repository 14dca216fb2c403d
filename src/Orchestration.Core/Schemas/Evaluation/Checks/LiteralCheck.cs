using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal static class LiteralCheck
{
    public static bool Check(ref EvaluationRun e, SchemaNode node, int token)
    {
        var valid = true;
        if (node.Const is { } constant && !Contains(ref e, constant, token))
        {
            valid = e.Fail(token, node, Keywords.Const, detail: constant);
        }

        if ((valid || e.Collects) && node.Enum is { } values && !Contains(ref e, values, token))
        {
            valid = e.Fail(token, node, Keywords.Enum, detail: values);
        }

        return valid;
    }

    public static bool Contains(ref EvaluationRun e, LiteralSet set, int token) => (set.Kinds & e[token].Kind) != JsonKinds.None && set.Table.Contains(ref e, token);
}
