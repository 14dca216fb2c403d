using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.Gates.Statistics;

namespace Orchestration.Evals.Tests.Gates.Statistics;

public sealed class WithinCaseTestTests
{
    private static readonly Gen<CaseCounts> Case =
        from before in Gen.Choose(1, 5)
        from passesBefore in Gen.Choose(0, before)
        from now in Gen.Choose(1, 4)
        from passes in Gen.Choose(0, now)
        select new CaseCounts(passesBefore, before, passes, now);

    private static readonly Gen<CaseCounts[]> Cases = Case.ArrayOf().Where(static cases => cases.Length <= 6);

    [Fact]
    public void Counting_out_every_way_to_deal_gives_the_same() => Check(Cases, static cases =>
        Assert.Equal(BruteForce.WithinCase(cases), WithinCaseTest.P(cases), 1e-12));

    [Fact]
    public void Counting_out_gives_the_same_with_weights() => Check(
        Cases.SelectMany(static cases => Gen.Elements(0.5, 1, 1.5, 3).ArrayOf(cases.Length), static (cases, weights) => cases.Select((each, i) => each with { Weight = weights[i] }).ToArray()),
        static cases => Assert.Equal(BruteForce.WithinCase(cases), WithinCaseTest.P(cases), 1e-12));

    [Fact]
    public void One_run_a_side_is_McNemars_exact_test() => Check(
        (from lost in Gen.Choose(0, 12) from won in Gen.Choose(0, 12) from same in Gen.Choose(0, 5) select (lost, won, same)),
        static drawn =>
        {
            var (lost, won, same) = drawn;
            CaseCounts[] cases = [.. Enumerable.Repeat(new CaseCounts(1, 1, 0, 1), lost), .. Enumerable.Repeat(new CaseCounts(0, 1, 1, 1), won), .. Enumerable.Repeat(new CaseCounts(1, 1, 1, 1), same)];

            var binomial = Enumerable.Range(0, won + 1).Sum(i => BruteForce.Choose(lost + won, i)) / Math.Pow(2, lost + won);

            Assert.Equal(binomial, WithinCaseTest.P(cases), 1e-12);
        });

    [Fact]
    public void The_order_of_cases_changes_not_a_bit() => Check(
        Case.ArrayOf(40).SelectMany(static cases => Gen.Shuffle(cases), static (cases, shuffled) => (cases, shuffled: shuffled.ToArray())),
        static drawn => Assert.Equal(BitConverter.DoubleToInt64Bits(WithinCaseTest.P(drawn.cases)), BitConverter.DoubleToInt64Bits(WithinCaseTest.P(drawn.shuffled))));

    [Fact]
    public void A_pass_less_is_never_less_of_a_drop() => Check(Case.ArrayOf(20), static cases =>
    {
        // The same margins: a pass goes from now to the baseline.
        var at = Array.FindIndex(cases, static each => each.Passes > 0 && each.BaselinePasses < each.BaselineRuns);
        if (at < 0)
        {
            return;
        }

        CaseCounts[] worse = [.. cases];
        worse[at] = cases[at] with { Passes = cases[at].Passes - 1, BaselinePasses = cases[at].BaselinePasses + 1 };

        Assert.True(WithinCaseTest.P(worse) < WithinCaseTest.P(cases));
    });

    [Fact]
    public void Cases_that_never_change_say_nothing()
    {
        CaseCounts[] moved = [new(3, 3, 1, 3), new(3, 3, 2, 3)];

        Assert.Equal(1, WithinCaseTest.P([new(3, 3, 3, 3), new(0, 10, 0, 3)]));
        Assert.Equal(1, WithinCaseTest.P([]));
        Assert.Equal(WithinCaseTest.P(moved), WithinCaseTest.P([.. moved, new(10, 10, 3, 3), new(0, 3, 0, 3)]));
    }

    [Fact]
    public void A_case_that_went_from_ten_of_ten_to_none_of_three_has_a_chance_of_one_in_286() => Assert.Equal(1 / 286.0, WithinCaseTest.P([new(10, 10, 0, 3)]), 1e-15);

    [Fact]
    public void Thousands_of_cases_end_in_the_normal_distributions_tail()
    {
        // 20,000 cases that pass half the time; of 300 a pass is missing.
        var cases = Enumerable.Range(0, 20_000).Select(static i => new CaseCounts(2, 4, i < 300 ? 0 : 1, 2)).ToArray();

        var p = WithinCaseTest.P(cases);
        var expected = cases.Sum(static each => each.Runs * each.AllPasses / (double)each.AllRuns);
        var variance = cases.Sum(static each => each.Runs * (each.AllRuns - each.Runs) * each.AllPasses * (double)(each.AllRuns - each.AllPasses) / (each.AllRuns * each.AllRuns * (each.AllRuns - 1.0)));
        var z = (cases.Sum(static each => each.Passes) + 0.5 - expected) / Math.Sqrt(variance);

        Assert.Equal(-z, Normal.Exceeded(p), 0.02);
    }

    private static void Check<T>(Gen<T> gen, Action<T> holds) => Prop.ForAll(Arb.From(gen), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
