using Orchestration.Models;
using Orchestration.Routing;
using Orchestration.Routing.Health;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Routing.Health;

public sealed class EndpointLatencyTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(4);

    private readonly ManualTime _time = new();
    private readonly CircuitBreakerHealth _health;

    public EndpointLatencyTests() => _health = new CircuitBreakerHealth(_time);

    [Fact]
    public void An_endpoint_whose_first_token_takes_much_longer_than_usual_is_left_alone_within_a_minute()
    {
        Answer(Usual, seconds: 600);
        Assert.Equal(CircuitPhase.Closed, Phase);

        var seconds = AnswerUntilOpen(Slow);

        Assert.InRange(seconds, 5, 60);
        var state = _health.Of("e");
        Assert.Equal((BreakReason.Latency, TimeSpan.FromSeconds(10)), (state.Reason, state.OpenFor));
        Assert.True(state.RecentFirstToken > 3 * state.UsualFirstToken);
        Assert.False(_health.TryEnter("e", asLastResort: false, out _));
        Assert.True(_health.TryEnter("e", asLastResort: true, out _));
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(20, 900)]
    [InlineData(700, 2_000)]
    public void What_is_fast_enough_or_not_much_slower_than_usual_is_not_slow(int usualMilliseconds, int laterMilliseconds)
    {
        Answer(TimeSpan.FromMilliseconds(usualMilliseconds), seconds: 600);

        Answer(TimeSpan.FromMilliseconds(laterMilliseconds), seconds: 600);

        Assert.Equal(CircuitPhase.Closed, Phase);
    }

    [Fact]
    public void A_few_slow_answers_among_fast_ones_are_not_slow()
    {
        Answer(Usual, seconds: 600);

        for (var i = 0; i < 200; i++)
        {
            Answer(Slow, seconds: 1);
            Answer(Usual, seconds: 2);
        }

        Assert.Equal(CircuitPhase.Closed, Phase);
    }

    [Fact]
    public void Before_enough_first_tokens_were_seen_nothing_is_judged()
    {
        Answer(Usual, seconds: 9);
        Answer(Slow, seconds: 10);

        Assert.Equal(CircuitPhase.Closed, Phase);
    }

    [Fact]
    public void An_endpoint_that_is_asked_seldom_is_not_judged()
    {
        for (var i = 0; i < 200; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Report(i < 100 ? Usual : Slow);
        }

        Assert.Equal(CircuitPhase.Closed, Phase);
    }

    [Fact]
    public void Probes_that_are_slow_open_it_again_for_longer_and_fast_ones_bring_it_back()
    {
        Answer(Usual, seconds: 600);
        AnswerUntilOpen(Slow);
        foreach (var seconds in (ReadOnlySpan<int>)[10, 20, 40])
        {
            Assert.Equal((BreakReason.Latency, TimeSpan.FromSeconds(seconds)), (_health.Of("e").Reason, _health.Of("e").OpenFor));
            _time.Advance(TimeSpan.FromSeconds(seconds));
            Probe(Slow);
        }

        _time.Advance(TimeSpan.FromSeconds(80));
        for (var i = 0; i < 3; i++)
        {
            Probe(Usual);
        }

        Assert.Equal(CircuitPhase.Closed, Phase);
        Answer(Usual, seconds: 60);
        Assert.Equal(CircuitPhase.Closed, Phase);
    }

    [Fact]
    public void A_slow_last_resort_does_not_end_the_break_and_a_fast_one_does()
    {
        Answer(Usual, seconds: 600);
        AnswerUntilOpen(Slow);

        Assert.True(_health.TryEnter("e", asLastResort: true, out _));
        Report(Slow);
        Assert.Equal(CircuitPhase.Open, Phase);
        Assert.True(_health.TryEnter("e", asLastResort: true, out _));
        Report(Usual);

        Assert.Equal(CircuitPhase.HalfOpen, Phase);
    }

    [Fact]
    public void What_is_usual_is_neither_unlearnt_while_the_endpoint_is_left_alone_nor_in_an_outage_or_a_night()
    {
        Answer(Usual, seconds: 600);
        AnswerUntilOpen(Slow);
        var usual = _health.Of("e").UsualFirstToken!.Value;
        Assert.InRange(usual, Usual / 1.05, Usual * 1.05);

        for (var i = 0; i < 30; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            Probe(Slow);
        }

        Assert.Equal(usual, _health.Of("e").UsualFirstToken);
        _time.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 3; i++)
        {
            Probe(Usual);
        }

        _time.Advance(TimeSpan.FromDays(2));
        Assert.InRange(AnswerUntilOpen(Slow), 5, 90);
    }

    [Fact]
    public void One_slow_answer_after_the_return_does_not_eject_it_again()
    {
        Answer(Usual, seconds: 600);
        AnswerUntilOpen(Slow);
        _time.Advance(_health.Of("e").OpenFor);
        for (var i = 0; i < 3; i++)
        {
            Probe(Usual);
        }

        Report(Slow);

        Assert.Equal(CircuitPhase.Closed, Phase);
    }

    [Fact]
    public void A_slowness_that_lasts_is_taken_as_usual_in_the_end()
    {
        Answer(Usual, seconds: 600);
        AnswerUntilOpen(Slow);
        var ejected = _time.GetUtcNow();
        while (Phase != CircuitPhase.Closed)
        {
            _time.Advance(_health.Of("e").OpenFor);
            Probe(Slow);
        }

        Assert.InRange(_time.GetUtcNow() - ejected, TimeSpan.FromHours(4), TimeSpan.FromHours(4.1));
        Answer(Slow, seconds: 600);
        Assert.Equal(CircuitPhase.Closed, Phase);
        Assert.InRange(_health.Of("e").UsualFirstToken!.Value, Slow / 1.05, Slow * 1.05);
    }

    [Fact]
    public void A_slow_drift_is_followed()
    {
        Answer(Usual, seconds: 600);

        for (var hour = 0; hour < 24; hour++)
        {
            Answer(Usual * (1 + (hour * 0.25)), seconds: 3_600);
        }

        Assert.Equal(CircuitPhase.Closed, Phase);
        Assert.True(_health.Of("e").UsualFirstToken > 4 * Usual);
    }

    [Fact]
    public void A_first_token_counts_however_the_request_ended()
    {
        Answer(Usual, seconds: 600);

        for (var i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _health.Report("e", new RequestEnd(FailureReason.Cancelled, TimeToFirstToken: Slow));
        }

        Assert.Equal(BreakReason.Latency, _health.Of("e").Reason);
    }

    [Fact]
    public void Without_a_factor_latency_is_not_judged()
    {
        var health = new CircuitBreakerHealth(_time, new() { LatencyFactor = null });

        for (var i = 0; i < 1_200; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            health.Report("e", new RequestEnd(null, TimeToFirstToken: i < 600 ? Usual : 100 * Slow));
        }

        Assert.Equal(CircuitPhase.Closed, health.Of("e").Phase);
    }

    private CircuitPhase Phase => _health.Of("e").Phase;

    // One a second.
    private void Answer(TimeSpan firstToken, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Report(firstToken);
        }
    }

    private int AnswerUntilOpen(TimeSpan firstToken)
    {
        for (var i = 1; i < 1_000; i++)
        {
            Answer(firstToken, seconds: 1);
            if (Phase == CircuitPhase.Open)
            {
                return i;
            }
        }

        throw new InvalidOperationException("It never opened.");
    }

    private void Probe(TimeSpan firstToken)
    {
        Assert.True(_health.TryEnter("e", asLastResort: false, out _));
        Report(firstToken);
    }

    private void Report(TimeSpan firstToken) => _health.Report("e", new RequestEnd(null, TimeToFirstToken: firstToken));
}
