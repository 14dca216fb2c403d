using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Tests.Wire;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("2ms", "00:00:00.0020000")]
    [InlineData("8.64s", "00:00:08.6400000")]
    [InlineData("0.29s", "00:00:00.2900000")]
    [InlineData("1m11.339s", "00:01:11.3390000")]
    [InlineData("6m0s", "00:06:00")]
    [InlineData("1h2m3s", "01:02:03")]
    [InlineData("45m", "00:45:00")]
    [InlineData("34.074824224s", "00:00:34.0748242")]
    [InlineData("645.9µs", "00:00:00.0006459")]
    [InlineData("0s", "00:00:00")]
    [InlineData("60", "00:01:00")]
    [InlineData("999999999999h", "366.00:00:00")]
    public void Durations_are_read_as_Go_writes_them(string text, string duration) => Assert.Equal(TimeSpan.Parse(duration, CultureInfo.InvariantCulture), Durations.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5s")]
    [InlineData("1.2.3s")]
    [InlineData(".s")]
    [InlineData("5 s")]
    [InlineData("3s2m")]
    [InlineData("２s")]
    [InlineData("2026-01-01T00:00:00Z")]
    public void What_is_no_duration_says_nothing(string? text) => Assert.Null(Durations.Parse(text));

    [Fact]
    public void Every_duration_comes_back_to_the_millisecond() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), static milliseconds =>
        {
            var time = TimeSpan.FromMilliseconds(milliseconds);
            Assert.Equal(time, Durations.Parse(FormattableString.Invariant($"{(int)time.TotalHours}h{time.Minutes}m{time.Seconds}.{time.Milliseconds:000}s")));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
