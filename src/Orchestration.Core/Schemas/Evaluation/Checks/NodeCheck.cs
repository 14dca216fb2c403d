using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>All keywords of one node on one value.</summary>
internal static class NodeCheck
{
    public static bool Check(ref EvaluationRun e, SchemaNode node, int token, int evaluated)
    {
        var kind = e[token].Kind;
        if ((node.Kinds & kind) == JsonKinds.None)
        {
            // What else a value of another kind does wrong is of no interest.
            return e.Fail(token, node, Keywords.Type);
        }

        var traits = node.Traits;
        if (traits == NodeTraits.Known)
        {
            return true;
        }

        var looksBack = (traits & (kind switch
        {
            JsonKinds.Array => NodeTraits.UnevaluatedItems,
            JsonKinds.Object => NodeTraits.UnevaluatedProperties,
            _ => NodeTraits.None,
        })) != NodeTraits.None;
        var own = looksBack ? EvaluatedSet.New(ref e, token) : evaluated;
        var valid = true;
        if ((traits & NodeTraits.Literals) != NodeTraits.None)
        {
            valid = LiteralCheck.Check(ref e, node, token);
        }

        if (valid || e.Collects)
        {
            valid &= CheckKind(ref e, node, traits, kind, token, own);
        }

        if ((traits & NodeTraits.InPlace) != NodeTraits.None && (valid || e.Collects))
        {
            valid &= InPlaceCheck.Check(ref e, node, token, own);
        }

        if (looksBack && (valid || e.Collects))
        {
            valid &= UnevaluatedCheck.Check(ref e, node, token, own);
            if (evaluated != EvaluatedSet.None)
            {
                EvaluatedSet.AddAll(ref e, token, evaluated);
            }
        }

        return valid;
    }

    private static bool CheckKind(ref EvaluationRun e, SchemaNode node, NodeTraits traits, JsonKinds kind, int token, int evaluated) => kind switch
    {
        JsonKinds.Object => (traits & NodeTraits.Objects) == NodeTraits.None || ObjectCheck.Check(ref e, node, node.Objects!, token, evaluated),
        JsonKinds.Array => (traits & NodeTraits.Arrays) == NodeTraits.None || ArrayCheck.Check(ref e, node, node.Arrays!, token, evaluated),
        JsonKinds.String => (traits & NodeTraits.Strings) == NodeTraits.None || StringCheck.Check(ref e, node, node.Strings!, token),
        JsonKinds.Integer or JsonKinds.Fraction => (traits & NodeTraits.Numbers) == NodeTraits.None || NumberCheck.Check(ref e, node, node.Numbers!, token),
        _ => true,
    };
}
