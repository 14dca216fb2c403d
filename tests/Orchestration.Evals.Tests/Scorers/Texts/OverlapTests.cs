using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.Scorers.Texts;

namespace Orchestration.Evals.Tests.Scorers.Texts;

public sealed class OverlapTests
{
    // From the documentation of NLTK's bleu_score.py.
    private const string Hypothesis = "It is a guide to action which ensures that the military always obeys the commands of the party";
    private const string Reference = "It is a guide to action that ensures that the military will forever heed Party commands";

    // C.-Y. Lin, ROUGE, ACL 2004, section 3.1: S1 is the reference, and both summaries share two of its words, but S2 more of its order.
    [Theory]
    [InlineData("police kill the gunman", 0.75)]
    [InlineData("the gunman kill police", 0.5)]
    [InlineData("the gunman police killed", 0.5)]
    public void Rouge_l_is_that_of_its_paper(string candidate, double expected)
    {
        var (f, precision, recall) = Rouge.L(candidate, "police killed the gunman");

        Assert.Equal((expected, expected, expected), (f, precision, recall));
    }

    [Fact]
    public void Rouge_l_weighs_precision_and_recall_alike()
    {
        var (f, precision, recall) = Rouge.L("tea is hot", "The tea of the house is not so hot");

        Assert.Equal((1, 3.0 / 9, 0.5), (precision, recall, f));
    }

    [Fact]
    public void Bleu_with_one_added_from_runs_of_two_on_is_that_of_nltk_by_its_method_2() => Assert.Equal(0.4452, Bleu.Of(Hypothesis, Reference), 0.0001);

    [Fact]
    public void Bleu_is_the_product_that_its_papers_give()
    {
        // 5 of 6 words; runs of 2, 3 and 4 with one added: 4 of 6, 3 of 5, 2 of 4; no penalty.
        Assert.Equal(Math.Pow(5.0 / 6 * 4 / 6 * 2 / 5 * 1 / 4, 0.25), Bleu.Of("the cat sat on the mat", "the cat is on the mat"), 1e-12);
    }

    [Fact]
    public void A_short_text_pays_the_penalty_of_bleu() => Assert.Equal(Math.Exp(1 - (4.0 / 2)), Bleu.Of("green tea", "green tea is hot"), 1e-12);

    [Fact]
    public void A_text_that_shares_no_word_has_no_bleu() => Assert.Equal(0, Bleu.Of("coffee", "tea"));

    [Fact]
    public void Overlaps_are_from_0_to_1_and_1_for_the_same_text() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyArray<int>>(),
        ArbMap.Default.ArbFor<NonEmptyArray<int>>(),
        static (left, right) =>
        {
            var (a, b) = (Text(left.Get), Text(right.Get));
            return Bleu.Of(a, b) is >= 0 and <= 1
                && Rouge.L(a, b).F is >= 0 and <= 1
                && Math.Abs(Rouge.L(a, b).F - Rouge.L(b, a).F) < 1e-12
                && Math.Abs(Bleu.Of(a, a) - 1) < 1e-12
                && Rouge.L(a, a).F == 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_empty_texts_are_the_same_and_one_is_nothing_like_another()
    {
        Assert.Equal((1, 1), (Bleu.Of(string.Empty, " "), Rouge.L(string.Empty, "..").F));
        Assert.Equal((0, 0, 0, 0), (Bleu.Of(string.Empty, "tea"), Bleu.Of("tea", string.Empty), Rouge.L(string.Empty, "tea").F, Rouge.L("tea", string.Empty).F));
    }

    private static string Text(int[] numbers) => string.Join(' ', numbers.Select(static number => $"w{Math.Abs(number % 5)}"));
}
