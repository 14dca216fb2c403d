using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.Gates.Statistics;

namespace Orchestration.Evals.Tests.Gates.Statistics;

public sealed class HolmTests
{
    private static readonly Arbitrary<double[]> Ps = Arb.From(Gen.Choose(0, 1000).Select(static p => p / 1000.0).ArrayOf());

    [Fact]
    public void The_steps_are_those_of_the_textbook() => Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(static p => Math.Round(p, 12)));

    [Fact]
    public void It_lies_between_no_correction_and_Bonferronis() => Prop.ForAll(Ps, static ps =>
    {
        var adjusted = Holm.Adjust(ps);

        Assert.All(ps.Zip(adjusted), pair => Assert.InRange(pair.Second, pair.First, Math.Min(1, (pair.First * ps.Length) + 1e-12)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_smaller_p_stays_the_smaller() => Prop.ForAll(Ps, static ps =>
    {
        var adjusted = Holm.Adjust(ps);

        Assert.Equal(adjusted.Order(), ps.Zip(adjusted).OrderBy(static pair => pair.First).ThenBy(static pair => pair.Second).Select(static pair => pair.Second));
    }).QuickCheckThrowOnFailure();
}
