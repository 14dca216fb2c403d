using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Checks;

namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>Tells why no branch of an <c>anyOf</c> or <c>oneOf</c> matches: by the branch that the value comes nearest to, for the errors of all of them would say everything and nothing.</summary>
internal static class NearestBranch
{
    // Choices within choices that only a trial can tell apart multiply; beyond these bounds they are not explained further.
    private const int MostAmbiguity = 3;
    private const int MostTried = 12;

    /// <summary>The figure of a finding that no branch matches, as opposed to several of a <c>oneOf</c>.</summary>
    public const long Unmatched = -1;

    public static void Report(ref EvaluationRun e, SchemaNode node, string keyword, SchemaNode[] branches, int token)
    {
        var nearness = new (Nearness Level, int At)[branches.Length];
        var best = Nearness.OtherKind;
        for (var i = 0; i < branches.Length; i++)
        {
            nearness[i] = BranchNearness.Of(ref e, branches[i], token);
            best = nearness[i].Level > best ? nearness[i].Level : best;
        }

        if (best == Nearness.OtherKind)
        {
            e.Fail(token, node, keyword, Unmatched, branches.Aggregate(JsonKinds.None, static (kinds, branch) => kinds | BranchNearness.Kinds(branch)));
            return;
        }

        var nearest = Enumerable.Range(0, branches.Length).Where(i => nearness[i].Level == best).ToArray();
        var at = nearness[nearest[0]].At;
        if (best is Nearness.OtherValue or Nearness.OtherDiscriminator && BranchNearness.Expected(ref e, [.. nearest.Select(i => branches[i])], token, at) is { } expected)
        {
            e.Fail(at, node, keyword, Unmatched, expected);
            return;
        }

        if (nearest.Length > 1 && e.Ambiguity >= MostAmbiguity)
        {
            e.Fail(token, node, keyword, Unmatched);
            return;
        }

        ReportFewest(ref e, branches, nearest, token);
    }

    private static void ReportFewest(ref EvaluationRun e, SchemaNode[] branches, int[] nearest, int token)
    {
        var outer = e.Findings!;
        Findings? fewest = null;
        e.Ambiguity += nearest.Length > 1 ? 1 : 0;
        foreach (var i in nearest.Take(MostTried))
        {
            e.Findings = new Findings(outer.Most);
            e.Check(branches[i], token, EvaluatedSet.None);
            fewest = fewest is null || e.Findings.Count < fewest.Count ? e.Findings : fewest;
        }

        e.Ambiguity -= nearest.Length > 1 ? 1 : 0;
        e.Findings = outer;
        outer.AddAll(fewest!);
    }
}
