using Orchestration.Models;

namespace Orchestration.Limits;

/// <summary>Holds calls back until a model's own limits allow them: calls in flight, requests per minute, tokens per minute.</summary>
public interface ICallLimiter
{
    /// <summary>Takes a place for one call, or says how long until there may be one.</summary>
    /// <param name="model">The name the model is registered by; calls of one name share its limits.</param>
    /// <param name="profile">Where the limits stand. Those of the first call of a name count.</param>
    /// <param name="estimatedTokens">Input and output that the call can take. More than a minute's worth waits for a full minute's worth and is made up for afterwards.</param>
    /// <param name="maxWait">How long the call may wait its turn, which is that of its arrival; <see cref="Timeout.InfiniteTimeSpan"/> = as long as it takes.</param>
    /// <param name="cancellationToken">Leaves the queue.</param>
    /// <returns>A lease to release when the call has ended, or at once a refusal when the wait would pass <paramref name="maxWait"/>. A refusal uses nothing up.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled while waiting.</exception>
    ValueTask<CallLease> AcquireAsync(string model, ModelProfile profile, long estimatedTokens, TimeSpan maxWait, CancellationToken cancellationToken);
}
