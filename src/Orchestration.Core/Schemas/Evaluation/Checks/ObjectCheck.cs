using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>What is asked of objects, but for <c>unevaluatedProperties</c>.</summary>
internal static class ObjectCheck
{
    public static bool Check(ref EvaluationRun e, SchemaNode node, ObjectRules rules, int token, int evaluated)
    {
        var count = e[token].Count;
        var valid = true;
        if (count < rules.MinProperties)
        {
            valid = e.Fail(token, node, Keywords.MinProperties, rules.MinProperties);
        }

        if (count > rules.MaxProperties)
        {
            valid = e.Fail(token, node, Keywords.MaxProperties, rules.MaxProperties);
        }

        if (!valid && !e.Collects)
        {
            return false;
        }

        var table = rules.Table;
        var seen = e.Bits.Push(EvaluatedSet.Words(table.Count));
        valid &= CheckProperties(ref e, node, rules, token, evaluated, seen);
        return (valid || e.Collects) && CheckPresence(ref e, node, rules, table, token, evaluated, seen) && valid;
    }

    private static bool CheckProperties(ref EvaluationRun e, SchemaNode node, ObjectRules rules, int token, int evaluated, int seen)
    {
        var table = rules.Table;
        var count = e[token].Count;
        e.Charge(count >> 2);
        var valid = true;
        var guess = 0;
        var name = token + 1;
        for (var i = 0; i < count; i++)
        {
            var number = table.Find(e.Document.Bytes(name), guess);
            var rule = default(SchemaNode);
            if (number >= 0)
            {
                guess = number + 1;
                EvaluatedSet.Add(e.Bits, seen, number);
                rule = table.Node(number);
            }

            var named = rule is not null;
            if (named)
            {
                valid &= e.CheckChild(rule!, name + 1);
            }

            if (rules.PatternProperties.Length > 0 && (valid || e.Collects))
            {
                valid &= CheckPatterns(ref e, node, rules, name, ref named);
            }

            if (!named && rules.AdditionalProperties is { } additional && (valid || e.Collects))
            {
                named = true;
                valid &= additional.Constant == false ? e.Fail(name + 1, node, Keywords.AdditionalProperties, name) : e.CheckChild(additional, name + 1);
            }

            if (rules.PropertyNames is { } names && (valid || e.Collects))
            {
                valid &= e.CheckChild(names, name);
            }

            if (!valid && !e.Collects)
            {
                return false;
            }

            if (named && evaluated != EvaluatedSet.None)
            {
                EvaluatedSet.Add(e.Bits, evaluated, i);
            }

            name = e[name + 1].Next;
        }

        return valid;
    }

    private static bool CheckPatterns(ref EvaluationRun e, SchemaNode node, ObjectRules rules, int name, ref bool named)
    {
        var valid = true;
        foreach (var (pattern, rule) in rules.PatternProperties)
        {
            if (StringCheck.Matches(ref e, node, pattern, name))
            {
                named = true;
                valid &= e.CheckChild(rule, name + 1);
                if (!valid && !e.Collects)
                {
                    return false;
                }
            }
        }

        return valid;
    }

    /// <summary>What follows from which properties there are.</summary>
    private static bool CheckPresence(ref EvaluationRun e, SchemaNode node, ObjectRules rules, PropertyTable table, int token, int evaluated, int seen)
    {
        var valid = true;
        for (var i = 0; i < table.Required.Length; i++)
        {
            if (!EvaluatedSet.Contains(e.Bits, seen, table.Required[i]))
            {
                valid = e.Fail(token, node, Keywords.Required, detail: rules.Required[i]);
                if (!e.Collects)
                {
                    return false;
                }
            }
        }

        foreach (var dependent in table.DependentRequired)
        {
            if (EvaluatedSet.Contains(e.Bits, seen, dependent.Key))
            {
                for (var i = 0; i < dependent.Needed.Length; i++)
                {
                    valid &= EvaluatedSet.Contains(e.Bits, seen, dependent.Needed[i].Number) || e.Fail(token, node, Keywords.DependentRequired, i, dependent);
                }
            }
        }

        foreach (var (key, rule) in table.DependentSchemas)
        {
            if (EvaluatedSet.Contains(e.Bits, seen, key) && (valid || e.Collects))
            {
                valid &= e.Check(rule, token, evaluated);
            }
        }

        return valid;
    }
}
