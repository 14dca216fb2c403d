using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.Drift;

namespace Orchestration.Evals.Tests.Drift;

public sealed class DriftStatisticsTests
{
    private static readonly DateOnly Monday = new(2026, 6, 1);

    private static readonly Gen<double[]> Values = Gen.Choose(1, 5_000).Select(static value => (double)value).NonEmptyListOf().Select(static list => list.ToArray());

    [Fact]
    public void The_stability_index_is_never_negative_and_nothing_for_equal_shares() => Prop.ForAll(Arb.From(Values), Arb.From(Values), static (one, two) =>
    {
        Assert.True(StabilityIndex.Of(DriftHistogramTests.Of(one), DriftHistogramTests.Of(two)) >= 0);
        Assert.Equal(0, StabilityIndex.Of(DriftHistogramTests.Of(one), DriftHistogramTests.Of(one)));
        Assert.Equal(0, StabilityIndex.Of(DriftHistogramTests.Of(one), DriftHistogramTests.Of([.. one, .. one, .. one])), 9);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void The_stability_index_is_that_of_its_definition()
    {
        // One value in two of the reference, three in four now: (0.75 - 0.5) ln(0.75 / 0.5) + (0.25 - 0.5) ln(0.25 / 0.5).
        var index = StabilityIndex.Of(DriftHistogramTests.Of([.. Enumerable.Repeat(10.0, 50), .. Enumerable.Repeat(20.0, 50)]), DriftHistogramTests.Of([.. Enumerable.Repeat(10.0, 75), .. Enumerable.Repeat(20.0, 25)]));

        Assert.Equal((0.25 * Math.Log(1.5)) - (0.25 * Math.Log(0.5)), index, 12);
    }

    [Theory]
    [InlineData(1.812461123, 10, 0.05)] // Tables of Student's t, such as NIST/SEMATECH e-Handbook 1.3.6.7.2.
    [InlineData(2.763769458, 10, 0.01)]
    [InlineData(4.029, 30, 0.000176)]
    [InlineData(1.0, 1, 0.25)]
    [InlineData(-1.0, 1, 0.75)]
    [InlineData(0.0, 7, 0.5)]
    [InlineData(1.959963985, 1e7, 0.025)]
    public void Student_t_is_that_of_the_tables(double t, double degrees, double above) => Assert.Equal(above, StudentT.Above(t, degrees), 6);

    [Fact]
    public void Student_t_holds_far_out_in_its_tail() => Assert.Equal(1, StudentT.Above(40, 2) / (0.5 - (40 / (2 * Math.Sqrt(2 + 1600)))), 9);

    [Theory]
    [InlineData(3)]
    [InlineData(7.5)]
    [InlineData(60)]
    public void One_in_forty_is_above_its_upper_fortieth(double degrees) => Assert.InRange(StudentT.Above(StudentT.UpperFortieth(degrees), degrees), 0.0249, 0.0251);

    [Fact]
    public void Holm_corrects_each_for_those_that_are_left()
    {
        Assert.Equal([0.03, 0.06, 0.06], Holm.Adjust([(0.01, 1), (0.04, 1), (0.03, 1)]), static (one, two) => Math.Abs(one - two) < 1e-12);

        // Four times the weight: a quarter of the correction.
        Assert.Equal([0.025, 0.025], Holm.Adjust([(0.02, 4), (0.02, 1)]), static (one, two) => Math.Abs(one - two) < 1e-12);
    }

    [Fact]
    public void Days_that_vary_by_themselves_make_a_change_less_certain()
    {
        var steady = Days(22, static day => day % 2 == 0 ? 0.849 : 0.851);
        var restless = Days(22, static day => day % 2 == 0 ? 0.83 : 0.87);
        var today = Today(0.82, noise: 1e-6);

        Assert.True(DayTest.Of(steady, today, Seasonality.None)!.P(Worse.Lower) < 1e-6);
        Assert.True(DayTest.Of(restless, today, Seasonality.None)!.P(Worse.Lower) > 0.05);
    }

    [Fact]
    public void The_noise_of_calls_is_the_least_that_days_differ_by()
    {
        // As chance will have it, the reference days are all the same; with 100 calls each they need not have been.
        var test = DayTest.Of(Days(22, static _ => 0.85, noise: 0.001275), Today(0.82, noise: 0.001275), Seasonality.None)!;

        Assert.True(test.P(Worse.Lower) > 0.15);
    }

    [Theory]
    [InlineData(Seasonality.Auto, DayOfWeek.Sunday)]
    [InlineData(Seasonality.Weekday, DayOfWeek.Monday)]
    public void A_day_that_is_always_slow_is_compared_with_its_like(Seasonality seasonality, DayOfWeek slow)
    {
        bool IsSlow(DateOnly day) => day.DayOfWeek == slow || (slow == DayOfWeek.Sunday && day.DayOfWeek == DayOfWeek.Saturday);
        var reference = Days(28, day => Wiggle(day) + (IsSlow(Monday.AddDays(day)) ? 0.5 : 0));
        DayValue[] alike = [new(slow == DayOfWeek.Sunday ? Monday.AddDays(34) : Monday.AddDays(28), 0.5, 1e-6)];
        DayValue[] unlike = [new(Monday.AddDays(29), 0.5, 1e-6)];

        Assert.True(DayTest.Of(reference, alike, Seasonality.None)!.P(Worse.Higher) < 0.1);
        Assert.True(DayTest.Of(reference, alike, seasonality)!.P(Worse.Higher) > 0.2);
        Assert.True(DayTest.Of(reference, unlike, seasonality)!.P(Worse.Higher) < 1e-4);
    }

    [Fact]
    public void Without_a_pattern_no_days_are_given_up_for_one()
    {
        var reference = Days(28, Wiggle);

        Assert.Equal(DayTest.Of(reference, Today(0.1), Seasonality.None), DayTest.Of(reference, Today(0.1), Seasonality.Auto));
    }

    private static double Wiggle(int day) => 0.01 * (((day * 7) % 11) - 5);

    private static DayValue[] Days(int count, Func<int, double> value, double noise = 1e-6) => [.. Enumerable.Range(0, count).Select(day => new DayValue(Monday.AddDays(day), value(day), noise))];

    private static DayValue[] Today(double value, double noise = 1e-6) => [new DayValue(Monday.AddDays(28), value, noise)];
}
