using Orchestration.Models;

namespace Orchestration.Core.Tests.Models;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7_000)]
    [InlineData(" 1.5 ", 1_500)]
    [InlineData("Fri, 20 Nov 2026 12:00:30 GMT", 30_000)]
    [InlineData("Friday, 20-Nov-26 12:00:30 GMT", 30_000)]
    [InlineData("Fri Nov 20 12:00:30 2026", 30_000)]
    [InlineData("Fri, 20 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("Thu, 20 Nov 2036 12:00:00 GMT", 86_400_000)]
    [InlineData("1893456000", 86_400_000)]
    public void Seconds_and_dates_are_read(string value, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RetryAfter.Parse(value, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("1e400")]
    [InlineData("Infinity")]
    [InlineData("1,5")]
    [InlineData("Fri, 99 Nov 2026 12:00:30 GMT")]
    public void Nonsense_counts_as_not_said(string? value)
    {
        Assert.Null(RetryAfter.Parse(value, Now));
        Assert.Null(RetryAfter.FromMilliseconds(value));
    }

    [Fact]
    public void The_headers_in_milliseconds_win()
    {
        using var response = new HttpResponseMessage();
        Assert.Null(RetryAfter.FromHeaders(response.Headers, Now));

        response.Headers.TryAddWithoutValidation("Retry-After", "7");
        Assert.Equal(TimeSpan.FromSeconds(7), RetryAfter.FromHeaders(response.Headers, Now));

        response.Headers.TryAddWithoutValidation("x-ms-retry-after-ms", "6500");
        Assert.Equal(TimeSpan.FromMilliseconds(6_500), RetryAfter.FromHeaders(response.Headers, Now));

        response.Headers.TryAddWithoutValidation("retry-after-ms", "6400.5");
        Assert.Equal(TimeSpan.FromMilliseconds(6_400.5), RetryAfter.FromHeaders(response.Headers, Now));
    }
}
