using FsCheck;
using FsCheck.Fluent;
using Orchestration.Models;
using Orchestration.Routing;
using Orchestration.Routing.Health;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Routing.Health;

/// <summary>The circuit, which sees anonymous reports and keeps sums, against a model that knows each request and keeps all that has happened.</summary>
public sealed class CircuitModelTests
{
    private static readonly EndpointHealthOptions Options = new() { Probes = 2, MinimumRequests = 3, ProbeTimeout = TimeSpan.FromSeconds(45) };

    private static readonly Gen<Move> Moves = Gen.Frequency(
        (8, Gen.Choose(0, 4).Select(static number => new Move(MoveKind.Enter, AsLastResort: number == 0))),
        (8, Gen.Zip(Gen.Choose(0, 20), Gen.Elements(Ends)).Select(static pair => new Move(MoveKind.End, Request: pair.Item1, End: pair.Item2))),
        (4, Gen.Choose(2, 20_000).Select(static milliseconds => new Move(MoveKind.Wait, For: TimeSpan.FromMilliseconds(milliseconds)))),
        (1, Gen.Choose(20, 900).Select(static seconds => new Move(MoveKind.Wait, For: TimeSpan.FromSeconds(seconds)))));

    private static RequestEnd[] Ends =>
    [
        new(null), new(null), new(null), new(null),
        new(FailureReason.ServerError), new(FailureReason.Timeout), new(FailureReason.StreamInterrupted),
        new(FailureReason.Overloaded, TimeSpan.FromSeconds(33)),
        new(FailureReason.Cancelled), new(FailureReason.InvalidRequest),
        new(FailureReason.RateLimited), new(FailureReason.RateLimited, TimeSpan.FromSeconds(7)),
        new(FailureReason.QuotaExhausted),
    ];

    private enum MoveKind
    {
        Enter,
        End,
        Wait,
    }

    [Fact]
    public void Whatever_happens_the_circuit_does_what_its_rules_say()
    {
        var reached = new HashSet<(CircuitPhase, BreakReason?)>();
        var lists = Moves.ListOf().Resize(150).ToArbitrary();

        Prop.ForAll(lists, moves =>
        {
            var time = new ManualTime();
            var health = new CircuitBreakerHealth(time, Options);
            var model = new Model();
            var running = new List<Request>();
            foreach (var move in moves)
            {
                // No two things happen at once, so that the circuit can tell requests apart.
                var step = TimeSpan.FromMilliseconds(2) + move.For;
                model.Now += step;
                time.Advance(step);
                switch (move.Kind)
                {
                    case MoveKind.Enter:
                        var request = model.Enter(move.AsLastResort, out var modelRetryAfter);
                        Assert.Equal(request is not null, health.TryEnter("e", move.AsLastResort, out var retryAfter));
                        Assert.Equal(modelRetryAfter, retryAfter);
                        if (request is not null)
                        {
                            running.Add(request);
                        }

                        break;
                    case MoveKind.End when running.Count > 0:
                        var ended = running[move.Request % running.Count];
                        running.Remove(ended);
                        model.End(ended, move.End);
                        health.Report("e", move.End with { Duration = model.Now - ended.At });
                        break;
                }

                var state = health.Of("e");
                Assert.Equal(model.Phase, state.Phase);
                Assert.True(running.Count(one => one.IsProbe && model.IsWaitedFor(one)) <= Options.Probes);
                reached.Add((state.Phase, state.Reason));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

        // The moves lead everywhere, or the comparison says little.
        Assert.Superset(
            new HashSet<(CircuitPhase, BreakReason?)>
            {
                (CircuitPhase.Closed, null),
                (CircuitPhase.Open, BreakReason.Failures), (CircuitPhase.HalfOpen, BreakReason.Failures),
                (CircuitPhase.Open, BreakReason.Quota), (CircuitPhase.HalfOpen, BreakReason.Quota),
                (CircuitPhase.Open, BreakReason.RateLimit),
            },
            reached);
    }

    private sealed record Move(MoveKind Kind, bool AsLastResort = false, int Request = 0, RequestEnd End = default, TimeSpan For = default);

    private sealed record Request(TimeSpan At, int Break, bool IsProbe, bool IsLastResort);

    private sealed record Break(int Number, TimeSpan At, TimeSpan Length, bool IsRefusal)
    {
        public TimeSpan End { get; set; } = At + Length;

        public bool IsRefusal { get; set; } = IsRefusal;

        public int Successes { get; set; }

        public List<Request> Trials { get; } = [];
    }

    private sealed class Model
    {
        private readonly List<(TimeSpan At, bool Failed)> _ended = [];
        private readonly List<TimeSpan> _told = [TimeSpan.Zero];
        private Break? _break;
        private int _breaks;
        private int _breaksInARow;

        public TimeSpan Now { get; set; }

        public CircuitPhase Phase => _told.Max() > Now || _break?.End > Now ? CircuitPhase.Open : _break is null ? CircuitPhase.Closed : CircuitPhase.HalfOpen;

        public bool IsWaitedFor(Request request) => _break is not null && _break.Trials.Contains(request) && Now - request.At < Options.ProbeTimeout;

        public Request? Enter(bool asLastResort, out TimeSpan retryAfter)
        {
            retryAfter = TimeSpan.Zero;
            var isTold = _told.Max() > Now;
            if (_break is null)
            {
                retryAfter = isTold ? _told.Max() - Now : TimeSpan.Zero;
                return isTold ? null : new Request(Now, _breaks, false, false);
            }

            var probes = _break.Trials.Where(one => one.IsProbe && IsWaitedFor(one)).ToList();
            if (!isTold && _break.End <= Now && probes.Count < Options.Probes)
            {
                return Try(new Request(Now, _breaks, true, false));
            }

            if (!isTold && asLastResort && !_break.IsRefusal && !_break.Trials.Exists(one => one.IsLastResort && IsWaitedFor(one)))
            {
                _break.Trials.RemoveAll(static one => one.IsLastResort);
                return Try(new Request(Now, _breaks, false, true));
            }

            var free = _break.End > Now ? _break.End : probes.Count < Options.Probes ? Now : probes.Min(static one => one.At) + Options.ProbeTimeout;
            retryAfter = (_told.Max() > free ? _told.Max() : free) - Now;
            return null;
        }

        public void End(Request request, RequestEnd end)
        {
            var wasTrial = _break?.Trials.Remove(request) ?? false;
            switch (end.Failure)
            {
                case FailureReason.QuotaExhausted when _break?.End > Now:
                    _break.IsRefusal = true;
                    _break.Trials.RemoveAll(static one => one.IsLastResort);
                    _break.End = _break.End > Now + Options.RefusalBreak ? _break.End : Now + Options.RefusalBreak;
                    return;
                case FailureReason.QuotaExhausted:
                    Open(Options.RefusalBreak, true);
                    return;
                case FailureReason.RateLimited when end.RetryAfter is { } wait:
                    _told.Add(Now + wait);
                    return;
            }

            var failed = end.Failure is FailureReason.ServerError or FailureReason.Timeout or FailureReason.StreamInterrupted or FailureReason.Overloaded;
            if (request.Break < _breaks || (!failed && end.Failure is not null))
            {
                return;
            }

            if (_break is null)
            {
                _ended.Add((Now, failed));
                if (failed && (AllOfTheLastFailed() || TooManyFailOfLate()))
                {
                    Open(Options.Break, false, end.RetryAfter);
                }
            }
            else if (_break.End <= Now && failed)
            {
                Open(Options.Break, false, end.RetryAfter);
            }
            else if ((_break.End <= Now || (request.IsLastResort && wasTrial)) && !failed)
            {
                _break.End = _break.End < Now ? _break.End : Now;
                if (++_break.Successes == Options.Probes)
                {
                    (_break, _breaksInARow) = (null, 0);
                    _ended.Clear();
                }
            }
        }

        private Request Try(Request request)
        {
            _break!.Trials.Add(request);
            return request;
        }

        private void Open(TimeSpan first, bool isRefusal, TimeSpan? retryAfter = null)
        {
            var length = first;
            for (var i = 0; i < _breaksInARow; i++)
            {
                length = 2 * length < Options.LongestBackoff ? 2 * length : Options.LongestBackoff;
            }

            _breaksInARow++;
            _break = new Break(++_breaks, Now, length, isRefusal);
            _told.Add(Now + (retryAfter ?? TimeSpan.Zero));
        }

        private bool AllOfTheLastFailed() => _ended.Count >= Options.MinimumRequests && _ended.TakeLast(Options.MinimumRequests).All(static one => one.Failed);

        private bool TooManyFailOfLate()
        {
            double WeightOf((TimeSpan At, bool Failed) one) => Math.Pow(0.5, (Now - one.At) / Options.Window);
            var all = _ended.Sum(WeightOf);
            return all >= Options.MinimumRequests && _ended.Where(static one => one.Failed).Sum(WeightOf) / all >= Options.FailureRatio;
        }
    }
}
