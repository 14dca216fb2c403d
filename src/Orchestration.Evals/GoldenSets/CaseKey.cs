namespace Orchestration.Evals.GoldenSets;

/// <summary>The same for cases whose inputs look the same, spelt as the response cache's key spells them.</summary>
internal static class CaseKey
{
    // One input may be that of several steps' cases, and of items of one ForEach.
    public static string Of(GoldenCase golden) => $"{CanonicalJson.NormalizedKey(golden.Input)} {golden.Source?.Step}";
}
