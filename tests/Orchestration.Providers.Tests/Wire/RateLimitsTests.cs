namespace Orchestration.Providers.Tests.Wire;

public sealed class RateLimitsTests
{
    [Fact]
    public void OpenAIs_headers_are_read()
    {
        var limits = Limits(("x-ratelimit-limit-requests", "500"), ("x-ratelimit-remaining-requests", "499"), ("x-ratelimit-reset-requests", "120ms"), ("x-ratelimit-remaining-tokens", "-1"));

        Assert.Equal(new RateLimit { Limit = 500, Remaining = 499, ResetAfter = TimeSpan.FromMilliseconds(120) }, limits?.Requests);
        Assert.Equal(new RateLimit { Remaining = -1 }, limits?.Tokens);
        Assert.Null(limits?.InputTokens);
    }

    [Fact]
    public void Azures_resets_are_seconds() =>
        Assert.Equal(TimeSpan.FromSeconds(26), Limits(("x-ratelimit-limit-tokens", "500"), ("x-ratelimit-reset-tokens", "26"))?.Tokens?.ResetAfter);

    [Theory]
    [InlineData("2026-08-01T10:00:30Z", 30)]
    [InlineData("2026-08-01T12:00:30+02:00", 30)]
    [InlineData("2026-08-01T09:00:00Z", 0)]
    [InlineData("soon", null)]
    public void Anthropics_instants_count_from_the_responses_own_date_and_never_backwards(string reset, int? seconds)
    {
        var limits = Limits(("date", "Sat, 01 Aug 2026 10:00:00 GMT"), ("anthropic-ratelimit-input-tokens-limit", "9"), ("anthropic-ratelimit-input-tokens-reset", reset));

        Assert.Equal(seconds is { } known ? TimeSpan.FromSeconds(known) : null, limits?.InputTokens?.ResetAfter);
    }

    [Theory]
    [InlineData("x-ratelimit-limit-requests", "many")]
    [InlineData("x-ratelimit-reset-requests", "1s")]
    [InlineData("x-other", "1")]
    public void Headers_that_say_nothing_give_nothing(string name, string value) => Assert.Null(Limits((name, value)));

    private static RateLimits? Limits(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return RateLimits.From(response.Headers);
    }
}
