using Orchestration.WireCases.Tokens;

namespace Orchestration.Providers.Tests.WireCases;

public sealed class TokenEstimatesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Half_of_the_estimates_are_within_a_tenth_of_what_was_reported_and_after_calibration_within_a_twentieth(bool onlyHeldOut)
    {
        var counted = CountedCase.Of(RecordedCases.Providers.SelectMany(RecordedCases.Of));

        var report = TokenReport.Of(counted.Where(one => !onlyHeldOut || one.IsHeldOut));

        Assert.True(report.Before.Count >= 200 && report.After.Count >= 80, $"Only {report.Before.Count} and {report.After.Count} requests were compared.");
        Assert.InRange(report.Before.Median, 0, 0.1);
        Assert.InRange(report.After.Median, 0, 0.05);
        Assert.InRange(report.Bounded, 0.8, 1);
    }
}
