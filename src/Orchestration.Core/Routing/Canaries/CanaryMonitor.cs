using Orchestration.Diagnostics;

namespace Orchestration.Routing.Canaries;

/// <summary>The canaries of an application: who is drawn for one, how they do, and which were rolled back. Safe for use by many threads.</summary>
/// <param name="time">The clock.</param>
/// <param name="rolledBack">Called once for each roll-back, on the thread of the request that brought it about, outside of any lock. Must not throw or wait.</param>
internal sealed class CanaryMonitor(TimeProvider time, Action<CanaryRollback>? rolledBack = null)
{
    private readonly Lock _gate = new();
    private readonly long _epoch = time.GetTimestamp();

    // A policy has a handful of canaries: to look through them is faster than to hash one.
    private volatile CanaryState[] _states = [];

    /// <summary>Follows the canaries of a new policy. A rule of the same name and content keeps its state, its roll-back too; any other begins anew.</summary>
    /// <remarks>Requests under way by a rule that is gone are not observed any more.</remarks>
    public void Follow(IEnumerable<CanaryRule> rules)
    {
        lock (_gate)
        {
            _states = [.. rules.Select(rule => Find(rule) ?? new CanaryState(rule))];
        }
    }

    /// <summary>Whether the canary takes what is done for a key. The same answer in every process until it is rolled back; a larger share only adds keys. Does not allocate.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="tenant">Who pays.</param>
    /// <param name="key">The subject of the run.</param>
    public bool Takes(CanaryRule rule, string tenant, string key) =>
        CanaryShare.Takes(rule.Name, tenant, key, rule.Percent) && IsOpenTo(rule, tenant) && Find(rule) is not { IsRolledBack: true };

    /// <summary>Tells how what the canary took ended: one call for a model, one run for a version of a graph. A rule that is not followed is ignored.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="failed">Whether it failed, in a way that speaks of the canary: not by the caller's cancellation or fault.</param>
    /// <param name="firstToken">From its start to the first token; <see langword="null"/> when none came.</param>
    /// <param name="costUsd">US dollars over all its attempts; <see langword="null"/> = not known.</param>
    public void Observe(CanaryRule rule, bool failed, TimeSpan? firstToken, decimal? costUsd)
    {
        if (Find(rule)?.Observe(failed, firstToken, costUsd, Now, time.GetUtcNow()) is { } rollback)
        {
            Instruments.CanaryRollbacks.Add(
                1,
                new KeyValuePair<string, object?>(TelemetryNames.Canary, rollback.Canary),
                new KeyValuePair<string, object?>(TelemetryNames.Reason, NameOf(rollback.Bound)));
            rolledBack?.Invoke(rollback);
        }
    }

    /// <summary>How a canary is doing; <see langword="null"/> for a rule that is not followed.</summary>
    public CanaryStatus? StatusOf(CanaryRule rule) => Find(rule)?.Status(Now);

    /// <summary>How all that are followed are doing, in the policy's order.</summary>
    public IReadOnlyList<CanaryStatus> Statuses() => [.. _states.Select(state => state.Status(Now))];

    private TimeSpan Now => time.GetElapsedTime(_epoch);

    private static bool IsOpenTo(CanaryRule rule, string tenant) => rule.Tenants.IsEmpty || rule.Tenants.AsSpan().Contains(tenant);

    private static string NameOf(CanaryBound bound) => bound switch
    {
        CanaryBound.FailureRate => "failure_rate",
        CanaryBound.FirstToken => "first_token",
        _ => "mean_cost",
    };

    private CanaryState? Find(CanaryRule rule)
    {
        var states = _states;
        foreach (var state in states)
        {
            if (ReferenceEquals(state.Rule, rule))
            {
                return state;
            }
        }

        foreach (var state in states)
        {
            if (state.Rule.Equals(rule))
            {
                return state;
            }
        }

        return null;
    }
}
