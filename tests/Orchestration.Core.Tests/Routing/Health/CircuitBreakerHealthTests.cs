using System.Diagnostics.Metrics;
using Orchestration.Diagnostics;
using Orchestration.Models;
using Orchestration.Routing;
using Orchestration.Routing.Health;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Routing.Health;

public sealed class CircuitBreakerHealthTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly CircuitBreakerHealth _health;

    public CircuitBreakerHealthTests() => _health = new CircuitBreakerHealth(_time);

    [Theory]
    [InlineData(FailureReason.ServerError)]
    [InlineData(FailureReason.Overloaded)]
    [InlineData(FailureReason.Timeout)]
    [InlineData(FailureReason.ConnectionLost)]
    [InlineData(FailureReason.StreamInterrupted)]
    public void An_endpoint_that_only_fails_is_left_alone_after_five_requests(FailureReason reason)
    {
        Fail(reason, 4);
        Assert.True(Enters(out _));

        Fail(reason);

        Assert.False(Enters(out var retryAfter));
        Assert.Equal(Break, retryAfter);
        Assert.Equal((CircuitPhase.Open, BreakReason.Failures, Break, 1.0), Seen());
    }

    [Fact]
    public void An_endpoint_that_only_fails_is_left_alone_however_seldom_it_is_asked()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.True(Enters(out _));
            _time.Advance(TimeSpan.FromMinutes(10));
            Fail();
        }

        Assert.False(Enters(out _));
    }

    [Fact]
    public void It_is_left_alone_when_half_the_requests_fail_of_late_and_not_below()
    {
        for (var i = 0; i < 100; i++)
        {
            Succeed(2);
            Fail();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(Enters(out _));
        for (var i = 0; i < 20 && Enters(out _); i++)
        {
            Succeed();
            Fail(times: 2);
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.False(Enters(out _));
    }

    [Fact]
    public void Old_successes_do_not_cover_new_failures()
    {
        Succeed(1_000);
        _time.Advance(TimeSpan.FromMinutes(5));

        Fail(times: 3);
        Succeed();
        Fail(times: 3);

        Assert.False(Enters(out _));
    }

    [Fact]
    public void Fewer_requests_than_the_minimum_decide_nothing()
    {
        Fail(times: 2);
        Succeed();
        Fail();

        Assert.Equal(0.75, _health.Of("e").FailureRatio, 1e-9);
        Assert.True(Enters(out _));
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
    [InlineData(FailureReason.JoinRejected)]
    [InlineData(FailureReason.OutsideEnvelope)]
    [InlineData(FailureReason.Unknown)]
    public void What_does_not_speak_of_the_endpoint_never_opens_it_and_covers_no_failure(FailureReason reason)
    {
        Fail(reason, 100);
        Assert.True(Enters(out _));

        Fail(times: 4);
        Fail(reason, 100);
        Fail();

        Assert.False(Enters(out _));
    }

    [Theory]
    [InlineData(FailureReason.QuotaExhausted, BreakReason.Quota)]
    [InlineData(FailureReason.Authentication, BreakReason.Authentication)]
    public void A_refused_key_or_quota_opens_it_at_once_for_a_minute_and_each_refused_probe_for_longer(FailureReason reason, object why)
    {
        foreach (var seconds in (ReadOnlySpan<int>)[60, 120, 240, 300, 300])
        {
            Assert.True(Enters(out _));
            Fail(reason);

            Assert.Equal((CircuitPhase.Open, (BreakReason)why, TimeSpan.FromSeconds(seconds)), (Seen().Phase, Seen().Reason, Seen().OpenFor));
            Assert.False(_health.TryEnter("e", asLastResort: true, out var retryAfter));
            Assert.Equal(TimeSpan.FromSeconds(seconds), retryAfter);
            _time.Advance(retryAfter);
        }
    }

    [Fact]
    public void A_rate_limit_shuts_the_door_until_the_instant_that_the_provider_names_and_then_all_may_pass()
    {
        Report(FailureReason.RateLimited, retryAfter: TimeSpan.FromSeconds(12));

        Assert.False(_health.TryEnter("e", asLastResort: true, out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(12), retryAfter);
        Assert.Equal((CircuitPhase.Open, BreakReason.RateLimit), (Seen().Phase, Seen().Reason));
        _time.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal(100, Enumerable.Range(0, 100).Count(_ => Enters(out var _)));
    }

    [Fact]
    public void A_shorter_word_does_not_shorten_a_longer_one_and_none_lasts_beyond_an_hour()
    {
        Report(FailureReason.RateLimited, retryAfter: TimeSpan.FromDays(1));
        Report(FailureReason.RateLimited, retryAfter: TimeSpan.FromSeconds(1));

        Assert.False(Enters(out var retryAfter));
        Assert.Equal(TimeSpan.FromHours(1), retryAfter);
    }

    [Fact]
    public void A_failure_that_opens_the_circuit_and_names_an_instant_shuts_it_until_then_for_last_resorts_too()
    {
        Report(FailureReason.Overloaded, retryAfter: TimeSpan.FromMinutes(2));
        Assert.True(Enters(out _));
        Fail(times: 3);

        Report(FailureReason.Overloaded, retryAfter: TimeSpan.FromMinutes(2));

        Assert.False(_health.TryEnter("e", asLastResort: true, out var retryAfter));
        Assert.Equal(TimeSpan.FromMinutes(2), retryAfter);
    }

    [Fact]
    public void After_the_break_three_probes_pass_at_once_and_the_success_of_three_closes_the_circuit()
    {
        FailAndWait();

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => Enters(out var _)));
        Assert.Equal(CircuitPhase.HalfOpen, Seen().Phase);
        Succeed(2);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => Enters(out var _)));
        Succeed();

        Assert.Equal(CircuitPhase.Closed, Seen().Phase);
        Assert.Equal(100, Enumerable.Range(0, 100).Count(_ => Enters(out var _)));
    }

    [Fact]
    public void Each_failed_probe_doubles_the_break_up_to_five_minutes_and_a_closed_circuit_begins_anew()
    {
        Fail(times: 5);
        foreach (var seconds in (ReadOnlySpan<int>)[10, 20, 40, 80, 160, 300, 300])
        {
            Assert.False(Enters(out var retryAfter));
            Assert.Equal(TimeSpan.FromSeconds(seconds), retryAfter);
            _time.Advance(retryAfter);
            Assert.True(Enters(out _));
            Fail(FailureReason.Timeout);
        }

        _time.Advance(TimeSpan.FromSeconds(300));
        Probe(3);
        Fail(times: 5);

        Assert.False(Enters(out var again));
        Assert.Equal(Break, again);
    }

    [Fact]
    public void The_failures_before_a_break_do_not_count_after_it()
    {
        FailAndWait();
        Probe(3);

        Fail(times: 4);

        Assert.True(Enters(out _));
    }

    [Fact]
    public void A_probe_that_says_nothing_of_the_endpoint_lets_the_next_go()
    {
        FailAndWait();
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => Enters(out var _)));

        Fail(FailureReason.Cancelled);

        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => Enters(out var _)));
        Assert.Equal(CircuitPhase.HalfOpen, Seen().Phase);
    }

    [Fact]
    public void A_probe_that_never_reports_is_given_up_after_a_minute()
    {
        FailAndWait();
        Assert.Equal([true, true, true], Enumerable.Range(0, 3).Select(_ => Enters(out var _)));
        _time.Advance(TimeSpan.FromSeconds(50));

        Assert.False(Enters(out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(10), retryAfter);
        _time.Advance(retryAfter);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => Enters(out var _)));
    }

    [Fact]
    public void Answers_that_take_longer_than_a_probe_is_waited_for_close_the_circuit_all_the_same()
    {
        FailAndWait();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(Enters(out _));
        }

        _time.Advance(TimeSpan.FromMinutes(3));
        for (var i = 0; i < 3; i++)
        {
            Report(null, duration: TimeSpan.FromMinutes(3));
        }

        Assert.Equal(CircuitPhase.Closed, Seen().Phase);
    }

    [Fact]
    public void Requests_sent_before_the_break_neither_close_the_circuit_nor_open_it_again_nor_take_a_probes_place()
    {
        FailAndWait();
        Assert.Equal([true, true, true], Enumerable.Range(0, 3).Select(_ => Enters(out var _)));

        for (var i = 0; i < 20; i++)
        {
            Report(null, duration: TimeSpan.FromMinutes(1));
            Report(FailureReason.StreamInterrupted, duration: TimeSpan.FromMinutes(1));
        }

        Assert.Equal(CircuitPhase.HalfOpen, Seen().Phase);
        Assert.False(Enters(out _));
        Succeed(3);
        for (var i = 0; i < 20; i++)
        {
            Report(FailureReason.StreamInterrupted, duration: TimeSpan.FromMinutes(1));
        }

        Assert.Equal(CircuitPhase.Closed, Seen().Phase);
    }

    [Fact]
    public void Successes_during_the_break_do_not_end_it()
    {
        Fail(times: 5);
        Succeed(100);
        Assert.Equal((CircuitPhase.Open, Break), (Seen().Phase, Seen().OpenFor));

        Fail(FailureReason.QuotaExhausted);
        Succeed(100);

        Assert.Equal((CircuitPhase.Open, BreakReason.Quota), (Seen().Phase, Seen().Reason));
    }

    [Fact]
    public void A_last_resort_passes_an_open_circuit_alone_and_its_failure_changes_nothing()
    {
        Fail(times: 5);

        Assert.True(_health.TryEnter("e", asLastResort: true, out _));
        Assert.False(_health.TryEnter("e", asLastResort: true, out _));
        Fail();

        Assert.Equal((CircuitPhase.Open, Break), (Seen().Phase, Seen().OpenFor));
        Assert.True(_health.TryEnter("e", asLastResort: true, out _));
    }

    [Fact]
    public void A_last_resort_that_succeeds_ends_the_break_and_counts_as_a_probe()
    {
        Fail(times: 5);
        Assert.True(_health.TryEnter("e", asLastResort: true, out _));

        Succeed();

        Assert.Equal(CircuitPhase.HalfOpen, Seen().Phase);
        Probe(2);
        Assert.Equal(CircuitPhase.Closed, Seen().Phase);
    }

    [Fact]
    public void A_last_resort_that_is_under_way_when_the_quota_is_refused_does_not_end_the_break()
    {
        Fail(times: 5);
        Assert.True(_health.TryEnter("e", asLastResort: true, out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Report(FailureReason.QuotaExhausted, duration: TimeSpan.FromSeconds(20));

        Report(null, duration: TimeSpan.FromSeconds(1));

        Assert.Equal((CircuitPhase.Open, BreakReason.Quota, TimeSpan.FromSeconds(60)), (Seen().Phase, Seen().Reason, Seen().OpenFor));
    }

    [Fact]
    public void A_last_resort_passes_beside_the_probes()
    {
        FailAndWait();
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => Enters(out var _)));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_health.TryEnter("e", asLastResort: true, out _));
        Assert.False(_health.TryEnter("e", asLastResort: true, out _));

        _time.Advance(TimeSpan.FromSeconds(1));
        Report(FailureReason.Cancelled, duration: TimeSpan.FromSeconds(1));
        Assert.False(Enters(out _));
        Assert.True(_health.TryEnter("e", asLastResort: true, out _));
    }

    [Fact]
    public void Each_break_is_counted_by_its_reason()
    {
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, own) =>
        {
            if (instrument.Name == TelemetryNames.CircuitsOpened)
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (Equals(tags[0].Value, "counted"))
            {
                counted.Add($"{count} {tags[0].Key} {tags[1].Value}");
            }
        });
        listener.Start();

        void Report(FailureReason reason, TimeSpan? retryAfter = null) => _health.Report("counted", new RequestEnd(reason, retryAfter));
        Report(FailureReason.RateLimited, TimeSpan.FromSeconds(2));
        Report(FailureReason.RateLimited, TimeSpan.FromSeconds(3));
        for (var i = 0; i < 6; i++)
        {
            Report(FailureReason.ServerError);
        }

        _time.Advance(Break);
        Report(FailureReason.QuotaExhausted);
        Report(FailureReason.Authentication);
        _time.Advance(TimeSpan.FromMinutes(5));
        Report(FailureReason.Authentication);

        Assert.Equal(["rate_limit", "failures", "quota", "authentication"], counted.Select(static entry => entry.Split(' ')[2]));
        Assert.All(counted, static entry => Assert.StartsWith("1 gen_ai.request.model ", entry));
    }

    [Fact]
    public void Endpoints_are_independent()
    {
        Fail(times: 5);

        Assert.True(_health.TryEnter("another", asLastResort: false, out _));
        Assert.Equal(default, _health.Of("another"));
    }

    [Fact]
    public void Of_many_threads_no_more_than_the_probes_pass_at_once()
    {
        FailAndWait();
        var (inside, most, passed) = (0, 0, 0);
        var gate = new Lock();

        Parallel.For(0, 20_000, _ =>
        {
            if (!Enters(out var _))
            {
                return;
            }

            lock (gate)
            {
                passed++;
                most = Math.Max(most, ++inside);
            }

            // First counted out, then reported: the next may pass in between.
            lock (gate)
            {
                inside--;
            }

            Fail(FailureReason.Cancelled);
        });

        Assert.InRange(most, 1, 3);
        Assert.InRange(passed, 4, 20_000);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => Enters(out var _)));
    }

    [Fact]
    public void Of_many_threads_one_is_the_last_resort()
    {
        Fail(times: 5);
        var entered = 0;

        Parallel.For(0, 1_000, _ =>
        {
            if (_health.TryEnter("e", asLastResort: true, out var _))
            {
                Interlocked.Increment(ref entered);
            }
        });

        Assert.Equal(1, entered);
    }

    private (CircuitPhase Phase, BreakReason? Reason, TimeSpan OpenFor, double FailureRatio) Seen()
    {
        var state = _health.Of("e");
        return (state.Phase, state.Reason, state.OpenFor, state.FailureRatio);
    }

    private void FailAndWait()
    {
        Fail(times: 5);
        _time.Advance(Break);
    }

    private void Probe(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(Enters(out _));
            Succeed();
        }
    }

    private bool Enters(out TimeSpan retryAfter) => _health.TryEnter("e", asLastResort: false, out retryAfter);

    private void Succeed(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Report(null);
        }
    }

    private void Fail(FailureReason reason = FailureReason.ServerError, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Report(reason);
        }
    }

    private void Report(FailureReason? reason, TimeSpan? retryAfter = null, TimeSpan duration = default) =>
        _health.Report("e", new RequestEnd(reason, retryAfter, Duration: duration));
}
