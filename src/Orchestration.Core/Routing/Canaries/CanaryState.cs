using System.Globalization;

namespace Orchestration.Routing.Canaries;

/// <summary>What one canary's requests came to, and whether that keeps to its bounds.</summary>
/// <remarks>
/// <para>The failure rate is out of bounds when the counts prove it (<see cref="ExcessTest"/>): before <see cref="CanaryBounds.MinRequests"/> have ended, by odds of
/// 1,000 to 1, which an utterly broken canary reaches within <see cref="Fewest"/> requests or little more; from then on by 100 to 1. So one unlucky failure never rolls back,
/// unless the bound is 0, and a canary that fails just as often as it may is rolled back in one of 100 windows at most.</para>
/// <para>The time to the first token is judged in the same way: its 95th percentile is above the bound exactly when more than 5 % of the requests are slower.</para>
/// <para>The mean cost is out of bounds when it is above by three standard errors, from <see cref="CanaryBounds.MinRequests"/> on.</para>
/// <para>All counts begin anew after a window of 1,000 requests, or four times the least number if that is more: a long good past must not outvote a bad present.</para>
/// </remarks>
internal sealed class CanaryState(CanaryRule rule)
{
    /// <summary>Not judged at all before this many, so that one hiccup of the network which takes a few requests at once is not held against it.</summary>
    public const int Fewest = 5;

    private const double Quantile = 0.95;
    private const double EarlyEvidence = 1_000;
    private const double Evidence = 100;
    private const double StandardErrors = 3;

    private readonly Lock _gate = new();
    private readonly DecayingQuantiles _firstTokens = new(TimeSpan.FromHours(1));
    private readonly int _least = Math.Max(1, rule.Bounds.MinRequests);
    private Window _window;
    private long _requests;
    private long _failures;
    private long _priced;
    private decimal _costUsd;
    private CanaryRollback? _rolledBack;

    public CanaryRule Rule { get; } = rule;

    public bool IsRolledBack => Volatile.Read(ref _rolledBack) is not null;

    /// <summary>Takes the end of one request into account.</summary>
    /// <returns>The roll-back, if this request brought it about.</returns>
    public CanaryRollback? Observe(bool failed, TimeSpan? firstToken, decimal? costUsd, TimeSpan now, DateTimeOffset utcNow)
    {
        lock (_gate)
        {
            Count(failed, firstToken, costUsd, now);
            if (_rolledBack is not null || Verdict() is not var (bound, reason))
            {
                return null;
            }

            Volatile.Write(ref _rolledBack, new CanaryRollback(Rule.Name, bound, reason, utcNow));
            return _rolledBack;
        }
    }

    public CanaryStatus Status(TimeSpan now)
    {
        lock (_gate)
        {
            return new CanaryStatus(Rule, _requests, _failures, _firstTokens.Quantile(Quantile, now), _priced == 0 ? null : _costUsd / _priced, _rolledBack);
        }
    }

    private void Count(bool failed, TimeSpan? firstToken, decimal? costUsd, TimeSpan now)
    {
        if (_window.Requests >= Math.Max(1_000, 4L * _least))
        {
            _window = default;
        }

        _requests++;
        _window.Requests++;
        if (failed)
        {
            _failures++;
            _window.Failures++;
        }

        if (firstToken is { } first)
        {
            _firstTokens.Add(first, now);
            _window.Timed++;
            _window.Slow += first > Rule.Bounds.MaxFirstToken ? 1 : 0;
        }

        if (costUsd is { } usd)
        {
            _costUsd += usd;
            _priced++;
            _window.AddCost((double)usd);
        }
    }

    private (CanaryBound Bound, string Reason)? Verdict()
    {
        var bounds = Rule.Bounds;
        if (bounds.MaxFailureRate is { } rate && IsAbove(rate, _window.Failures, _window.Requests))
        {
            return (CanaryBound.FailureRate, Say($"{_window.Failures} of {_window.Requests} requests failed; the bound is {rate * 100:0.##} %"));
        }

        if (bounds.MaxFirstToken is { } first && IsAbove(1 - Quantile, _window.Slow, _window.Timed))
        {
            return (CanaryBound.FirstToken, Say($"{_window.Slow} of {_window.Timed} first tokens took longer than {first.TotalSeconds:0.###} s; the bound is 1 in 20"));
        }

        if (bounds.MaxMeanCostUsd is { } usd && _window.Priced >= Math.Max(Fewest, _least) && _window.MeanCost - (StandardErrors * _window.CostError) > (double)usd)
        {
            return (CanaryBound.MeanCost, Say($"{_window.Priced} requests cost {_window.MeanCost:0.######} USD on average; the bound is {usd:0.######} USD"));
        }

        return null;
    }

    private bool IsAbove(double bound, long hits, long total) =>
        total >= Math.Min(Fewest, _least) && ExcessTest.Evidence(hits, total, bound) >= (total < _least ? EarlyEvidence : Evidence);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private struct Window
    {
        private double _squares;

        public long Requests;
        public long Failures;
        public long Timed;
        public long Slow;

        public long Priced { get; private set; }

        public double MeanCost { get; private set; }

        /// <summary>The standard error of the mean.</summary>
        public readonly double CostError => Math.Sqrt(_squares / ((double)Priced * (Priced - 1)));

        // Welford's way, which loses no digits to a large mean.
        public void AddCost(double usd)
        {
            Priced++;
            var before = usd - MeanCost;
            MeanCost += before / Priced;
            _squares += before * (usd - MeanCost);
        }
    }
}
