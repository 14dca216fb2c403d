using System.Net;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Models;

public sealed class ModelCallExceptionTests
{
    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("Retry-After", "Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("x-ms-retry-after-ms", "250", 0.25)]
    public void A_responses_wish_to_wait_is_read_in_every_form(string header, string value, double seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.Date = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        response.Headers.TryAddWithoutValidation(header, value);
        response.Headers.Add("request-id", "req_1");

        var failure = ModelCallException.FromResponse(response, "rate_limit_exceeded", "slow down");

        Assert.Equal((FailureReason.RateLimited, TimeSpan.FromSeconds(seconds)), (failure.Reason, failure.RetryAfter));
        Assert.Equal(("rate_limit_exceeded", "req_1", "HTTP 429: slow down"), (failure.ProviderCode, failure.RequestId, failure.Message));
    }

    [Fact]
    public void A_used_up_quota_is_no_rate_limit()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);

        Assert.Equal(FailureReason.QuotaExhausted, ModelCallException.FromResponse(response, "insufficient_quota", null).Reason);
    }
}
