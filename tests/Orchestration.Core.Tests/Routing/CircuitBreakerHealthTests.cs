using Orchestration.Models;
using Orchestration.Routing;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Routing;

public sealed class CircuitBreakerHealthTests
{
    private readonly ManualTime _time = new();
    private readonly CircuitBreakerHealth _health;

    public CircuitBreakerHealthTests() => _health = new CircuitBreakerHealth(_time);

    [Theory]
    [InlineData(FailureReason.ServerError)]
    [InlineData(FailureReason.Overloaded)]
    [InlineData(FailureReason.Timeout)]
    [InlineData(FailureReason.ConnectionLost)]
    [InlineData(FailureReason.StreamInterrupted)]
    public void Five_failures_of_the_endpoint_in_a_row_open_it_for_half_a_minute(FailureReason reason)
    {
        Fail(reason, 4);
        Assert.True(Enters(out _));

        Fail(reason, 1);

        Assert.False(Enters(out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(30), retryAfter);
        Assert.True(_health.TryEnter("another", asLastResort: false, out _));
    }

    [Theory]
    [InlineData(FailureReason.InvalidRequest)]
    [InlineData(FailureReason.NotFound)]
    [InlineData(FailureReason.ContextTooLong)]
    [InlineData(FailureReason.ContentFiltered)]
    [InlineData(FailureReason.Refused)]
    [InlineData(FailureReason.InvalidOutput)]
    [InlineData(FailureReason.Budget)]
    [InlineData(FailureReason.Cancelled)]
    [InlineData(FailureReason.CircuitOpen)]
    [InlineData(FailureReason.RateLimited)]
    [InlineData(FailureReason.Unknown)]
    public void What_does_not_speak_of_the_endpoint_never_opens_it(FailureReason reason)
    {
        Fail(reason, 100);

        Assert.True(Enters(out _));
    }

    [Fact]
    public void A_success_between_failures_starts_the_count_again()
    {
        Fail(FailureReason.ServerError, 4);
        Succeed();
        Fail(FailureReason.ServerError, 4);

        Assert.True(Enters(out _));
    }

    [Theory]
    [InlineData(FailureReason.QuotaExhausted)]
    [InlineData(FailureReason.Authentication)]
    public void A_refused_key_or_quota_opens_it_at_once_for_a_minute(FailureReason reason)
    {
        Fail(reason, 1);

        Assert.False(Enters(out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(60), retryAfter);
    }

    [Fact]
    public void A_rate_limit_closes_the_door_until_the_instant_that_the_provider_names()
    {
        _health.Report("e", new RequestEnd(FailureReason.RateLimited, TimeSpan.FromSeconds(12)));

        Assert.False(Enters(out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(12), retryAfter);
        _time.Advance(TimeSpan.FromSeconds(12));
        Assert.True(Enters(out _));
    }

    [Fact]
    public void A_shorter_word_does_not_shorten_a_longer_break_and_none_lasts_beyond_an_hour()
    {
        _health.Report("e", new RequestEnd(FailureReason.RateLimited, TimeSpan.FromDays(1)));
        _health.Report("e", new RequestEnd(FailureReason.RateLimited, TimeSpan.FromSeconds(1)));

        Assert.False(Enters(out var retryAfter));
        Assert.Equal(TimeSpan.FromHours(1), retryAfter);
    }

    [Fact]
    public void After_the_break_one_probe_passes_and_its_success_closes_the_circuit()
    {
        Fail(FailureReason.ServerError, 5);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.True(Enters(out _));
        Assert.False(Enters(out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(30), retryAfter);
        Succeed();

        Assert.True(Enters(out _));
        Assert.True(Enters(out _));
    }

    [Fact]
    public void A_failed_probe_opens_the_circuit_again()
    {
        Fail(FailureReason.ServerError, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(Enters(out _));

        Fail(FailureReason.Timeout, 1);

        Assert.False(Enters(out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(30), retryAfter);
    }

    [Fact]
    public void A_probe_that_says_nothing_of_the_endpoint_or_is_lost_makes_room_for_the_next()
    {
        Fail(FailureReason.ServerError, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(Enters(out _));

        Fail(FailureReason.Cancelled, 1);
        Assert.True(Enters(out _));
        Assert.False(Enters(out _));
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.True(Enters(out _));
    }

    [Fact]
    public void A_success_of_a_request_sent_before_the_break_does_not_end_it()
    {
        Fail(FailureReason.QuotaExhausted, 1);

        Succeed();

        Assert.False(Enters(out _));
    }

    [Fact]
    public void Of_many_threads_exactly_one_probes()
    {
        Fail(FailureReason.ServerError, 5);
        _time.Advance(TimeSpan.FromSeconds(30));
        var entered = 0;

        Parallel.For(0, 1_000, _ =>
        {
            if (Enters(out var _))
            {
                Interlocked.Increment(ref entered);
            }
        });

        Assert.Equal(1, entered);
    }

    private bool Enters(out TimeSpan retryAfter) => _health.TryEnter("e", asLastResort: false, out retryAfter);

    private void Succeed() => _health.Report("e", new RequestEnd(null, null));

    private void Fail(FailureReason reason, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _health.Report("e", new RequestEnd(reason, null));
        }
    }
}
