using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Tests.Scorers;

public sealed class ScorerPropertyTests
{
    public static TheoryData<string> Comparing => ["exact", "contains", "levenshtein", "rouge-l", "bleu", "set-overlap"];

    public static TheoryData<string> Symmetric => ["exact", "levenshtein", "rouge-l", "set-overlap"];

    public static TheoryData<string> All => [.. Expectations.Names.Where(static name => name is not ("judge" or "compare" or "human" or "embedding-similarity"))];

    [Theory]
    [MemberData(nameof(All))]
    public void Any_text_scores_from_0_to_1_with_a_reason(string name) => Check(name, static (scorer, output, reference) =>
    {
        var score = Score(scorer, output, reference);
        return score.Value is >= 0 and <= 1 && score.Reason.Length > 0;
    });

    [Theory]
    [MemberData(nameof(Comparing))]
    public void The_reference_itself_scores_1(string name) => Check(name, static (scorer, text, _) => Math.Abs(Score(scorer, text, text).Value - 1) < 1e-12);

    [Theory]
    [MemberData(nameof(Symmetric))]
    public void Output_and_reference_may_change_places(string name) =>
        Check(name, static (scorer, left, right) => Math.Abs(Score(scorer, left, right).Value - Score(scorer, right, left).Value) < 1e-12);

    private static void Check(string name, Func<IScorer, string, string, bool> holds)
    {
        var scorer = Expectations.ScorersOf(Outputs.Case(expect: (name, Arguments.Of(name))))[0];
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>>(),
            ArbMap.Default.ArbFor<NonNull<string>>(),
            (left, right) => holds(scorer, left.Get, right.Get)).QuickCheckThrowOnFailure();
    }

    private static Score Score(IScorer scorer, string output, string reference) =>
        scorer.ScoreAsync(Outputs.Text(output, Outputs.Case(reference, expect: Arguments.NeedsOne(scorer.Name) ? [(scorer.Name, Arguments.Of(scorer.Name))] : [])), CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
