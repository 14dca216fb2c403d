using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.Gates.Statistics;

namespace Orchestration.Evals.Tests.Gates.Statistics;

public sealed class SignFlipTestTests
{
    [Fact]
    public void Flipping_every_combination_of_signs_gives_the_same_for_means_of_passes() => Check(
        (from passes in Gen.Choose(0, 3) from before in Gen.Choose(0, 10) select (before / 10.0) - (passes / 3.0)).ArrayOf(10),
        static losses => Assert.Equal(BruteForce.SignFlip(losses), SignFlipTest.Of(losses).P, 1e-12));

    [Fact]
    public void Flipping_gives_the_same_for_scores_of_four_decimals() => Check(
        Gen.Choose(-1_000, 1_000).Select(static units => units / 10_000.0).ArrayOf(9),
        static losses => Assert.Equal(BruteForce.SignFlip(losses), SignFlipTest.Of(losses).P, 1e-12));

    [Fact]
    public void The_order_of_cases_changes_not_a_bit() => Check(
        Gen.Choose(-999, 999).Select(static units => units / 7_919.0).ArrayOf(20).SelectMany(static losses => Gen.Shuffle(losses), static (losses, shuffled) => (losses, shuffled: shuffled.ToArray())),
        static drawn => Assert.Equal(BitConverter.DoubleToInt64Bits(SignFlipTest.Of(drawn.losses).P), BitConverter.DoubleToInt64Bits(SignFlipTest.Of(drawn.shuffled).P)));

    [Fact]
    public void More_loss_is_never_more_likely() => Check(
        Gen.Choose(-20, 20).Select(static units => units / 20.0).ArrayOf(12),
        static losses => Assert.True(SignFlipTest.Of([.. losses, 1]).P <= SignFlipTest.Of([.. losses, -1]).P));

    [Fact]
    public void Losses_and_gains_swapped_share_what_is_left_of_one() => Check(
        Gen.Choose(-20, 20).Select(static units => units / 20.0).ArrayOf(12),
        static losses => Assert.True(SignFlipTest.Of(losses).P + SignFlipTest.Of(Array.ConvertAll(losses, static loss => -loss)).P >= 1 - 1e-12));

    [Fact]
    public void Without_a_change_there_is_nothing_to_reject()
    {
        Assert.Equal(1, SignFlipTest.Of([]).P);
        Assert.Equal(1, SignFlipTest.Of([0, 0, 0]).P);
        Assert.Equal(1.0 / 32, SignFlipTest.Of([1, 1, 1, 1, 1]).P, 1e-15);
    }

    [Fact]
    public void One_run_a_side_is_the_test_within_cases()
    {
        double[] losses = [1, 1, 1, 1, 1, 1, -1, 0, 0];
        CaseCounts[] cases = [.. losses.Select(static loss => loss > 0 ? new CaseCounts(1, 1, 0, 1) : loss < 0 ? new(0, 1, 1, 1) : new(1, 1, 1, 1))];

        Assert.Equal(WithinCaseTest.P(cases), SignFlipTest.Of(losses).P, 1e-15);
    }

    private static void Check<T>(Gen<T> gen, Action<T> holds) => Prop.ForAll(Arb.From(gen), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
