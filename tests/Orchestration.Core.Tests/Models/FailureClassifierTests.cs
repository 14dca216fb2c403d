using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Models;

public sealed class FailureClassifierTests
{
    [Fact]
    public void What_an_adapter_knows_is_taken_as_it_is_however_deep_it_lies()
    {
        var known = new ModelCallException(FailureReason.RateLimited, "slow down")
        {
            RetryAfter = TimeSpan.FromSeconds(7), ProviderCode = "rate_limit_exceeded", RequestId = "req_1",
        };

        var failure = FailureClassifier.Classify(new InvalidOperationException("outer", known), hadFirstToken: true);

        var expected = new CallFailure(FailureReason.RateLimited, "slow down")
        {
            RetryAfter = TimeSpan.FromSeconds(7), ProviderCode = "rate_limit_exceeded", RequestId = "req_1",
        };
        Assert.Equal(expected, failure);
    }

    [Theory]
    [InlineData(400, FailureReason.InvalidRequest)]
    [InlineData(401, FailureReason.Authentication)]
    [InlineData(402, FailureReason.QuotaExhausted)]
    [InlineData(403, FailureReason.Authentication)]
    [InlineData(404, FailureReason.NotFound)]
    [InlineData(408, FailureReason.Timeout)]
    [InlineData(409, FailureReason.InvalidRequest)]
    [InlineData(413, FailureReason.ContextTooLong)]
    [InlineData(422, FailureReason.InvalidRequest)]
    [InlineData(429, FailureReason.RateLimited)]
    [InlineData(500, FailureReason.ServerError)]
    [InlineData(502, FailureReason.ServerError)]
    [InlineData(503, FailureReason.Overloaded)]
    [InlineData(504, FailureReason.Timeout)]
    [InlineData(529, FailureReason.Overloaded)]
    [InlineData(302, FailureReason.Unknown)]
    public void An_http_status_has_its_reason(int status, FailureReason reason)
    {
        var exception = new HttpRequestException("Response status code does not indicate success.", null, (HttpStatusCode)status);

        var failure = FailureClassifier.Classify(exception, hadFirstToken: false);

        Assert.Equal(reason, failure.Reason);
        Assert.Equal(status.ToString(System.Globalization.CultureInfo.InvariantCulture), failure.ProviderCode);
    }

    [Theory]
    [InlineData(429, "You exceeded your current quota: insufficient_quota", FailureReason.QuotaExhausted)]
    [InlineData(400, "Your credit balance is too low", FailureReason.QuotaExhausted)]
    [InlineData(400, "This model's maximum context length is 8192 tokens", FailureReason.ContextTooLong)]
    [InlineData(400, "prompt is too long: 210000 tokens", FailureReason.ContextTooLong)]
    [InlineData(400, "content_filter", FailureReason.ContentFiltered)]
    [InlineData(500, "context length", FailureReason.ServerError)]
    public void The_providers_words_say_more_than_its_status(int status, string words, FailureReason reason) =>
        Assert.Equal(reason, FailureClassifier.FromStatus(status, words));

    [Theory]
    [InlineData("HTTP 429 (requests: rate_limit_exceeded)\n\nRate limit reached", FailureReason.RateLimited)]
    [InlineData("HTTP 429 (insufficient_quota: insufficient_quota)\n\nYou exceeded your current quota", FailureReason.QuotaExhausted)]
    [InlineData("Service request failed.\nStatus: 503 (Service Unavailable)\n", FailureReason.Overloaded)]
    [InlineData("Something about HTTP", FailureReason.Unknown)]
    public void The_messages_of_the_vendors_own_clients_are_understood(string message, FailureReason reason) =>
        Assert.Equal(reason, FailureClassifier.Classify(new ForeignException(message), hadFirstToken: false).Reason);

    [Fact]
    public void A_broken_connection_is_lost_before_the_first_token_and_interrupted_after_it()
    {
        Exception[] broken =
        [
            new IOException("broken pipe"), new SocketException(104), new HttpIOException(HttpRequestError.ResponseEnded),
            new HttpRequestException(HttpRequestError.ConnectionError), new HttpRequestException("An error occurred.", new IOException("reset")),
        ];

        Assert.All(broken, static exception =>
        {
            Assert.Equal(FailureReason.ConnectionLost, FailureClassifier.Classify(exception, hadFirstToken: false).Reason);
            Assert.Equal(FailureReason.StreamInterrupted, FailureClassifier.Classify(exception, hadFirstToken: true).Reason);
        });
    }

    [Fact]
    public void Other_exceptions_have_the_reason_that_their_type_tells()
    {
        Assert.Equal(FailureReason.Timeout, FailureClassifier.Classify(new TimeoutException(), false).Reason);
        Assert.Equal(FailureReason.Timeout, FailureClassifier.Classify(new TaskCanceledException("HttpClient.Timeout", new TimeoutException()), true).Reason);
        Assert.Equal(FailureReason.ServerError, FailureClassifier.Classify(new JsonException("unexpected '<'"), false).Reason);
        Assert.Equal(FailureReason.StreamInterrupted, FailureClassifier.Classify(new JsonException("unexpected end"), true).Reason);
        Assert.Equal(FailureReason.InvalidRequest, FailureClassifier.Classify(new NotSupportedException("no images"), false).Reason);
        Assert.Equal(FailureReason.Unknown, FailureClassifier.Classify(new InvalidOperationException("odd"), false).Reason);
    }

    [Fact]
    public void A_message_is_one_short_line_without_keys()
    {
        var message = FailureClassifier.Classify(
            new ForeignException("Incorrect API key provided: sk-proj-abcdefghijklmnop. Bearer eyJhbGciOi.abc-def " + new string('x', 500) + "\nsecond line"), false).Message;

        Assert.StartsWith("ForeignException: Incorrect API key provided: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefgh", message, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJhbGci", message, StringComparison.Ordinal);
        Assert.DoesNotContain("second", message, StringComparison.Ordinal);
        Assert.True(message.Length < 350);
    }

    private sealed class ForeignException(string message) : Exception(message);
}
