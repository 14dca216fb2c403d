using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>What is asked of arrays, but for <c>unevaluatedItems</c>.</summary>
internal static class ArrayCheck
{
    public static bool Check(ref EvaluationRun e, SchemaNode node, ArrayRules rules, int token, int evaluated)
    {
        var count = e[token].Count;
        var valid = true;
        if (count < rules.MinItems)
        {
            valid = e.Fail(token, node, Keywords.MinItems, rules.MinItems);
        }

        if (count > rules.MaxItems)
        {
            valid = e.Fail(token, node, Keywords.MaxItems, rules.MaxItems);
        }

        if (valid || e.Collects)
        {
            valid &= CheckItems(ref e, node, rules, token, evaluated);
        }

        if (rules.Contains is { } contained && (valid || e.Collects))
        {
            valid &= CheckContains(ref e, node, rules, contained, token, evaluated);
        }

        if (rules.UniqueItems && (valid || e.Collects) && UniqueItems.Repeated(ref e, token) is { Second: > 0 } repeated)
        {
            valid = e.Fail(token, node, Keywords.UniqueItems, ((long)repeated.First << 32) | (uint)repeated.Second);
        }

        return valid;
    }

    private static bool CheckItems(ref EvaluationRun e, SchemaNode node, ArrayRules rules, int token, int evaluated)
    {
        var prefix = rules.PrefixItems;
        var count = rules.Items is null ? Math.Min(e[token].Count, prefix.Length) : e[token].Count;
        var valid = true;
        var item = token + 1;
        for (var i = 0; i < count; i++)
        {
            var rule = i < prefix.Length ? prefix[i] : rules.Items!;
            if (rule.Constant == false && i >= prefix.Length)
            {
                return e.Fail(token, node, Keywords.Items, prefix.Length);
            }

            if (!e.CheckChild(rule, item))
            {
                valid = false;
                if (!e.Collects)
                {
                    return false;
                }
            }

            if (evaluated != EvaluatedSet.None)
            {
                EvaluatedSet.Add(e.Bits, evaluated, i);
            }

            item = e[item].Next;
        }

        return valid;
    }

    private static bool CheckContains(ref EvaluationRun e, SchemaNode node, ArrayRules rules, SchemaNode contained, int token, int evaluated)
    {
        var count = e[token].Count;
        var matches = 0;
        var item = token + 1;
        var needsAll = evaluated != EvaluatedSet.None || rules.MaxContains != int.MaxValue;
        for (var i = 0; i < count && (needsAll || matches < rules.MinContains); i++)
        {
            var findings = e.Findings;
            e.Findings = null;
            var match = e.CheckChild(contained, item);
            e.Findings = findings;
            if (match)
            {
                matches++;
                if (evaluated != EvaluatedSet.None)
                {
                    EvaluatedSet.Add(e.Bits, evaluated, i);
                }
            }

            item = e[item].Next;
        }

        return matches < rules.MinContains ? e.Fail(token, node, rules.MinContains == 1 ? Keywords.Contains : Keywords.MinContains, matches)
            : matches <= rules.MaxContains || e.Fail(token, node, Keywords.MaxContains, matches);
    }
}
