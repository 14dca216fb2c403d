using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Documents;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>What is asked of numbers.</summary>
internal static class NumberCheck
{
    public static bool Check(ref EvaluationRun e, SchemaNode node, NumberRules rules, int token)
    {
        var number = e.Document.Bytes(token);
        var valid = true;
        if (rules.Minimum is { Length: > 0 } minimum && NumberText.Compare(number, minimum) < 0)
        {
            valid = e.Fail(token, node, Keywords.Minimum, detail: minimum);
        }

        if (rules.Maximum is { Length: > 0 } maximum && NumberText.Compare(number, maximum) > 0)
        {
            valid = e.Fail(token, node, Keywords.Maximum, detail: maximum);
        }

        if (rules.ExclusiveMinimum is { Length: > 0 } above && NumberText.Compare(number, above) <= 0)
        {
            valid = e.Fail(token, node, Keywords.ExclusiveMinimum, detail: above);
        }

        if (rules.ExclusiveMaximum is { Length: > 0 } below && NumberText.Compare(number, below) >= 0)
        {
            valid = e.Fail(token, node, Keywords.ExclusiveMaximum, detail: below);
        }

        if (rules.MultipleOf is { Length: > 0 } divisor && !NumberText.IsMultiple(number, divisor))
        {
            valid = e.Fail(token, node, Keywords.MultipleOf, detail: divisor);
        }

        return valid;
    }
}
