using Orchestration.Limits;
using Orchestration.Models;

namespace Orchestration.Evals.Cassettes;

/// <summary>Leaves calls that are played alone: nobody's limits apply to them.</summary>
internal sealed class EvalCallLimiter(ICallLimiter inner) : ICallLimiter
{
    public ValueTask<CallLease> AcquireAsync(string model, ModelProfile profile, long estimatedTokens, TimeSpan maxWait, CancellationToken cancellationToken) =>
        Take.Current is { Mode: CassetteMode.Play } ? ValueTask.FromResult(CallLease.Unlimited) : inner.AcquireAsync(model, profile, estimatedTokens, maxWait, cancellationToken);
}
