using Orchestration.Evals.Gates.Statistics;

namespace Orchestration.Evals.Tests.Gates.Statistics;

public sealed class DropModelTests
{
    private static WithinCaseModel Within => new() { Cases = 200, BaselineRuns = 10, Runs = 3, Mean = 0.8, Within = 0.1 };

    private static SignFlipModel Flip => new() { Cases = 200, Variance = 0.05, Step = 0.01, Mean = 0.8, MeanSquare = 0.7 };

    [Fact]
    public void More_of_anything_shows_smaller_drops()
    {
        var smallest = Within.Smallest(0.05, 0.02);

        Assert.InRange(smallest, 0.03, 0.05);
        Assert.True((Within with { Cases = 400 }).Smallest(0.05, 0.02) < smallest);
        Assert.True((Within with { Runs = 5 }).Smallest(0.05, 0.02) < smallest);
        Assert.True((Within with { Within = 0.05 }).Smallest(0.05, 0.02) < smallest);
        Assert.True(Within.Smallest(0.10, 0.02) < smallest);
        Assert.True((Flip with { Cases = 400 }).Smallest(0.05, 0.02) < Flip.Smallest(0.05, 0.02));
        Assert.True((Flip with { Variance = 0.02 }).Smallest(0.05, 0.02) < Flip.Smallest(0.05, 0.02));
    }

    [Fact]
    public void Nothing_below_the_margin_is_visible()
    {
        Assert.True((Within with { Cases = 1e9 }).Smallest(0.05, 0.02) is >= 0.02 and < 0.0201);
        Assert.True((Flip with { Cases = 1e9 }).Smallest(0.05, 0.02) is >= 0.02 and < 0.0201);
    }

    [Fact]
    public void Cases_without_noise_need_about_what_counting_says()
    {
        // One run a side: five losses of five have p = 1/32, four of four 1/16. Where all cases lose alike, at least five of sixty are lost
        // with a probability of 80 % from a drop of 11 points on (binomial).
        var once = new WithinCaseModel { Cases = 60, BaselineRuns = 1, Runs = 1, Mean = 1, Within = 0 };
        var flip = new SignFlipModel { Cases = 60, Variance = 0, Step = 2, Mean = 1, MeanSquare = 1 };

        Assert.InRange(once.Smallest(0.05, 0), 0.11, 0.14);
        Assert.InRange(flip.Smallest(0.05, 0), 4.0 / 60, 5.0 / 60);
    }

    [Fact]
    public void The_cases_and_repeats_it_names_would_do()
    {
        var small = Within with { Cases = 50 };

        var cases = small.CasesFor(0.05, 0.05, 0.02)!.Value;
        var repeats = small.RepeatsFor(0.06, 0.05, 0.02)!.Value;

        Assert.True((small with { Cases = cases }).Smallest(0.05, 0.02) <= 0.05);
        Assert.True((small with { Cases = cases - 1 }).Smallest(0.05, 0.02) > 0.05);
        Assert.True((small with { Runs = repeats }).Smallest(0.05, 0.02) <= 0.06);
        Assert.Null(Within.CasesFor(0.02, 0.05, 0.02));
    }

    [Fact]
    public void Four_cases_show_nothing_to_a_flip_of_signs() => Assert.Equal(double.PositiveInfinity, (Flip with { Cases = 4, Variance = 0 }).Smallest(0.05, 0));

    [Fact]
    public void Repeats_tell_noise_from_change()
    {
        // Half of the cases broke outright; within each side nothing ever differs.
        var model = WithinCaseModel.Of([.. Enumerable.Repeat(new CaseCounts(3, 3, 0, 3), 10), .. Enumerable.Repeat(new CaseCounts(3, 3, 3, 3), 10)]);
        var once = WithinCaseModel.Of([new(1, 1, 0, 1), new(1, 1, 1, 1), new(0, 1, 1, 1), new(1, 1, 1, 1)]);

        Assert.Equal(0, model.Within);
        Assert.Equal(0.25, once.Within);
    }
}
