using System.Collections.Concurrent;
using Orchestration.Models;

namespace Orchestration.Limits;

/// <summary>The limits of one process: each process beside it takes as much again.</summary>
internal sealed class InProcessCallLimiter(TimeProvider time) : ICallLimiter
{
    // What a timer can count to; whoever waits longer waits for ever.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly ConcurrentDictionary<string, ModelGate> _gates = new(StringComparer.Ordinal);

    public ValueTask<CallLease> AcquireAsync(string model, ModelProfile profile, long estimatedTokens, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(estimatedTokens);
        if (profile is { MaxConcurrentCalls: null, RequestsPerMinute: null, TokensPerMinute: null })
        {
            return ValueTask.FromResult(CallLease.Unlimited);
        }

        var gate = _gates.GetOrAdd(model, static (_, made) => new ModelGate(made.profile, made.time), (profile, time));
        return gate.AcquireAsync(Math.Min(estimatedTokens, int.MaxValue), maxWait > LongestWait ? Timeout.InfiniteTimeSpan : maxWait, cancellationToken);
    }
}
